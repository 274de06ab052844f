package io.formgate.expression;

import java.nio.file.Path;

/** Files that hold data and are no table that is read, with the bytes that they begin with. */
enum ForeignFormat {
  ROOT(
      "a ROOT file",
      "python3 -c \"import uproot; uproot.open('FILE')['TREE'].arrays(['COLUMN', 'COLUMN'],"
          + " library='pd').to_csv('data.csv', index=False)\" writes its branches of one number as"
          + " CSV",
      "root\u0000"),
  HDF5(
      "an HDF5 file",
      "python3 -c \"import pandas; pandas.read_hdf('FILE').to_csv('data.csv', index=False)\" writes"
          + " it as CSV if pandas wrote it; else take its columns out with h5py",
      "\u0089HDF"),
  OLD_EXCEL(
      "an Excel workbook (.xls)", "save the sheet as CSV (UTF-8)", "\u00D0\u00CF\u0011\u00E0"),
  NUMPY(
      "a NumPy array",
      "python3 -c \"import numpy; numpy.savetxt('data.csv', numpy.load('FILE'), delimiter=',',"
          + " header='a,b,c', comments='')\" writes a table of it as CSV",
      "\u0093NUMPY"),
  ARROW(
      "an Arrow (Feather) file",
      "python3 -c \"import pandas; pandas.read_feather('FILE').to_parquet('data.parquet')\" writes"
          + " it as Parquet",
      "ARROW1\u0000\u0000"),
  SQLITE(
      "an SQLite database",
      "sqlite3 -header -csv FILE 'select * from TABLE' writes a table of it as CSV",
      "SQLite f"),
  FITS(
      "a FITS file",
      "python3 -c \"from astropy.table import Table; Table.read('FILE').write('data.csv')\" writes"
          + " its table as CSV",
      "SIMPLE  ="),
  PDF("a PDF document", "take the table out of it, as CSV", "%PDF-"),
  BZIP2("a file that bzip2 packed", "unpack it: bunzip2 FILE", "BZh9"),
  XZ("a file that xz packed", "unpack it: unxz FILE", "\u00FD7zXZ"),
  ZSTANDARD("a file that zstd packed", "unpack it: unzstd FILE", "(\u00B5/\u00FD"),
  UTF16_LITTLE("text in UTF-16", ForeignFormat.UTF8, "\u00FF\u00FE"),
  UTF16_BIG("text in UTF-16", ForeignFormat.UTF8, "\u00FE\u00FF");

  private static final String UTF8 = "save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > data.csv";

  private final String what;
  private final String mend;
  private final String magic;

  ForeignFormat(String what, String mend, String magic) {
    this.what = what;
    this.mend = mend;
    this.magic = magic;
  }

  /** {@return what such a file is, with its article} */
  String what() {
    return what;
  }

  /** {@return its first bytes, a character each} */
  String magic() {
    return magic;
  }

  /** {@return how to make a table of a file} */
  String mend(Path file) {
    return mend.replace("FILE", file.toString());
  }
}
