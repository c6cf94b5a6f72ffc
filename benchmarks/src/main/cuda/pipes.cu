// What a multiprocessor's pipes take, measured: to be held against PIPES_90 and lookup() of
// kernel_estimate.py, which assume it.
//
//   nvcc -arch=sm_90 -o pipes pipes.cu
//   pipes [N]                            all of them, or the first N: 0 says whether it starts at all
//
// Prints a line of JSON an instruction: the cycles in which one of a multiprocessor's four
// schedulers issues one instruction of a warp, and the clock meanwhile. Cycles are the
// multiprocessor's own, from the first thread that starts on it to the last that ends, so they need
// no clock rate. Each kernel has eight independent chains a thread and all the warps that fit. What
// ptxas does not need it leaves out, however volatile: read the machine code (sass.py) after a
// change; each loop has 128 of its instruction, or of each of two.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

constexpr int CHAINS = 8;
constexpr int UNROLLED = 16;
constexpr int TURNS = 256;
constexpr int THREADS = 512;
constexpr int SCHEDULERS = 4;
constexpr int MOST_SMS = 1024;
// one table of float64, the largest there is: 46 groups of 13 lines of all banks
constexpr int SHARED_BYTES = 46 * 13 * 128;

enum Op {
  WIDE, PRODUCT, LOGIC, SHIFT, FMA, I2FP, I2F_64, LEADING, SHUFFLE, DOUBLE, WIDE_AND_LOGIC,
  PRODUCT_AND_FMA,
  ROWS_APART, ROWS_1, ROWS_4, ROWS_8, CELLS_APART, CELLS_HOT,
  OPS
};
const char* const NAMES[OPS] = {
  "IMAD.WIDE", "IMAD", "LOP3", "SHF", "FFMA", "I2FP", "I2F.F64", "FLO", "SHFL", "DFMA",
  "IMAD.WIDE+LOP3", "IMAD+FFMA",
  "LDS.128 apart", "LDS.128 1 copy", "LDS.128 4 copies", "LDS.128 8 copies", "LDS.64 apart",
  "LDS.64 8 hot octaves",
};
// instructions a step, where it is not one
constexpr int per_step(int op) { return op == WIDE_AND_LOGIC || op == PRODUCT_AND_FMA ? 2 : 1; }

__device__ uint32_t mixed(uint32_t x) {  // a bijection that looks random
  x ^= x >> 16;
  x *= 0x7feb352dU;
  x ^= x >> 15;
  x *= 0x846ca68bU;
  return x ^ x >> 16;
}

// Where a lane reads: row_of(), interleaved() and slotted() of kernel_estimate.py, one-sided.
template <int OP>
__device__ uint32_t address(uint32_t lane, uint32_t seed, uint32_t coefficient) {
  uint32_t octave = __clz(mixed(seed)), piece = mixed(seed ^ 0x5bd1e995U);
  if (OP == ROWS_APART) return 16 * ((lane + 8 * seed) & 1023);
  if (OP == CELLS_APART) return 8 * ((lane + 32 * seed) & 2047);
  if (OP == CELLS_HOT) {
    uint32_t row = 4 * octave + (piece & 3), slot = lane & 15, group = row;
    if (row >= 32) {
      group = 32 + row / 16;
      slot = row & 15;
    }
    return 8 * (16 * (13 * group + coefficient) + slot);
  }
  uint32_t row = 16 * (octave < 31 ? octave : 31) + (piece & 15);
  uint32_t copies = OP == ROWS_1 ? 1 : OP == ROWS_4 ? 4 : 8;
  return 16 * (copies * row + lane % copies);
}

