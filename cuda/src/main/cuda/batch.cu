// Many tensors in one launch: a table of runs, each with a law of its own. Values and stores are
// those of the single fills. The work is cut into tiles; a block of threads finds the run that a
// tile belongs to by bisection.
#include <stdint.h>
#include "constant.cuh"
#include "fill.cuh"
#include "shared_rows.cuh"
#include "uniform.cuh"

// As io.tensorinit.cuda.launch.BatchTable numbers them.
#define CONSTANT 0
#define UNIFORM 1
#define QUANTILE 2

#define F32 0
#define F16 1
#define BF16 2
#define F8_E4M3 3
#define F8_E5M2 4

// A constant's tile has so many lines of 16 bytes.
#define CONSTANT_TILE 1024

// A run of elements with consecutive positions and consecutive cells. A constant's run counts bytes.
struct Run {
  uint64_t firstTile;  // of all the runs' tiles in a row
  uint64_t address;
  uint64_t first, count;
  uint64_t key, low;
  uint64_t numbers[7];  // the law's struct; a constant's pattern
  uint16_t law, dtype;
  uint32_t logTile;
};

// Lines of any dtype that is computed in float32.
struct AnyLines {
  typedef float Value;
  uint32_t dtype, CELL_BYTES, LOG_BLOCKS;
  uint32_t part[4];

  __device__ __forceinline__ explicit AnyLines(uint32_t its) {
    dtype = its;
    LOG_BLOCKS = its == F32 ? 0 : its <= BF16 ? 1 : 2;
    CELL_BYTES = 4u >> LOG_BLOCKS;
    for (int k = 0; k < 4; k++) part[k] = 0;
  }

  template <class Store>
  __device__ __forceinline__ void append_as(const float (&value)[4]) {
    Lines<Store, false> lines;
#pragma unroll
    for (int k = 0; k < 4; k++) lines.part[k] = part[k];
    lines.append(value);
#pragma unroll
    for (int k = 0; k < 4; k++) part[k] = lines.part[k];
  }

  __device__ __forceinline__ void append(const float (&value)[4]) {
    switch (dtype) {
      case F32:
        append_as<StoreF32>(value);
        break;
      case F16:
        append_as<StoreF16>(value);
        break;
      case BF16:
        append_as<StoreBF16>(value);
        break;
      case F8_E4M3:
        append_as<StoreF8E4M3>(value);
        break;
      default:
        append_as<StoreF8E5M2>(value);
    }
  }

  __device__ __forceinline__ void store(uint8_t* to) const {
    *reinterpret_cast<uint4*>(to) = make_uint4(part[0], part[1], part[2], part[3]);
  }

  __device__ __forceinline__ void take(uint8_t* to, bool wanted) {
    if (CELL_BYTES == 4) {
      if (wanted) *reinterpret_cast<uint32_t*>(to) = part[0];
#pragma unroll
      for (int k = 0; k < 3; k++) part[k] = part[k + 1];
      return;
    }
    if (wanted && CELL_BYTES == 2) *reinterpret_cast<uint16_t*>(to) = (uint16_t)part[0];
    if (wanted && CELL_BYTES == 1) *to = (uint8_t)part[0];
    uint32_t bits = 8 * CELL_BYTES;
#pragma unroll
    for (int k = 0; k < 3; k++) part[k] = part[k] >> bits | part[k + 1] << (32 - bits);
    part[3] >>= bits;
  }
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

template <class Law, class Lines>
__device__ __forceinline__ void fill_of(const Law& law, const Run& run, const Lines& empty,
                                        uint8_t* out, uint64_t tile) {
  const Keys keys = {round_keys(run.key), round_keys(run.low)};
  const uint32_t log = run.logTile;
  fill_tile<0, 1>(empty, law, keys, out, run.first, run.count, (run.first >> log) + tile, log);
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
  uint64_t end = (tile + 1) * CONSTANT_TILE < lines ? (tile + 1) * CONSTANT_TILE : lines;
  for (uint64_t line = tile * CONSTANT_TILE + threadIdx.x; line < end; line += blockDim.x) {
    constant_line(out, bytes, pattern, line);
  }
}

// The block's threads do a tile together; its table is in shared memory while runs have the same one.
template <typename T, class Lines>
__device__ __forceinline__ void fill_any(const Run& run, const Lines& empty, uint8_t* out,
                                         uint64_t tile, const T*& loaded) {
  switch (run.law) {
    case CONSTANT:
      constant_tile(run, out, tile);
      break;
    case UNIFORM: {
      const Uniform<T> law = law_of<Uniform<T>>(run);
      fill_of(law, run, empty, out, tile);
      break;
    }
    default: {
      const Quantile<T> law = law_of<Quantile<T>>(run);
      if (law.table != loaded) {
        __syncthreads();
        SharedRows<T>::load(law);
        loaded = law.table;
      }
      fill_of(InShared<T, SharedRows<T>, true>(law), run, empty, out, tile);
    }
  }
}

// Runs of the types computed in float32, and of constants in any type. The origin is address 0: the
// compiler takes for global memory what is reached from a parameter.
extern "C" __global__ void __launch_bounds__(TABLE_THREADS, 2)
    fill_batch_f32(uint8_t* origin, const Run* runs, uint32_t count, uint64_t tiles) {
  const float* loaded = nullptr;
  for (uint64_t tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Run& run = runs[run_of(runs, count, tile)];
    fill_any(run, AnyLines(run.dtype), origin + run.address, tile - run.firstTile, loaded);
  }
}

// Runs of float64 parts, and of constants in any type.
extern "C" __global__ void __launch_bounds__(TABLE_THREADS, 2)
    fill_batch_f64(uint8_t* origin, const Run* runs, uint32_t count, uint64_t tiles) {
  const double* loaded = nullptr;
  for (uint64_t tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Run& run = runs[run_of(runs, count, tile)];
    fill_any(run, Lines<StoreF64, false>{}, origin + run.address, tile - run.firstTile, loaded);
  }
}
