// Many tensors in one launch: a table of runs of cells of one type, each with a law of its own. Values
// and stores are those of the single fills. The work is cut into tiles; a block of threads takes as
// many as the others, one behind the other, so that it seldom changes the run or loads a table.
#include <stdint.h>
#include "constant.cuh"
#include "fill.cuh"
#include "odd_rows.cuh"
#include "shared_rows.cuh"
#include "uniform.cuh"

// As io.tensorinit.cuda.launch.BatchTable numbers them.
#define CONSTANT 0
#define UNIFORM 1
#define ODD 2
#define QUANTILE 3

// A run of elements with consecutive positions and consecutive cells. A constant's run counts bytes,
// and its tiles are 2^logTile lines of 16 bytes.
struct Run {
  uint64_t firstTile;  // of all the runs' tiles in a row
  uint64_t address;
  uint64_t first, count;
  uint64_t key, low;
  uint64_t numbers[7];  // the law's struct; a constant's pattern
  uint32_t law;
  uint32_t logTile;
};

// The last run whose first tile is not beyond this one.
__device__ __forceinline__ uint32_t run_of(const Run* runs, uint32_t count, uint64_t tile) {
  uint32_t low = 0;
  uint32_t high = count;
  while (high - low > 1) {
    uint32_t middle = (low + high) >> 1;
    if (runs[middle].firstTile <= tile) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

template <class Store, class Law>
__device__ __forceinline__ void fill_of(const Law& law, const Run& run, uint8_t* out, uint64_t tile) {
  const Keys keys = {round_keys(run.key), round_keys(run.low)};
  const uint32_t log = run.logTile;
  fill_tile<Lines<Store, Law::MAY_BE_NAN>>(law, keys, out, run.first, run.count,
                                           (run.first >> log) + tile, log);
}

template <class Law>
__device__ __forceinline__ const Law& law_of(const Run& run) {
  static_assert(sizeof(Law) <= sizeof(run.numbers), "a run has room for the law");
  return *reinterpret_cast<const Law*>(run.numbers);
}

__device__ __forceinline__ void constant_tile(const Run& run, uint8_t* out, uint64_t tile) {
  const uint64_t bytes = run.count;
  const uint4 pattern = *reinterpret_cast<const uint4*>(run.numbers);
  uint64_t lines = constant_lines(out, bytes);
  uint64_t next = (tile + 1) << run.logTile;
  uint64_t end = next < lines ? next : lines;
  for (uint64_t line = (tile << run.logTile) + threadIdx.x; line < end; line += blockDim.x) {
    constant_line(out, bytes, pattern, line);
  }
}

// A table that a block has loaded, and in which form.
struct Loaded {
  const void* table;
  uint32_t law;
};

// Loads a run's table, unless the block has it.
template <class Rows, typename T>
__device__ __forceinline__ void load_once(const Quantile<T>& law, uint32_t form, Loaded& loaded) {
  if (law.table != loaded.table || form != loaded.law) {
    __syncthreads();
    Rows::load(law);
    loaded = {law.table, form};
  }
}

// The block's threads do a tile together.
template <class Store>
__device__ __forceinline__ void fill_any(const Run& run, uint8_t* out, uint64_t tile,
                                         Loaded& loaded) {
  typedef typename Store::Value T;
  switch (run.law) {
    case CONSTANT:
      constant_tile(run, out, tile);
      break;
    case UNIFORM: {
      const Uniform<T> law = law_of<Uniform<T>>(run);
      fill_of<Store>(law, run, out, tile);
      break;
    }
    case ODD: {
      typedef typename OddRows<T>::Rows Rows;
      Quantile<T> law = law_of<Quantile<T>>(run);
      make_odd(law);
      load_once<Rows>(law, ODD, loaded);
      fill_of<Store>(InShared<T, Rows, true>(law), run, out, tile);
      break;
    }
    default: {
      typedef SharedRows<T> Rows;
      const Quantile<T> law = law_of<Quantile<T>>(run);
      load_once<Rows>(law, QUANTILE, loaded);
      fill_of<Store>(InShared<T, Rows, true>(law), run, out, tile);
    }
  }
}

// The tiles of a block: as many as the others have, or one more.
template <class Store>
__device__ __forceinline__ void fill_batch(uint8_t* origin, const Run* runs, uint32_t count,
                                           uint64_t tiles) {
  uint64_t each = tiles / gridDim.x;
  uint32_t more = (uint32_t)(tiles - each * gridDim.x);  // blocks that have one more
  uint64_t tile = each * blockIdx.x + (blockIdx.x < more ? blockIdx.x : more);
  uint64_t end = tile + each + (blockIdx.x < more ? 1 : 0);
  Loaded loaded = {nullptr, CONSTANT};
  uint32_t its = run_of(runs, count, tile);
  for (; tile < end; tile++) {
    while (its + 1 < count && runs[its + 1].firstTile <= tile) its++;
    const Run& run = runs[its];
    fill_any<Store>(run, origin + run.address, tile - run.firstTile, loaded);
  }
}

// The origin is address 0: the compiler takes for global memory what is reached from a parameter.
#define BATCH(LAW, Law, dtype, Store)                                                          \
  extern "C" __global__ void __launch_bounds__(TABLE_THREADS, 2) fill_##LAW##_##dtype(         \
      uint8_t* origin, const Run* runs, uint32_t count, uint64_t tiles) {                      \
    fill_##LAW<Store>(origin, runs, count, tiles);                                             \
  }

FOR_RUNS(BATCH, batch, Quantile)
