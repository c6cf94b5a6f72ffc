// The elements of a pattern on zeros: identities and Dirac deltas; pairs with
// io.tensorinit.plan.DiagonalFill, which states the pattern. The zeros are a constant's fill before.
// Sources: Q. V. Le, N. Jaitly, G. E. Hinton (2015), A simple way to initialize recurrent networks
// of rectified linear units; S. Zagoruyko, N. Komodakis (2017), DiracNets: training very deep
// neural networks without skip-connections.
#include <stdint.h>
#include "box.cuh"
#include "constant.cuh"
#include "for_each.cuh"

// The row axis and the column axis of the whole tensor, and what a box has of the columns. Shifts lie
// below the sizes.
struct Diagonal {
  uint64_t rows, columns;
  uint64_t groupRows;
  uint64_t rowShift, columnShift;
  uint64_t firstColumn, columnCount;
  int64_t columnCell;  // from a column's cell to the next one's
};

// A row has one element of the pattern, or none. The box walks over rows, and over axes along which the
// pattern repeats: position is the row, cell that of the box's first column, both without the columns.
// Cells count elements of elementBytes; stored are `bytes`, the first part.
extern "C" __global__ void fill_diagonal(Diagonal diagonal, uint8_t* out, uint32_t elementBytes,
                                         uint32_t bytes, uint4 pattern, Box box) {
  FOR_EACH(i, box.count) {
    Place at = place(box, i);
    uint64_t row = at.element + (at.element >= diagonal.rowShift ? 0 : diagonal.rows);
    row -= diagonal.rowShift;
    uint64_t column = row;
    if (row >= diagonal.groupRows) {
      column -= quotient(row, diagonal.groupRows) * diagonal.groupRows;
    }
    if (column < diagonal.columns) {
      column += diagonal.columnShift;
      if (column >= diagonal.columns) column -= diagonal.columns;
      column -= diagonal.firstColumn;  // one before the box wraps around
      if (column < diagonal.columnCount) {
        int64_t cell = at.cell + (int64_t)column * diagonal.columnCell;
        constant_element(out + cell * (int64_t)elementBytes, bytes, bytes, pattern);
      }
    }
  }
}