template <int OP>
__global__ void __launch_bounds__(THREADS)
    rate(unsigned long long* first, unsigned long long* last, uint32_t* never, uint32_t a, uint32_t b) {
  extern __shared__ __align__(16) uint8_t table[];
  uint32_t id = blockIdx.x * THREADS + threadIdx.x, x[CHAINS], from[CHAINS];
  uint64_t y[CHAINS];
  float f[CHAINS], g = __uint_as_float(b);
  double d[CHAINS], e = 1.0 + a * 1e-9;
  if (OP >= ROWS_APART)
    for (uint32_t i = threadIdx.x; i < SHARED_BYTES / 4; i += THREADS)
      reinterpret_cast<uint32_t*>(table)[i] = i;
  uint32_t base = static_cast<uint32_t>(__cvta_generic_to_shared(table));
#pragma unroll
  for (int i = 0; i < CHAINS; i++) {
    x[i] = mixed(id * CHAINS + i);
    y[i] = (uint64_t)mixed(x[i]) << 32 | x[i];
    f[i] = x[i];
    d[i] = x[i];
    from[i] = base + (OP >= ROWS_APART ? address<OP>(threadIdx.x & 31, id * CHAINS + i, i) : 0);
    if (OP == ROWS_APART || OP == CELLS_APART)  // a warp's lanes beside each other
      from[i] = base + address<OP>(threadIdx.x & 31, i, i);
  }
  __syncthreads();
  unsigned long long start = clock64();
#pragma unroll 1
  for (int turn = 0; turn < TURNS; turn++) {
#pragma unroll
    for (int u = 0; u < UNROLLED; u++)
#pragma unroll
      for (int i = 0; i < CHAINS; i++) {
        uint32_t p, q, r, s;
        if (OP == WIDE || OP == WIDE_AND_LOGIC)  // of its halves: both words are needed
          asm volatile("mul.wide.u32 %0, %1, %2;"
                       : "=l"(y[i]) : "r"((uint32_t)y[i]), "r"((uint32_t)(y[i] >> 32)));
        if (OP == PRODUCT || OP == PRODUCT_AND_FMA)
          asm volatile("mad.lo.u32 %0, %0, %1, %2;" : "+r"(x[i]) : "r"(a), "r"(b));
        if (OP == LOGIC || OP == WIDE_AND_LOGIC)
          asm volatile("lop3.b32 %0, %0, %1, %2, 0x96;" : "+r"(x[i]) : "r"(a), "r"(b));
        if (OP == SHIFT) asm volatile("shf.l.wrap.b32 %0, %0, %1, 7;" : "+r"(x[i]) : "r"(a));
        if (OP == FMA || OP == PRODUCT_AND_FMA)
          asm volatile("fma.rn.f32 %0, %0, %1, %1;" : "+f"(f[i]) : "f"(g));
        if (OP == I2FP) {
          asm volatile("cvt.rn.f32.s32 %0, %1;" : "=f"(f[i]) : "r"(x[i]));
          x[i] = __float_as_uint(f[i]);
        }
        if (OP == I2F_64) {
          asm volatile("cvt.rn.f64.u64 %0, %1;" : "=d"(d[i]) : "l"(y[i]));
          y[i] = __double_as_longlong(d[i]);
        }
        if (OP == LEADING) asm volatile("bfind.u32 %0, %1;" : "=r"(x[i]) : "r"(x[i]));
        if (OP == SHUFFLE)
          asm volatile("shfl.sync.idx.b32 %0, %0, %0, 0x1f, 0xffffffff;" : "+r"(x[i]));
        if (OP == DOUBLE) asm volatile("fma.rn.f64 %0, %0, %1, %1;" : "+d"(d[i]) : "d"(e));
        if (OP >= ROWS_APART && OP <= ROWS_8) {
          asm volatile("ld.volatile.shared.v4.u32 {%0, %1, %2, %3}, [%4];"
                       : "=r"(p), "=r"(q), "=r"(r), "=r"(s) : "r"(from[i]));
          if (u == UNROLLED - 1) x[i] ^= p ^ q ^ r ^ s;
        }
        if (OP >= CELLS_APART) {
          asm volatile("ld.volatile.shared.v2.u32 {%0, %1}, [%2];"
                       : "=r"(p), "=r"(q) : "r"(from[i]));
          if (u == UNROLLED - 1) x[i] ^= p ^ q;
        }
      }
  }
  unsigned long long end = clock64();
  uint32_t sm, sum = 0;
  asm("mov.u32 %0, %%smid;" : "=r"(sm));
  atomicMin(&first[sm], start);
  atomicMax(&last[sm], end);
#pragma unroll
  for (int i = 0; i < CHAINS; i++)
    sum += x[i] + (uint32_t)y[i] + (uint32_t)(y[i] >> 32) + __float_as_uint(f[i]) +
           (uint32_t)__double_as_longlong(d[i]);
  if (sum == 0x12345678U && a == 77) *never = sum;
}

