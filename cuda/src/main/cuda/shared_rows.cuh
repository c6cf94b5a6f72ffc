// A quantile's table in a block's shared memory, laid out so that the lanes of a warp seldom want two
// lines of one bank. Offsets and lines are those of shared_lines.cuh;
// io.tensorinit.cuda.kernel.SharedTable knows how much there is.
#pragma once
#include <stdint.h>
#include "quantile.cuh"
#include "shared_lines.cuh"

// Threads of a block whose kernel has a table: many, as few blocks share a multiprocessor's memory.
#define TABLE_THREADS 512

// Puts cell i = 0 .. count - 1 to its place in shared memory; the whole block does. A thread asks for
// several before it waits for the first.
template <class Cell, class Read>
__device__ __forceinline__ void load_shared(uint32_t count, const Read& read) {
  constexpr int AT_A_TIME = 4;
  for (uint32_t i = threadIdx.x; i < count; i += AT_A_TIME * blockDim.x) {
    Cell cell[AT_A_TIME];
#pragma unroll
    for (int j = 0; j < AT_A_TIME; j++) {
      uint32_t at = i + j * blockDim.x;
      cell[j] = read(at < count ? at : i);
    }
#pragma unroll
    for (int j = 0; j < AT_A_TIME; j++) {
      uint32_t at = i + j * blockDim.x;
      if (at < count) shared_at<Cell>(at * (uint32_t)sizeof(Cell)) = cell[j];
    }
  }
  __syncthreads();
}

template <typename T>
struct SharedRows;

// A line of 16 bytes a row, in 2^spread copies side by side: lane l reads copy l % 2^spread. A quarter
// of a warp is served at a time, so 8 copies meet no conflict.
template <>
struct SharedRows<float> {
  static constexpr uint32_t LINE_BYTES = sizeof(float4);
  uint32_t row_bytes;
  uint32_t first;
  uint32_t upper_rows;

  __device__ __forceinline__ explicit SharedRows(const Quantile<float>& law)
      : row_bytes(LINE_BYTES << law.spread),
        first(threadIdx.x * LINE_BYTES & (row_bytes - 1)),
        upper_rows(law.upperRows) {}

  // Copies the table. Every reader of the one before it has passed a barrier.
  static __device__ __forceinline__ void load(const Quantile<float>& law) {
    copy(law, [](const float4& line) { return line; });
  }

  template <class Change>
  static __device__ __forceinline__ void copy(const Quantile<float>& law, const Change& change) {
    const float4* lines = reinterpret_cast<const float4*>(law.table);
    const uint32_t spread = law.spread;
    load_shared<float4>((Table<float>::ROWS + law.upperRows) << spread,
                        [=](uint32_t i) { return change(__ldg(lines + (i >> spread))); });
  }

  __device__ __forceinline__ Row32 row(const Point<float>& at) const {
    return {shared_at<float4>(first + row_of(at, upper_rows) * row_bytes)};
  }

  __device__ __forceinline__ float argument(const Point<float>& at) const { return place(at); }
};

// The same with polynomials of the steps from the inner edge, in the place of the part of the piece:
// their coefficients are powers of a step smaller, exactly, and an element takes one product less. The
// bits are the same where no coefficient and no sum of Horner's rule becomes too small for that, as
// io.tensorinit.cuda.kernel.TableDistribution sees to.
struct SharedRowsOfSteps : SharedRows<float> {
  __device__ __forceinline__ explicit SharedRowsOfSteps(const Quantile<float>& law)
      : SharedRows<float>(law) {}

  static __device__ __forceinline__ void load(const Quantile<float>& law) {
    copy(law, [](const float4& line) {
      constexpr float STEP = Table<float>::STEP;
      return make_float4(line.x, product(line.y, STEP), product(line.z, STEP * STEP),
                         product(line.w, STEP * STEP * STEP));
    });
  }

  __device__ __forceinline__ float argument(const Point<float>& at) const { return at.steps; }
};

