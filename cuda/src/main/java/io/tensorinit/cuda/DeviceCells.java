package io.tensorinit.cuda;

import io.tensorinit.tensor.DType;
import java.util.Locale;

/**
 * Device memory that finished values go to.
 *
 * @param address the address of cell 0
 * @param cellType the type of a cell: a real dtype; a complex element takes two cells
 */
record DeviceCells(long address, DType cellType) {
  /** The address of a cell. */
  long at(long cell) {
    return address + cell * cellType.bytes();
  }

  /** The cells that a thread of a run's kernel fills together: those of 16 bytes, 4 or more. */
  int cellsTogether() {
    return Math.max(4, 16 / cellType.bytes());
  }

  /** As kernels are named. */
  String suffix() {
    return cellType.name().toLowerCase(Locale.ROOT);
  }
}
