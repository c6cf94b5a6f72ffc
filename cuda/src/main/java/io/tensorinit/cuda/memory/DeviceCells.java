package io.tensorinit.cuda.memory;

import io.tensorinit.tensor.DType;
import java.util.Locale;

/**
 * Device memory that finished values go to.
 *
 * @param address the address of cell 0
 * @param cellType the type of a cell: a real dtype; a complex element takes two cells
 */
public record DeviceCells(long address, DType cellType) {
  /**
   * The address of a cell.
   *
   * @param cell the cell, from 0
   * @return its address
   */
  public long at(long cell) {
    return address + cell * cellType.bytes();
  }

  /**
   * The cells that a thread of a run's kernel fills together, as store.cuh says: 8 or more, in F64
   * 4.
   *
   * @return how many
   */
  public int cellsTogether() {
    return cellType.bytes() > Float.BYTES ? 4 : Math.max(8, 16 / cellType.bytes());
  }

  /**
   * As kernels are named.
   *
   * @return the cell's type in lower case
   */
  public String suffix() {
    return cellType.name().toLowerCase(Locale.ROOT);
  }
}
