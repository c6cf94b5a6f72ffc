package io.tensorinit.cli;

import io.tensorinit.backend.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.ParameterException;

/**
 * What a fault looks like from outside.
 *
 * @param exitCode how the command ends
 * @param message one line
 */
record Failure(int exitCode, String message) {
  private static final int LONGEST = 2000;

  static Failure of(Throwable fault) {
    if (fault instanceof ParameterException || fault instanceof IllegalArgumentException) {
      return new Failure(ExitCode.BAD_INPUT, oneLine(text(fault)));
    }
    return new Failure(ExitCode.FAILED, oneLine(failedWork(fault)));
  }

  private static String failedWork(Throwable fault) {
    if (fault instanceof UncheckedIOException unchecked) {
      return failedWork(Objects.requireNonNull(unchecked.getCause(), "cause"));
    }
    if (fault instanceof FileSystemException file) {
      String reason = file.getReason() != null ? file.getReason() : reason(file);
      return "cannot use " + file.getFile() + ": " + reason;
    }
    if (fault instanceof IOException || fault instanceof BackendException) {
      return text(fault);
    }
    if (fault instanceof OutOfMemoryError) {
      return "not enough memory (" + text(fault) + "); TENSORINIT_JAVA_OPTS=-Xmx... gives more";
    }
    return "internal error, please report it: " + fault;
  }

  /** Java says some reasons by the exception's class alone: {@code AccessDeniedException}. */
  private static String reason(FileSystemException e) {
    String name = e.getClass().getSimpleName().replace("Exception", "");
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static String text(Throwable fault) {
    String message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }

  private static String oneLine(String text) {
    String line = Printable.of(text.strip().replaceAll("\\s*\\R\\s*", " "));
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
  }
}