// Groups of 16 slots, with coefficient k of slot j at 8 * (16 k + j) bytes: half of a warp is served at
// a time. The rows of the first `spread` octaves, which most words choose, are hot: each has a group to
// itself, 16 copies, lane l reading copy l % 16. The others are cold: 16 in a group. Of two halves, the
// hot groups of both come first, then the cold rows of both.
template <>
struct SharedRows<double> {
  static constexpr uint32_t SLOTS = 16;
  static constexpr uint32_t ROWS = Table<double>::ROWS;
  static constexpr uint32_t COEFFICIENTS = Table<double>::COEFFICIENTS;
  static constexpr uint32_t SLOT_BYTES = sizeof(double);
  static constexpr uint32_t GROUP_BYTES = COEFFICIENTS * SLOTS * SLOT_BYTES;
  uint32_t hot;         // rows of a half
  uint32_t upper_hot;   // groups before those of the upper half
  uint32_t first_cold;  // groups before the cold ones
  uint32_t upper_cold;  // cold rows before those of the upper half

  struct Row {
    uint32_t first;
    __device__ __forceinline__ double coefficient(int k) const {
      return shared_at<double>(first + (uint32_t)k * (SLOTS * SLOT_BYTES));
    }
  };

  __device__ __forceinline__ explicit SharedRows(const Quantile<double>& law) {
    bool halves = law.upperRows != 0;
    hot = Table<double>::PIECES * law.spread;
    upper_hot = halves ? hot : 0;
    first_cold = hot + upper_hot;
    upper_cold = halves ? ROWS - hot : 0;
  }

  // The row of the plain table that a group has in a slot.
  __device__ __forceinline__ uint32_t row_in(uint32_t group, uint32_t slot) const {
    uint32_t last = (upper_cold != 0 ? 2 : 1) * ROWS - 1;
    if (group < first_cold) return group < hot ? group : ROWS + group - hot;
    uint32_t cold = hot + (group - first_cold) * SLOTS + slot;
    uint32_t row = cold < ROWS ? cold : cold + hot;
    return row < last ? row : last;
  }

  // Copies the table. Every reader of the one before it has passed a barrier.
  static __device__ __forceinline__ void load(const Quantile<double>& law) {
    const double* table = law.table;
    SharedRows rows(law);
    uint32_t cold = ROWS + law.upperRows - rows.first_cold;
    uint32_t groups = rows.first_cold + (cold + SLOTS - 1) / SLOTS;
    load_shared<double>(groups * COEFFICIENTS * SLOTS, [=](uint32_t i) {
      uint32_t row = rows.row_in(i / (SLOTS * COEFFICIENTS), i % SLOTS);
      return __ldg(table + row * COEFFICIENTS + i / SLOTS % COEFFICIENTS);
    });
  }

  __device__ __forceinline__ Row row(const Point<double>& at) const {
    uint32_t row = row_of(at, 0);
    bool is_hot = row < hot;
    uint32_t cold = row - hot + (at.upper & upper_cold);
    uint32_t group = is_hot ? row + (at.upper & upper_hot) : first_cold + cold / SLOTS;
    uint32_t slot = (is_hot ? threadIdx.x : cold) % SLOTS;
    return {group * GROUP_BYTES + slot * SLOT_BYTES};
  }

  __device__ __forceinline__ double argument(const Point<double>& at) const { return place(at); }
};

// A law whose table the block has loaded.
template <typename T, class Rows, bool BOUNDED>
struct InShared {
  static constexpr bool MAY_BE_NAN = false;
  Quantile<T> law;
  Rows rows;

  __device__ __forceinline__ explicit InShared(const Quantile<T>& its) : law(its), rows(its) {}

  __device__ __forceinline__ T at(typename Digits<T>::Word word) const {
    T value = fused(quantile<T>(rows, law.sign, word), law.scale, law.shift);
    return BOUNDED ? clamped(value, law.low, law.high) : value;
  }
};

// The kernels of a law with a table, fill_LAW_DTYPE over runs. fill_LAW loads the table.
#define TABLE_RUN(LAW, Law, dtype, Store)                                       \
  extern "C" __global__ void __launch_bounds__(TABLE_THREADS)                   \
      fill_##LAW##_##dtype(Law<Store::Value> law, Keys keys, Store::Cell* out,  \
                           uint64_t first, uint64_t count, uint32_t log) {      \
    fill_##LAW<Store>(law, keys, out, first, count, log);                       \
  }
