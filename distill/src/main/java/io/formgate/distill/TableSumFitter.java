package io.formgate.distill;

import io.formgate.datapath.TableSum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fits table sums: one term after another, each the pair of views that lowers the cross-entropy
 * most, after which all tables and codes are refined together.
 *
 * <p>There is no chance in it: the same rows give the same tables, with any number of threads.
 */
public final class TableSumFitter {
  /** Pairs of views whose codes are fitted before one is taken. */
  private static final int REFINED_PAIRS = 10;

  private static final int SETTLING_SWEEPS = 4;

  /** Entries of so many bits carry the fit from one term to the next. */
  private static final int FINE_BITS = 6;

  private static final int FINE_SWEEPS = 2;
  private static final int SWEEPS = 12;

  private TableSumFitter() {}

  /**
   * What to fit.
   *
   * @param name of the module
   * @param inputs the ports, in the order of the rows' columns
   * @param classes names of the classes; the score of the last is 0
   * @param mostTerms designs have 1 to so many terms
   * @param entryBits widths of entries; each number of terms has a design for each
   * @param projects whether views may be sums of inputs
   */
  public record Request(
      String name,
      List<TableSum.Input> inputs,
      List<String> classes,
      int mostTerms,
      List<Integer> entryBits,
      boolean projects) {
    /** Copies the lists. */
    public Request {
      inputs = List.copyOf(inputs);
      classes = List.copyOf(classes);
      entryBits = List.copyOf(entryBits);
    }
  }

  /**
   * A fitted table sum.
   *
   * @param sum whole numbers, as the circuit computes them
   * @param real the real-valued tables that it was rounded from, in units of logits
   * @param entryBits bits of an entry, before what the offsets of the scores add to the first term
   * @param projects whether views could be sums of inputs
   */
  public record Design(TableSum sum, RealTables real, int entryBits, boolean projects) {}

  /**
   * Real-valued tables behind the same kind of encoders.
   *
   * @param sum encoders and terms; its entries mean nothing
   * @param values for each term, {@code values[address * classes + class]}
   */
  public record RealTables(TableSum sum, List<double[]> values) {
    /** Copies the list. */
    public RealTables {
      values = List.copyOf(values);
    }

    /**
     * {@return the scores of all classes}
     *
     * @param rawInputs raw values of the inputs
     */
    public double[] scores(long... rawInputs) {
      int classes = sum.classes().size();
      double[] scores = new double[classes];
      for (int t = 0; t < values.size(); t++) {
        TableSum.Term term = sum.terms().get(t);
        int address =
            code(term.first(), rawInputs) * TableSum.CODES + code(term.second(), rawInputs);
        for (int k = 0; k < classes; k++) {
          scores[k] += values.get(t)[address * classes + k];
        }
      }
      return scores;
    }

    private int code(int encoder, long... rawInputs) {
      TableSum.Encoder e = sum.encoders().get(encoder);
      return e.codes().get(e.view().value(rawInputs));
    }
  }

  /**
   * {@return designs of 1, 2, ... terms, for each number one for every width of entries}
   *
   * @param request what to fit
   * @param rows the rows; only read, but not by two fits at a time
   * @param progress is told the number of terms of what has been fitted
   */
  public static List<Design> fit(Request request, FitRows rows, Consumer<Integer> progress) {
    int[] widths = request.inputs().stream().mapToInt(i -> i.format().widthBits()).toArray();
    Projections projections = new Projections(rows, widths);
    ScoreState state = new ScoreState(rows);
    EncoderFit encoders = new EncoderFit(state, rows);
    List<Summand> summands = new ArrayList<>();
    List<Design> designs = new ArrayList<>();
    for (int n = 1; n <= request.mostTerms(); n++) {
      state.set(summands);
      Set<TableSum.View> views = new LinkedHashSet<>(projections.windows());
      if (request.projects()) {
        views.addAll(projections.best(state));
        summands.forEach(s -> views.addAll(List.of(s.first, s.second)));
      }
      Summand next = bestPair(rows, encoders, List.copyOf(views));
      summands.add(next);
      state.set(summands);
      for (int sweep = 0; sweep < SETTLING_SWEEPS; sweep++) {
        encoders.settle(summands, 1);
        for (Summand s : summands) {
          encoders.reassign(s, true, true);
          state.set(summands);
          encoders.reassign(s, false, true);
          state.set(summands);
        }
      }
      IntegerTables.fit(rows, summands, FINE_BITS, FINE_SWEEPS).writeValues();
      state.set(summands);
      encoders.settle(summands, 2);
      for (int bits : request.entryBits()) {
        List<Summand> rounded = summands.stream().map(Summand::copy).toList();
        IntegerTables tables = IntegerTables.fit(rows, rounded, bits, SWEEPS);
        designs.add(
            new Design(
                sum(request, rounded, tables.offsets()).verify(),
                new RealTables(
                    sum(request, summands, new int[request.classes().size()]),
                    summands.stream().map(s -> s.values.clone()).toList()),
                bits,
                request.projects()));
      }
      progress.accept(n);
    }
    return designs;
  }

