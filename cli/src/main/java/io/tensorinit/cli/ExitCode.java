package io.tensorinit.cli;

/** How the command ends. */
final class ExitCode {
  /** Done; a positive answer. */
  static final int DONE = 0;

  /** A negative answer: the file differs, the self-test failed. */
  static final int NO = 1;

  /** Bad input or usage. */
  static final int BAD_INPUT = 2;

  /** The work failed: no space, no device, no memory. */
  static final int FAILED = 3;

  private ExitCode() {}
}
