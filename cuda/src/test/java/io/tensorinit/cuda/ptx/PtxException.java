package io.tensorinit.cuda.ptx;

/** The PTX cannot be read or run: an instruction that is not known, or a bad access to memory. */
public final class PtxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message what was refused, with the line of PTX
   */
  public PtxException(String message) {
    super(message);
  }
}
