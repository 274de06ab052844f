package io.formgate.sim;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words why a file or folder cannot be used. */
public final class FileTrouble {
  private FileTrouble() {}

  /** {@return the reason, without the name of an exception} */
  public static String reason(IOException e) {
    String message = e.getMessage();
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": its rights forbid it";
      case NoSuchFileException missing -> missing.getFile() + ": it does not exist";
      case NotDirectoryException file -> file.getFile() + ": it is no folder";
      case FileAlreadyExistsException there -> there.getFile() + ": it exists already";
      case DirectoryNotEmptyException full -> full.getFile() + ": it is not empty";
      case FileSystemException f ->
          f.getFile() + ": " + (f.getReason() == null ? "it cannot be used" : f.getReason());
      default -> message == null || message.isBlank() ? "input or output failed" : message;
    };
  }
}