struct Spans {
  unsigned long long first[MOST_SMS], last[MOST_SMS];
};

void check(cudaError_t code, const char* what) {
  if (code == cudaSuccess) return;
  printf("{\"failed\": \"%s: %s\"}\n", what, cudaGetErrorString(code));
  exit(1);
}

template <int OP>
void measure(int sms, Spans* spans, uint32_t* never) {
  int shared = OP >= ROWS_APART ? SHARED_BYTES : 0, blocks = 0;
  check(cudaFuncSetAttribute(rate<OP>, cudaFuncAttributeMaxDynamicSharedMemorySize, shared), "shared");
  check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, rate<OP>, THREADS, shared), "occupancy");
  static Spans host;
  double best = 1e300, clock = 0;
  cudaEvent_t from, to;
  cudaEventCreate(&from);
  cudaEventCreate(&to);
  for (int round = 0; round < 5; round++) {
    check(cudaMemset(spans->first, 0xff, sizeof spans->first), "memset");
    check(cudaMemset(spans->last, 0, sizeof spans->last), "memset");
    cudaEventRecord(from);
    rate<OP><<<sms * blocks, THREADS, shared>>>(spans->first, spans->last, never, 0xd2511f53U, 5);
    cudaEventRecord(to);
    check(cudaEventSynchronize(to), NAMES[OP]);
    check(cudaMemcpy(&host, spans, sizeof host, cudaMemcpyDeviceToHost), "copy");
    double sum = 0;
    float ms = 0;
    int used = 0;
    cudaEventElapsedTime(&ms, from, to);
    for (int sm = 0; sm < MOST_SMS; sm++)
      if (host.last[sm]) {
        sum += host.last[sm] - host.first[sm];
        used++;
      }
    double warps = (double)blocks * sms / used * (THREADS / 32) / SCHEDULERS;
    double steps = (double)TURNS * UNROLLED * CHAINS * per_step(OP);
    if (round > 0 && sum / used / (steps * warps) < best) {
      best = sum / used / (steps * warps);
      clock = sum / used / (ms * 1e6);
    }
  }
  printf("{\"name\": \"%s\", \"cycles\": %.3f, \"ghz\": %.3f, \"warps\": %d}\n", NAMES[OP], best, clock,
         blocks * THREADS / 32);
  fflush(stdout);
  cudaEventDestroy(from);
  cudaEventDestroy(to);
}

template <int OP>
void measure_from(int most, int sms, Spans* spans, uint32_t* never) {
  if constexpr (OP < OPS) {
    if (OP < most) measure<OP>(sms, spans, never);
    measure_from<OP + 1>(most, sms, spans, never);
  }
}

int main(int given, char** arguments) {
  cudaDeviceProp device;
  check(cudaGetDeviceProperties(&device, 0), "device");
  Spans* spans;
  uint32_t* never;
  check(cudaMalloc(&spans, sizeof *spans), "memory");
  check(cudaMalloc(&never, sizeof *never), "memory");
  int most = given > 1 ? atoi(arguments[1]) : OPS;
  measure_from<0>(most, device.multiProcessorCount, spans, never);
  return 0;
}
