// The candidates of the bake-off as kernels that fill float32 tensors, for counting what they cost:
// quantile_candidates.py compiles and counts them. Never run. The Java classes of the package
// io.tensorinit.benchmarks.quantile say what each is; the tables here are laid out for lookups.
#include <stdint.h>

struct RoundKeys {
  uint32_t low[10], high[10];
};

struct Block {
  uint32_t word[4];
};

// Philox4x32-10 with the rounds' keys from constant memory.
__device__ __forceinline__ Block philox(const RoundKeys& key, uint64_t window, uint32_t place) {
  uint32_t c0 = (uint32_t)window, c1 = (uint32_t)(window >> 32), c2 = place, c3 = 0;
#pragma unroll
  for (int round = 0; round < 10; round++) {
    uint32_t high0 = __umulhi(0xD2511F53u, c0), low0 = 0xD2511F53u * c0;
    uint32_t high1 = __umulhi(0xCD9E8D57u, c2), low1 = 0xCD9E8D57u * c2;
    c0 = high1 ^ c1 ^ key.low[round];
    c1 = low1;
    c2 = high0 ^ c3 ^ key.high[round];
    c3 = low0;
  }
  return {{c0, c1, c2, c3}};
}

struct Scale {
  float std, mean;
};

extern __shared__ uint4 lines[];

template <class T>
__device__ __forceinline__ T shared_at(uint32_t offset) {
  return *reinterpret_cast<const T*>(reinterpret_cast<const uint8_t*>(lines) + offset);
}

// So many numbers of 4 bytes from the table as the host has laid it out, copies and all.
__device__ __forceinline__ void load(const uint4* table, uint32_t bytes) {
  for (uint32_t i = threadIdx.x; i < bytes / 16; i += blockDim.x) lines[i] = __ldg(table + i);
  __syncthreads();
}

// Tiles of 65536 elements. A law gives four values at once, so that it can share a rare branch.
template <class Law>
__device__ __forceinline__ void fill(const Law& law, const RoundKeys& keys, uint4* out,
                                     uint64_t tiles) {
  for (uint64_t tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    uint64_t window = tile >> 2;
    uint32_t place = ((uint32_t)tile & 3u) * 16384u + threadIdx.x;
    uint4* line = out + tile * 16384u + threadIdx.x;
#pragma unroll 1
    for (uint32_t i = threadIdx.x; i < 16384u; i += blockDim.x) {
      Block block = philox(keys, window, place);
      float v[4];
      law.values(block.word, v);
      *line = make_uint4(__float_as_uint(v[0]), __float_as_uint(v[1]), __float_as_uint(v[2]),
                         __float_as_uint(v[3]));
      place += blockDim.x;
      line += blockDim.x;
    }
  }
}

template <class Law>
struct Each {
  Law law;
  Scale scale;
  __device__ __forceinline__ void values(const uint32_t (&word)[4], float (&v)[4]) const {
#pragma unroll
    for (int j = 0; j < 4; j++) v[j] = __fmaf_rn(law.at(word[j]), scale.std, scale.mean);
  }
};

__device__ __forceinline__ uint32_t fold(uint32_t word) {
  return word ^ (uint32_t)((int32_t)word >> 31);
}

__device__ __forceinline__ uint32_t fold_odd(uint32_t word) {
  return (word << 1 ^ (uint32_t)((int32_t)word >> 31)) | 1u;
}

__device__ __forceinline__ uint32_t leading_zeros(uint32_t x) {
  uint32_t zeros;
  asm("bfind.shiftamt.u32 %0, %1;" : "=r"(zeros) : "r"(x));
  return zeros;
}

__device__ __forceinline__ float flipped(float z, uint32_t word) {
  return __uint_as_float(__float_as_uint(z) ^ (word & 0x80000000u));
}

template <int N>
__device__ __forceinline__ float horner(float x, const float (&c)[N]) {
  float sum = c[N - 1];
#pragma unroll
  for (int i = N - 2; i >= 0; i--) sum = __fmaf_rn(sum, x, c[i]);
  return sum;
}

__device__ __forceinline__ float cubic(float4 c, float t) {
  return __fmaf_rn(__fmaf_rn(__fmaf_rn(c.w, t, c.z), t, c.y), t, c.x);
}