  private record Pair(int first, int second, double gain) {}

  private static Summand bestPair(FitRows rows, EncoderFit encoders, List<TableSum.View> views) {
    int classes = rows.classes();
    List<byte[]> codes = new ArrayList<>();
    List<byte[]> codeOfRow = new ArrayList<>();
    for (TableSum.View view : views) {
      byte[] values = rows.codes(view);
      byte[] own = encoders.single(values).codes;
      byte[] ofRow = new byte[values.length];
      for (int row = 0; row < values.length; row++) {
        ofRow[row] = own[values[row]];
      }
      codes.add(own);
      codeOfRow.add(ofRow);
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      for (int j = i + 1; j < views.size(); j++) {
        pairs.add(new Pair(i, j, encoders.pairGain(codeOfRow.get(i), codeOfRow.get(j))));
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::gain).reversed());
    Summand best = null;
    double most = Double.NEGATIVE_INFINITY;
    for (Pair pair : pairs.subList(0, Math.min(REFINED_PAIRS, pairs.size()))) {
      Summand tried =
          new Summand(
              views.get(pair.first()),
              views.get(pair.second()),
              codes.get(pair.first()),
              codes.get(pair.second()),
              new double[TableSum.CELLS * classes]);
      double gain = encoders.refineNew(tried);
      if (gain > most) {
        most = gain;
        best = tried;
      }
    }
    if (best == null) {
      throw new IllegalStateException("a single view has no pair");
    }
    return best;
  }

  /** {@return the table sum of summands, equal encoders shared} */
  private static TableSum sum(Request request, List<Summand> summands, int[] offsets) {
    Set<TableSum.Encoder> encoders = new LinkedHashSet<>();
    summands.forEach(s -> {
      encoders.add(encoder(s.first, s.firstCodes));
      encoders.add(encoder(s.second, s.secondCodes));
    });
    List<TableSum.Encoder> all = List.copyOf(encoders);
    List<TableSum.Term> terms = new ArrayList<>();
    int classes = request.classes().size();
    for (int t = 0; t < summands.size(); t++) {
      Summand s = summands.get(t);
      List<List<Integer>> entries = new ArrayList<>();
      for (int k = 0; k < classes - 1; k++) {
        int of = k;
        int offset = t == 0 ? offsets[k] : 0;
        entries.add(
            IntStream.range(0, TableSum.CELLS)
                .mapToObj(cell -> s.entries[cell * classes + of] + offset)
                .toList());
      }
      terms.add(
          new TableSum.Term(
              all.indexOf(encoder(s.first, s.firstCodes)),
              all.indexOf(encoder(s.second, s.secondCodes)),
              entries));
    }
    return new TableSum(request.name(), request.inputs(), request.classes(), all, terms);
  }

  private static TableSum.Encoder encoder(TableSum.View view, byte[] codes) {
    return new TableSum.Encoder(
        view, IntStream.range(0, codes.length).mapToObj(v -> (int) codes[v]).toList());
  }
}