// A: as the library had it, the tail in a loop of its own.
struct Polynomials {
  Scale scale;
  static __device__ __forceinline__ float twice_near(uint32_t word) {
    return __fmaf_rn(__int2float_rn((int32_t)fold(word)), 0x1p-31f, 0x1p-32f);
  }
  static __device__ __forceinline__ float log2(float a) {
    const float L[] = {0x1.715474p+0f, -0x1.71546ap-1f, 0x1.ec76f4p-2f,
                       -0x1.7160e4p-2f, 0x1.268f7ap-2f, -0x1.e87cfap-3f,
                       0x1.bd316cp-3f, -0x1.aeb322p-3f, 0x1.00d7d6p-3f};
    int32_t bits = __float_as_int(a), e = (bits - 0x3F3504F3) >> 23;
    float t = __fsub_rn(__int_as_float(bits - (int32_t)((uint32_t)e << 23)), 1.0f);
    return __fmaf_rn(t, horner(t, L), __int2float_rn(e));
  }
  static __device__ __forceinline__ float side(uint32_t word, float distance) {
    return __uint_as_float(__float_as_uint(distance) | (~word & 0x80000000u));
  }
  __device__ __forceinline__ bool centre(uint32_t word, float& value) const {
    const float G[] = {0x1.40d932p+0f,  0x1.d1c874p-3f,  0x1.012e1ap-7f,  -0x1.21013cp-10f,
                       -0x1.44956ap-15f, 0x1.1d9484p-17f, 0x1.310290p-20f, -0x1.54923ap-22f,
                       0x1.f18cf0p-26f, -0x1.5e8aa2p-30f, 0x1.934f4cp-36f};
    float p = twice_near(word);
    float q = __fmaf_rn(__int2float_rn((int32_t)(0x7FFFFFFFu - fold(word))), 0x1p-31f, 0x1p-32f);
    float w = -log2(__fmaf_rn(-p, p, __fmul_rn(2.0f, p)));
    value = __fmaf_rn(__fmul_rn(side(word, q), horner(w, G)), scale.std, scale.mean);
    return p >= 0x1p-10f;
  }
  __device__ __forceinline__ float outside(uint32_t word) const {
    const float T[] = {0x1.3bd550p+2f, 0x1.37b33cp+0f,  -0x1.2a71a0p-8f, 0x1.987494p-12f,
                       0x1.1edd7ep-17f, -0x1.0e1844p-16f, 0x1.0d3f00p-17f, -0x1.66de4ap-19f};
    float z = horner(__fsub_rn(__fsqrt_rn(-log2(twice_near(word))), 4.5f), T);
    return __fmaf_rn(side(word, z), scale.std, scale.mean);
  }
  __device__ __forceinline__ void values(const uint32_t (&word)[4], float (&v)[4]) const {
    uint32_t left = 0;
#pragma unroll
    for (int j = 0; j < 4; j++) left |= centre(word[j], v[j]) ? 0u : 1u << j;
#pragma unroll 1
    while (left != 0) {
      uint32_t one = left & (0u - left);
      float value = outside(one == 1 ? word[0] : one == 2 ? word[1] : one == 4 ? word[2] : word[3]);
#pragma unroll
      for (int j = 0; j < 4; j++) v[j] = one == 1u << j ? value : v[j];
      left ^= one;
    }
  }
};

// B: both halves, through the read-only cache, clamped.
struct TwoSided {
  const float4* table;
  float low, high;
  __device__ __forceinline__ float at(uint32_t word) const {
    uint32_t w = 2u * fold(word) + 1u, octave = leading_zeros(w), n = w << octave;
    uint32_t row = (((int32_t)word >= 0 ? 0u : 32u) + octave) * 16u + (n >> 27 & 15u);
    float t = __fmul_rn(__int2float_rn((int32_t)(n & 0x7FFFFFFu)), 0x1p-27f);
    return fminf(fmaxf(cubic(__ldg(table + row), t), low), high);
  }
};

// Rows of 16 bytes, 8 copies in turn.
struct Copies {
  uint32_t first;
  __device__ __forceinline__ Copies() : first(threadIdx.x % 8 * 16) {}
  __device__ __forceinline__ float4 row(uint32_t row) const {
    return shared_at<float4>(first + row * 128u);
  }
};

// C, and the same with the place's scale in the coefficients.
template <bool SCALED>
struct LeadingZeros {
  Copies rows;
  __device__ __forceinline__ float at(uint32_t word) const {
    uint32_t w = fold_odd(word), octave = leading_zeros(w), n = w << octave;
    float t = __int2float_rn((int32_t)(n | 0xF8000000u));
    if (!SCALED) t = __fmul_rn(t, -0x1p-27f);
    return flipped(cubic(rows.row(16u * octave + (n >> 27) - 16u), t), word);
  }
};

// D: the float of y + 1/2.
struct End {
  uint32_t bits;
  __device__ __forceinline__ explicit End(uint32_t y)
      : bits(__float_as_uint(__fadd_rn(__int2float_rn((int32_t)y), 0.5f))) {}
  __device__ __forceinline__ float argument() const {
    return __fsub_rn(__uint_as_float((bits & 0x7FFFFFu) | 0x3F800000u), 1.0f);
  }
};

__device__ __forceinline__ float distance(uint32_t y) {
  return __fadd_rn(__int2float_rn((int32_t)(0x7FFFFFFFu - y)), 0.5f);
}

template <bool RATIO>
struct FloatBits {
  Copies rows;
  __device__ __forceinline__ float at(uint32_t word) const {
    uint32_t y = fold(word);
    End end(y);
    float g = cubic(rows.row((end.bits >> 19) - (0x3F000000u >> 19)), end.argument());
    return flipped(RATIO ? __fmul_rn(g, distance(y)) : g, word);
  }
};

// E: a row a lane, by shuffles; one word in 65536 from the cache, and what is rounded to 2^31.
struct HalfOctaves {
  float c[7];
  const float* table;
  Scale scale;
  __device__ __forceinline__ HalfOctaves(const float* its, Scale scale) : table(its), scale(scale) {
    for (int k = 0; k < 7; k++) c[k] = __ldg(its + 32 * k + threadIdx.x % 32);
  }
  __device__ __forceinline__ void values(const uint32_t (&word)[4], float (&v)[4]) const {
    uint32_t rare = 0;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      uint32_t y = fold(word[j]);
      End end(y);
      uint32_t row = end.bits >> 22;
      float t = end.argument(), g = __shfl_sync(~0u, c[6], row);
#pragma unroll
      for (int k = 5; k >= 0; k--) g = __fmaf_rn(g, t, __shfl_sync(~0u, c[k], row));
      v[j] = __fmaf_rn(flipped(__fmul_rn(g, distance(y)), word[j]), scale.std, scale.mean);
      rare = max(rare, end.bits - 0x47000000u);
    }
    if (rare >= 32u << 22) {
#pragma unroll 1
      for (int j = 0; j < 4; j++) {
        uint32_t its = j == 0 ? word[0] : j == 1 ? word[1] : j == 2 ? word[2] : word[3];
        uint32_t y = fold(its);
        End end(y);
        if (end.bits - 0x47000000u < 32u << 22) continue;
        const float* row = table + 224 + ((end.bits >> 22) - (0x3F000000u >> 22)) * 7;
        float t = end.argument(), g = __ldg(row + 6);
        for (int k = 5; k >= 0; k--) g = __fmaf_rn(g, t, __ldg(row + k));
        float value = __fmaf_rn(flipped(__fmul_rn(g, distance(y)), its), scale.std, scale.mean);
#pragma unroll
        for (int i = 0; i < 4; i++) v[i] = i == j ? value : v[i];
      }
    }
  }
};

// F: 4 copies in turn of the first two coefficients, behind them 4 of the last.
struct Quadratics {
  uint32_t first, last;
  __device__ __forceinline__ Quadratics()
      : first(threadIdx.x % 4 * 8), last(65536u + threadIdx.x % 4 * 4) {}
  __device__ __forceinline__ float at(uint32_t word) const {
    uint32_t w = fold_odd(word), octave = leading_zeros(w), n = w << octave;
    float t = __fmul_rn(__int2float_rn((int32_t)(n | 0xFE000000u)), -0x1p-25f);
    uint32_t row = 64u * octave + (n >> 25) - 64u;
    float2 c = shared_at<float2>(first + row * 32u);
    return flipped(__fmaf_rn(__fmaf_rn(shared_at<float>(last + row * 16u), t, c.y), t, c.x), word);
  }
};

// G: 8 copies in turn of the first four coefficients, behind them one for each lane of the last.
struct Quartics {
  Copies rows;
  uint32_t last;
  __device__ __forceinline__ Quartics() : last(32768u + threadIdx.x % 32 * 4) {}
  __device__ __forceinline__ float at(uint32_t word) const {
    uint32_t w = fold_odd(word), octave = leading_zeros(w), n = w << octave;
    float t = __fmul_rn(__int2float_rn((int32_t)(n | 0xF0000000u)), -0x1p-28f);
    uint32_t row = 8u * octave + (n >> 28) - 8u;
    float4 c = rows.row(row);
    float z = __fmaf_rn(shared_at<float>(last + row * 128u), t, c.w);
    return flipped(__fmaf_rn(__fmaf_rn(__fmaf_rn(z, t, c.z), t, c.y), t, c.x), word);
  }
};

#define KERNEL(name, table_bytes, ...)                                                 \
  extern "C" __global__ void __launch_bounds__(512)                                    \
      name(Scale scale, RoundKeys keys, uint4* out, uint64_t tiles, const uint4* table, \
           float low, float high) {                                                    \
    if (table_bytes != 0) load(table, table_bytes);                                    \
    fill(__VA_ARGS__, keys, out, tiles);                                               \
  }

KERNEL(polynomials, 0, Polynomials{scale})
KERNEL(two_sided, 0, Each<TwoSided>{{(const float4*)table, low, high}, scale})
KERNEL(leading_zeros, 65536, Each<LeadingZeros<false>>{{}, scale})
KERNEL(scaled_place, 65536, Each<LeadingZeros<true>>{{}, scale})
KERNEL(float_bits, 65664, Each<FloatBits<false>>{{}, scale})
KERNEL(float_bits_ratio, 65664, Each<FloatBits<true>>{{}, scale})
KERNEL(half_octaves, 0, HalfOctaves((const float*)table, scale))
KERNEL(quadratics, 98304, Each<Quadratics>{{}, scale})
KERNEL(quartics, 65536, Each<Quartics>{{}, scale})
