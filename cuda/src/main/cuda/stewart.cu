// Orthogonal and unitary matrices by Stewart's method, with the bits of the CPU; pairs with
// io.tensorinit.cpu.orthogonal. The law, with the order of every sum, is in core/VALUES.md.
//
//   normals, squares, reflectors, gram, factors     V and T of all blocks of all matrices at once
//   project, weigh, update                          from the last block to the first:
//                                                   W = V^H Q, T W, Q -= V (T W)
//
// V and Q are column-major, each column padded with zeros to whole lines of 16 bytes, so that every
// load and store of the products takes 16 bytes.
//
// Sources: G. W. Stewart (1980), The efficient generation of random orthogonal matrices with an
// application to condition estimators, SIAM Journal on Numerical Analysis 17; R. Schreiber and C. Van
// Loan (1989), A storage-efficient WY representation for products of Householder transformations, SIAM
// Journal on Scientific and Statistical Computing 10.
#include <stdint.h>
#include "arithmetic.cuh"
#include "box.cuh"
#include "for_each.cuh"
#include "matrices.cuh"

#define THREADS 256

// The law's sizes, as io.tensorinit.plan.OrthogonalLaw has them.
#define BLOCK 48    // reflections that are applied at once
#define TILE 512    // rows that are summed in the matrix's precision
#define CHUNK 4096  // rows of the products of reflections that are summed alone

// ---- numbers

__device__ __forceinline__ float rounded(double x, float) { return __double2float_rn(x); }
__device__ __forceinline__ double rounded(double x, double) { return x; }

// A line: the 16 bytes of successive rows of a column, or columns of a row.
template <class T>
struct Line {
  T part[16 / sizeof(T)];
};

__device__ __forceinline__ Line<float> line_at(const uint4* from, float) {
  float4 x = *reinterpret_cast<const float4*>(from);
  return {{x.x, x.y, x.z, x.w}};
}

__device__ __forceinline__ Line<double> line_at(const uint4* from, double) {
  double2 x = *reinterpret_cast<const double2*>(from);
  return {{x.x, x.y}};
}

// To global memory. The compiler would split these stores where what they store comes out of a branch.
__device__ __forceinline__ void put(const Line<float>& line, uint4* to) {
#ifdef __CUDA_ARCH__
  asm volatile("st.global.v4.f32 [%0], {%1, %2, %3, %4};"
               :
               : "l"(__cvta_generic_to_global(to)), "f"(line.part[0]), "f"(line.part[1]),
                 "f"(line.part[2]), "f"(line.part[3])
               : "memory");
#else
  *reinterpret_cast<float4*>(to) =
      make_float4(line.part[0], line.part[1], line.part[2], line.part[3]);
#endif
}

__device__ __forceinline__ void put(const Line<double>& line, uint4* to) {
#ifdef __CUDA_ARCH__
  asm volatile("st.global.v2.f64 [%0], {%1, %2};"
               :
               : "l"(__cvta_generic_to_global(to)), "d"(line.part[0]), "d"(line.part[1])
               : "memory");
#else
  *reinterpret_cast<double2*>(to) = make_double2(line.part[0], line.part[1]);
#endif
}

// ---- how a stack lies in memory

template <class N>
struct Layout {
  static constexpr uint32_t IN_LINE = 16 / sizeof(N);
  static constexpr int PARTS = N::PARTS;
  static constexpr int PRODUCTS = PARTS * PARTS;  // of the parts of two numbers
  uint64_t m, n, matrices;
  uint64_t rows;         // of a column with its padding
  uint32_t reflections;  // the most of a block
  uint64_t blocks;       // of a matrix
  uint64_t tiles;        // of the longest column

  explicit __device__ __forceinline__ Layout(const Stack& stack)
      : m(stack.m),
        n(stack.n),
        matrices(stack.matrices),
        rows(padded(stack.m)),
        reflections(stack.n < BLOCK ? (uint32_t)stack.n : BLOCK),
        blocks((stack.n + BLOCK - 1) / BLOCK),
        tiles((stack.m + TILE - 1) / TILE) {}

  static __device__ __forceinline__ uint64_t padded(uint64_t count) {
    return (count + IN_LINE - 1) / IN_LINE * IN_LINE;
  }
  // Of columns first .. first + BLOCK - 1.
  __device__ __forceinline__ uint32_t reflections_from(uint64_t first) const {
    return n - first < BLOCK ? (uint32_t)(n - first) : BLOCK;
  }
  __device__ __forceinline__ uint64_t tiles_from(uint64_t first) const {
    return (m - first + TILE - 1) / TILE;
  }
  // Of a tile that starts at a row, with the padding.
  __device__ __forceinline__ uint32_t rows_of_tile(uint64_t first) const {
    return rows - first < TILE ? (uint32_t)(rows - first) : TILE;
  }
};

// V's column k of a matrix: the normals of rows k and below, zeros above them from its block's first
// row on. Q: the identity.
template <class N>
__device__ __forceinline__ void normals(N* v, N* q, const Stack& stack,
                                        const Normals<typename N::Part>& normals, uint64_t first) {
  Layout<N> at(stack);
  FOR_EACH(i, at.rows * at.n * at.matrices) {
    uint64_t column = quotient(i, at.rows);
    uint64_t r = i - column * at.rows;
    uint64_t b = quotient(column, at.n);
    uint64_t c = column - b * at.n;
    q[i] = r == c ? N::one() : N::zero();
    if (r >= c && r < at.m) {
      v[i] = normal_at(normals, first + (b * at.m + r) * at.n + c, N());
    } else if (r >= c - c % BLOCK) {
      v[i] = N::zero();
    }
  }
}

// ---- columns become reflections, in double

#define SUMMED_COLUMNS 32  // that a thread block sums together, one a thread and part
#define SLAB_ROWS 64       // of them in shared memory at a time

// squares: for each column and part the sums of the squares of the tiles of rows from its diagonal
// element on, 0 for those that the column does not have. heads: its diagonal element, by parts.
template <class N>
__device__ __forceinline__ void squares(const N* v, const Stack& stack, double* squares,
                                        double* heads) {
  __shared__ double slab[N::PARTS][SUMMED_COLUMNS][SLAB_ROWS + 1];
  Layout<N> at(stack);
  uint64_t columns = at.n * at.matrices;
  uint64_t groups = (columns + SUMMED_COLUMNS - 1) / SUMMED_COLUMNS;
  constexpr uint32_t COLUMNS_APART = THREADS / SLAB_ROWS;
  constexpr uint32_t LOADS = SUMMED_COLUMNS / COLUMNS_APART;
  uint32_t row = threadIdx.x % SLAB_ROWS;
  uint32_t firstLoaded = threadIdx.x / SLAB_ROWS;
  uint32_t mine = threadIdx.x % SUMMED_COLUMNS;  // the column that this thread sums, and its part
  uint32_t part = threadIdx.x / SUMMED_COLUMNS;
  for (uint64_t work = blockIdx.x; work < groups * at.tiles; work += gridDim.x) {
    uint64_t tile = quotient(work, groups);
    uint64_t first = (work - tile * groups) * SUMMED_COLUMNS;
    uint32_t count = columns - first < SUMMED_COLUMNS ? (uint32_t)(columns - first) : SUMMED_COLUMNS;
    const N* start[LOADS];  // this thread's row of each column it loads
    uint32_t below[LOADS];  // how many rows the tile has from there on
    N held[LOADS];
#pragma unroll
    for (uint32_t i = 0; i < LOADS; i++) {
      uint64_t column = first + firstLoaded + i * COLUMNS_APART;
      uint64_t r = column - quotient(column, at.n) * at.n + tile * TILE + row;
      bool isThere = column < columns && r < at.m;
      start[i] = v + column * at.rows + r;
      below[i] = !isThere ? 0 : at.m - r < TILE ? (uint32_t)(at.m - r) : TILE;
    }
    auto load = [&](uint32_t from) {
#pragma unroll
      for (uint32_t i = 0; i < LOADS; i++) {
        held[i] = N::zero();
        if (from < below[i]) held[i] = start[i][from];
      }
    };
    load(0);
    double sum = 0;
#pragma unroll 1
    for (uint32_t from = 0; from < TILE; from += SLAB_ROWS) {
      __syncthreads();
#pragma unroll
      for (uint32_t i = 0; i < LOADS; i++) {
#pragma unroll
        for (int p = 0; p < N::PARTS; p++) {
          slab[p][firstLoaded + i * COLUMNS_APART][row] = held[i].part(p);
        }
      }
      load(from + SLAB_ROWS);  // of the next turn, while this one's are summed
      __syncthreads();
      if (part < at.PARTS) {
        if (tile == 0 && from == 0 && mine < count) {
          heads[(first + mine) * at.PARTS + part] = slab[part][mine][0];
        }
#pragma unroll 8
        for (uint32_t r = 0; r < SLAB_ROWS; r++) {
          double x = slab[part][mine][r];
          sum = __fma_rn(x, x, sum);
        }
      }
    }
    if (part < at.PARTS && mine < count) {
      squares[((first + mine) * at.PARTS + part) * at.tiles + tile] = sum;
    }
  }
}

__device__ __forceinline__ double sum_of(const double* numbers, uint64_t count) {
  double sum = 0;
  for (uint64_t i = 0; i < count; i++) sum = __dadd_rn(sum, numbers[i]);
  return sum;
}

// What makes a column x a reflection: s = x_1/|x_1|, tau = 1 + |x_1|/|x|, and what the elements below
// x_1 are divided by.
struct RealReflection {
  double tau;
  double phase;
  double divisor;

  __device__ __forceinline__ RealReflection(const double* head, const double* squares,
                                            uint64_t tiles) {
    double norm = __dsqrt_rn(sum_of(squares, tiles));
    double size = fabs(*head);
    phase = __ddiv_rn(*head, size);
    divisor = __dmul_rn(phase, __dadd_rn(size, norm));
    tau = __dadd_rn(1.0, __ddiv_rn(size, norm));
  }
  __device__ __forceinline__ void put_phase(double* to) const { *to = phase; }
  template <class T>
  __device__ __forceinline__ Real<T> below(const Real<T>& x) const {
    return {rounded(__ddiv_rn(x.re, divisor), T())};
  }
};

struct ComplexReflection {
  double tau;
  double cosine, sine;
  double divisor;

  __device__ __forceinline__ ComplexReflection(const double* head, const double* squares,
                                               uint64_t tiles) {
    double norm =
        __dsqrt_rn(__dadd_rn(sum_of(squares, tiles), sum_of(squares + tiles, tiles)));
    double size =
        __dsqrt_rn(__dadd_rn(__dmul_rn(head[0], head[0]), __dmul_rn(head[1], head[1])));
    cosine = __ddiv_rn(head[0], size);
    sine = __ddiv_rn(head[1], size);
    divisor = __dadd_rn(size, norm);
    tau = __dadd_rn(1.0, __ddiv_rn(size, norm));
  }
  __device__ __forceinline__ void put_phase(double* to) const {
    to[0] = cosine;
    to[1] = sine;
  }
  template <class T>
  __device__ __forceinline__ Complex<T> below(const Complex<T>& x) const {
    double re = x.re;
    double im = x.im;
    return {rounded(__ddiv_rn(__dadd_rn(__dmul_rn(re, cosine), __dmul_rn(im, sine)), divisor), T()),
            rounded(__ddiv_rn(__dsub_rn(__dmul_rn(im, cosine), __dmul_rn(re, sine)), divisor), T())};
  }
};

template <class N>
struct ReflectionOf;
template <class T>
struct ReflectionOf<Real<T>> {
  typedef RealReflection Type;
};
template <class T>
struct ReflectionOf<Complex<T>> {
  typedef ComplexReflection Type;
};

// Each column of V becomes v: 1 on its diagonal, x_j / (x_1 + s |x|) below. A thread block takes
// CHUNK rows of a column.
template <class N>
__device__ __forceinline__ void reflectors(N* v, const Stack& stack, const double* squares,
                                           const double* heads, double* tau, double* phase) {
  Layout<N> at(stack);
  uint64_t columns = at.n * at.matrices;
  uint64_t chunks = (at.m + CHUNK - 1) / CHUNK;
  for (uint64_t work = blockIdx.x; work < columns * chunks; work += gridDim.x) {
    uint64_t chunk = quotient(work, columns);
    uint64_t column = work - chunk * columns;
    uint64_t c = column - quotient(column, at.n) * at.n;
    typename ReflectionOf<N>::Type reflection(heads + column * at.PARTS,
                                              squares + column * at.PARTS * at.tiles, at.tiles);
    if (chunk == 0 && threadIdx.x == 0) {
      tau[column] = reflection.tau;
      reflection.put_phase(phase + column * at.PARTS);
    }
    uint64_t from = c + chunk * CHUNK;
    N* x = v + column * at.rows;
    for (uint64_t r = from + threadIdx.x; r < at.m && r < from + CHUNK; r += THREADS) {
      x[r] = r == c ? N::one() : reflection.below(x[r]);
    }
  }
}

// ---- sums over tiles of rows

#define LINES 8  // of a column that are in shared memory at a time

// How a thread block sums BLOCK reflections by WIDTH columns: a thread sums EACH by four of them.
template <int EACH>
struct Cut {
  static constexpr uint32_t LANES = THREADS * EACH / BLOCK;  // threads with the same reflections
  static constexpr uint32_t WIDTH = 4 * LANES;
  static constexpr uint32_t COLUMNS = BLOCK + WIDTH;
};

// What a thread block works in: columns of V, then of the other matrix, with a line more each, so that
// the lines of neighbouring columns lie in different banks.
template <int EACH>
struct Columns {
  uint4 lines[Cut<EACH>::COLUMNS][LINES + 1];
};

// A thread's sums of a tile, for each product of parts: re re, im im, re im, im re.
template <class N, int EACH>
struct TileSums {
  typedef typename N::Part T;
  static constexpr int PARTS = N::PARTS;
  static constexpr int PRODUCTS = PARTS * PARTS;
  T sum[PRODUCTS][EACH][4];

  __device__ __forceinline__ void clear() {
#pragma unroll
    for (int i = 0; i < PRODUCTS * EACH * 4; i++) {
      sum[i / (4 * EACH)][i / 4 % EACH][i % 4] = (T)0;
    }
  }

  // Adds the products of a line of rows, from the first row to the last.
  __device__ __forceinline__ void add(const Line<T> (&v)[EACH], const Line<T> (&a)[4]) {
#pragma unroll
    for (int e = 0; e < (int)(16 / sizeof(N)); e++) {
#pragma unroll
      for (int i = 0; i < EACH; i++) {
#pragma unroll
        for (int j = 0; j < 4; j++) {
          int p = e * PARTS;
          sum[0][i][j] = fused(v[i].part[p], a[j].part[p], sum[0][i][j]);
          if constexpr (PARTS == 2) {
            sum[1][i][j] = fused(v[i].part[p + 1], a[j].part[p + 1], sum[1][i][j]);
            sum[2][i][j] = fused(v[i].part[p], a[j].part[p + 1], sum[2][i][j]);
            sum[3][i][j] = fused(v[i].part[p + 1], a[j].part[p], sum[3][i][j]);
          }
        }
      }
    }
  }
};

// The products of some rows of reflections, at most BLOCK, and of other columns, at most WIDTH:
// sums[(p reflectionsOfAll + k) stride + column] for product p of the parts. Columns lie `distance`
// apart, each row at a multiple of 16 bytes; `rows` are whole lines.
template <int EACH, class N>
__device__ __forceinline__ void tile_sums(Columns<EACH>& shared, const N* v, uint32_t reflections,
                                          const N* a, uint32_t columns, uint64_t distance,
                                          uint32_t rows, typename N::Part* sums,
                                          uint32_t reflectionsOfAll, uint64_t stride) {
  typedef typename N::Part T;
  constexpr uint32_t IN_LINE = 16 / sizeof(N);
  constexpr uint32_t LANES = Cut<EACH>::LANES;
  constexpr uint32_t COLUMNS_APART = THREADS / LINES;
  constexpr uint32_t LOADS = (Cut<EACH>::COLUMNS + COLUMNS_APART - 1) / COLUMNS_APART;
  uint32_t line = threadIdx.x % LINES;
  uint32_t first = threadIdx.x / LINES;  // the first of the columns that this thread loads
  const N* from[LOADS];
#pragma unroll
  for (uint32_t i = 0; i < LOADS; i++) {
    uint32_t c = first + i * COLUMNS_APART;
    bool isThere = c < BLOCK ? c < reflections : c - BLOCK < columns;
    const N* column = c < BLOCK ? v + c * distance : a + (c - BLOCK) * distance;
    from[i] = isThere ? column + line * IN_LINE : nullptr;
  }
  uint4 held[LOADS];
  // All loads of the lines from a row on are under way at once: none is behind a branch.
  auto load = [&](uint32_t row) {
    bool hasLine = row + line * IN_LINE < rows;
#pragma unroll
    for (uint32_t i = 0; i < LOADS; i++) {
      held[i] = make_uint4(0, 0, 0, 0);
      if (hasLine & (from[i] != nullptr)) held[i] = *reinterpret_cast<const uint4*>(from[i] + row);
    }
  };
  load(0);
  uint32_t k = threadIdx.x / LANES * EACH;
  uint32_t lane = threadIdx.x % LANES;
  TileSums<N, EACH> mine;
  mine.clear();
#pragma unroll 1
  for (uint32_t row = 0; row < rows; row += LINES * IN_LINE) {
    uint32_t left = (rows - row) / IN_LINE;
    __syncthreads();
#pragma unroll
    for (uint32_t i = 0; i < LOADS; i++) {
      uint32_t c = first + i * COLUMNS_APART;
      if (c < Cut<EACH>::COLUMNS) shared.lines[c][line] = held[i];
    }
    load(row + LINES * IN_LINE);  // of the next turn, while this one's products are formed
    __syncthreads();
    if (k < reflections) {
      // two lines at a time, so that the next one's are loaded beforehand; zeros lie behind the last
#pragma unroll 1
      for (uint32_t pair = 0; pair < LINES && pair < left; pair += 2) {
#pragma unroll
        for (uint32_t l = pair; l < pair + 2; l++) {
          Line<T> of[EACH];
          Line<T> by[4];
#pragma unroll
          for (int j = 0; j < 4; j++) {
            by[j] = line_at(&shared.lines[BLOCK + lane + LANES * j][l], T());
          }
#pragma unroll
          for (int i = 0; i < EACH; i++) of[i] = line_at(&shared.lines[k + i][l], T());
          mine.add(of, by);
        }
      }
    }
  }
#pragma unroll
  for (int p = 0; p < mine.PRODUCTS; p++) {
#pragma unroll
    for (int i = 0; i < EACH; i++) {
#pragma unroll
      for (int j = 0; j < 4; j++) {
        uint32_t column = lane + LANES * j;
        if (k + i < reflections && column < columns) {
          sums[(p * reflectionsOfAll + k + i) * stride + column] = mine.sum[p][i][j];
        }
      }
    }
  }
}

// The tile sums of V^H V of each block of each matrix; sums of a block's tile are a square for each
// product of parts.
template <class N>
__device__ __forceinline__ void gram(const N* v, const Stack& stack, typename N::Part* sums) {
  __shared__ Columns<3> shared;
  Layout<N> at(stack);
  uint64_t size = at.PRODUCTS * at.reflections * at.reflections;
  for (uint64_t work = blockIdx.x; work < at.matrices * at.blocks * at.tiles; work += gridDim.x) {
    uint64_t block = quotient(work, at.tiles);
    uint64_t tile = work - block * at.tiles;
    uint64_t b = quotient(block, at.blocks);
    uint64_t first = (block - b * at.blocks) * BLOCK;
    uint64_t row = first + tile * TILE;
    if (row < at.m) {
      const N* from = v + (b * at.n + first) * at.rows + row;
      uint32_t reflections = at.reflections_from(first);
      tile_sums(shared, from, reflections, from, reflections, at.rows, at.rows_of_tile(row),
                sums + work * size, at.reflections, at.reflections);
    }
  }
}

// The tile sums of W = V^H Q, V the block of columns from `first` on, Q's columns those from there on;
// sums of a matrix's tile are a row for each product of parts and reflection.
template <int EACH, class N>
__device__ __forceinline__ void project(const N* v, const N* q, const Stack& stack, uint64_t first,
                                        typename N::Part* sums) {
  constexpr uint32_t WIDTH = Cut<EACH>::WIDTH;
  __shared__ Columns<EACH> shared;
  Layout<N> at(stack);
  uint64_t width = at.n - first;
  uint64_t groups = (width + WIDTH - 1) / WIDTH;
  uint64_t tiles = at.tiles_from(first);
  for (uint64_t work = blockIdx.x; work < groups * tiles * at.matrices; work += gridDim.x) {
    uint64_t tile = quotient(work, groups);  // of all matrices
    uint64_t column = (work - tile * groups) * WIDTH;
    uint64_t b = quotient(tile, tiles);
    uint64_t row = first + (tile - b * tiles) * TILE;
    uint64_t start = (b * at.n + first) * at.rows + row;
    tile_sums(shared, v + start, at.reflections_from(first), q + start + column * at.rows,
              width - column < WIDTH ? (uint32_t)(width - column) : WIDTH, at.rows,
              at.rows_of_tile(row), sums + tile * at.PRODUCTS * at.reflections * width + column,
              at.reflections, width);
  }
}

// Adds to the sums the tile sums of as many elements, in double; or subtracts them. The elements lie
// `apart`, the tiles `size`; bit i of `there` says whether element i is one. The loads of a tile are
// under way at once.
template <int COUNT, class T>
__device__ __forceinline__ void add_tiles(double (&sum)[COUNT], const T* tile, uint64_t apart,
                                          uint32_t there, uint64_t count, uint64_t size,
                                          bool negative) {
#pragma unroll 2
  for (; count > 0; count--, tile += size) {
    T x[COUNT];
#pragma unroll
    for (int i = 0; i < COUNT; i++) {
      x[i] = (T)0;
      if (there >> i & 1) x[i] = tile[i * apart];
    }
#pragma unroll
    for (int i = 0; i < COUNT; i++) {
      double y = x[i];
      sum[i] = __dadd_rn(sum[i], negative ? -y : y);
    }
  }
}

// One part of some elements of V^H A from their tile sums: re re + im im, or re im - im re. The tile
// sums of another product of parts lie `partsApart` from those of the one before it.
template <class N, int COUNT>
__device__ __forceinline__ void project_tiles(double (&sum)[COUNT], const typename N::Part* tile,
                                              int part, uint64_t partsApart, uint64_t apart,
                                              uint32_t there, uint64_t count, uint64_t size) {
#pragma unroll
  for (int i = 0; i < COUNT; i++) sum[i] = 0;
  add_tiles(sum, tile + 2 * part * partsApart, apart, there, count, size, false);
  if constexpr (N::PARTS == 2) {
    add_tiles(sum, tile + (2 * part + 1) * partsApart, apart, there, count, size, part == 1);
  }
}

// ---- T of each block

#define TRIANGLE (BLOCK * (BLOCK + 1) / 2)

// Where column k of an upper triangle begins, or how large one of k columns is.
__device__ __forceinline__ uint32_t triangle(uint32_t k) { return k * (k + 1) / 2; }

// T[k, k] = tau_k, T[l, k] = -tau_k sum over i = l .. k-1 of T[l, i] (v_i^H v_k). A thread has some
// columns of a row: once column i is known, its products go into the sums of those behind it. V^H V
// stands mirrored below the diagonal. t: for each block and part a triangle of doubles.
template <class N>
__device__ __forceinline__ void factors(const typename N::Part* sums, const Stack& stack,
                                        const double* tau, double* t) {
  constexpr uint32_t LANES = 64;  // for BLOCK rows, or columns
  constexpr uint32_t APART = THREADS / LANES;
  constexpr uint32_t EACH = BLOCK / APART;
  __shared__ double s[N::PARTS][BLOCK][BLOCK + 1];
  Layout<N> at(stack);
  uint64_t square = (uint64_t)at.reflections * at.reflections;
  uint64_t size = at.PRODUCTS * square;
  uint32_t lane = threadIdx.x % LANES;
  uint32_t start = threadIdx.x / LANES;
  for (uint64_t block = blockIdx.x; block < at.matrices * at.blocks; block += gridDim.x) {
    uint64_t b = quotient(block, at.blocks);
    uint64_t first = (block - b * at.blocks) * BLOCK;
    uint32_t reflections = at.reflections_from(first);
    uint64_t tiles = at.tiles_from(first);
    const typename N::Part* tile = sums + block * at.tiles * size + start * at.reflections + lane;
    uint32_t there = 0;
#pragma unroll
    for (uint32_t j = 0; j < EACH; j++) {
      if (start + j * APART < lane && lane < reflections) there |= 1u << j;
    }
    __syncthreads();
#pragma unroll 1
    for (int part = 0; part < N::PARTS; part++) {
      double sum[EACH] = {};
#pragma unroll 1
      for (uint64_t from = 0; from < tiles; from += CHUNK / TILE) {
        uint64_t count = tiles - from < CHUNK / TILE ? tiles - from : CHUNK / TILE;
        double chunk[EACH];
        project_tiles<N>(chunk, tile + from * size, part, square, APART * at.reflections, there,
                         count, size);
#pragma unroll
        for (uint32_t j = 0; j < EACH; j++) sum[j] = __dadd_rn(sum[j], chunk[j]);
      }
#pragma unroll
      for (uint32_t j = 0; j < EACH; j++) {
        uint32_t i = start + j * APART;
        if (i < lane && lane < BLOCK) s[part][lane][i] = sum[j];
      }
      if (start == 0 && lane < reflections) {
        s[part][lane][lane] = part == 0 ? tau[b * at.n + first + lane] : 0;
      }
    }
    // no barrier: column 0 is known, and its products wait at one
    double r[N::PARTS][EACH] = {};  // of row `lane`: the sums of columns start + j APART
#pragma unroll
    for (uint32_t known = 0; known < EACH; known++) {
#pragma unroll 1
      for (uint32_t i = known * APART; i < (known + 1) * APART && i < reflections; i++) {
        if (start == i % APART && lane < i) {
          double factor = -s[0][i][i];
#pragma unroll
          for (int part = 0; part < N::PARTS; part++) {
            s[part][lane][i] = __dmul_rn(factor, r[part][known]);
          }
        }
        __syncthreads();
        if (lane <= i) {
          double re = s[0][lane][i];
          double im = N::PARTS == 2 ? s[N::PARTS - 1][lane][i] : 0;
#pragma unroll
          for (uint32_t j = known; j < EACH; j++) {
            uint32_t k = start + j * APART;
            if (j > known || k > i) {
              r[0][j] = __dadd_rn(r[0][j], __dmul_rn(re, s[0][k][i]));
              if constexpr (N::PARTS == 2) {
                r[0][j] = __dsub_rn(r[0][j], __dmul_rn(im, s[1][k][i]));
                r[1][j] = __dadd_rn(r[1][j], __dadd_rn(__dmul_rn(re, s[1][k][i]),
                                                       __dmul_rn(im, s[0][k][i])));
              }
            }
          }
        }
      }
    }
    double* to = t + block * N::PARTS * triangle(at.reflections);
    for (uint32_t column = threadIdx.x / 32; column < reflections; column += THREADS / 32) {
      for (uint32_t l = threadIdx.x % 32; l <= column; l += 32) {
#pragma unroll
        for (int part = 0; part < N::PARTS; part++) {
          to[part * triangle(at.reflections) + triangle(column) + l] = s[part][l][column];
        }
      }
    }
  }
}

// ---- T W, rounded to the matrix's precision

#define WEIGHED 32  // columns that a thread block takes, one a lane

// f: for each matrix and reflection a row of the columns from `first` on, padded to whole lines.
template <class N>
__device__ __forceinline__ void weigh(const typename N::Part* sums, const Stack& stack,
                                      uint64_t first, const double* t, N* f) {
  typedef typename N::Part T;
  constexpr uint32_t LOADS = (TRIANGLE + THREADS - 1) / THREADS;
  constexpr uint32_t ROWS_APART = THREADS / WEIGHED;
  constexpr uint32_t ROWS = BLOCK / ROWS_APART;  // of a thread, whose sums run side by side
  constexpr int UNROLL = 4 / N::PARTS;
  __shared__ double upper[N::PARTS][TRIANGLE];  // T
  __shared__ double w[N::PARTS][BLOCK][WEIGHED];
  Layout<N> at(stack);
  uint64_t width = at.n - first;
  uint64_t stride = at.padded(width);
  uint64_t groups = (width + WEIGHED - 1) / WEIGHED;
  uint64_t tiles = at.tiles_from(first);
  uint32_t reflections = at.reflections_from(first);
  uint64_t apart = at.reflections * width;
  uint64_t size = at.PRODUCTS * apart;
  uint32_t lane = threadIdx.x % WEIGHED;
  uint32_t row = threadIdx.x / WEIGHED;
  for (uint64_t work = blockIdx.x; work < groups * at.matrices; work += gridDim.x) {
    uint64_t b = quotient(work, groups);
    uint64_t column = (work - b * groups) * WEIGHED + lane;
    const T* tile = sums + b * tiles * size + row * width + column;
    const double* from = t + (b * at.blocks + first / BLOCK) * N::PARTS * triangle(at.reflections);
    double held[N::PARTS][LOADS];
    double sum[N::PARTS][ROWS];
    uint32_t there = 0;
#pragma unroll
    for (uint32_t i = 0; i < ROWS; i++) {
      if (column < width && row + i * ROWS_APART < reflections) there |= 1u << i;
    }
#pragma unroll
    for (int part = 0; part < N::PARTS; part++) {
#pragma unroll
      for (uint32_t i = 0; i < LOADS; i++) {
        uint32_t e = threadIdx.x + i * THREADS;
        held[part][i] = e < triangle(reflections) ? from[part * triangle(at.reflections) + e] : 0;
      }
      project_tiles<N>(sum[part], tile, part, apart, ROWS_APART * width, there, tiles, size);
    }
    __syncthreads();
#pragma unroll
    for (int part = 0; part < N::PARTS; part++) {
#pragma unroll
      for (uint32_t i = 0; i < LOADS; i++) {
        uint32_t e = threadIdx.x + i * THREADS;
        if (e < TRIANGLE) upper[part][e] = held[part][i];
      }
#pragma unroll
      for (uint32_t i = 0; i < ROWS; i++) w[part][row + i * ROWS_APART][lane] = sum[part][i];
    }
    __syncthreads();
#pragma unroll
    for (int part = 0; part < N::PARTS; part++) {
#pragma unroll
      for (uint32_t i = 0; i < ROWS; i++) sum[part][i] = -0.0;  // fma(x, y, -0) is x y
    }
    // T and W are 0 behind the last reflection, which adds nothing
#pragma unroll
    for (uint32_t last = 0; last < ROWS; last++) {
      if (last * ROWS_APART >= reflections) break;
#pragma unroll UNROLL
      for (uint32_t l = last * ROWS_APART; l < (last + 1) * ROWS_APART; l++) {
        double re = w[0][l][lane];
        double im = N::PARTS == 2 ? w[N::PARTS - 1][l][lane] : 0;
        const double* by = upper[0] + triangle(l) + row;
#pragma unroll
        for (uint32_t i = 0; i <= last; i++) {
          if (i < last || row + i * ROWS_APART <= l) {
            sum[0][i] = __fma_rn(by[i * ROWS_APART], re, sum[0][i]);
            if constexpr (N::PARTS == 2) {
              if (i < last || row + i * ROWS_APART < l) {
                double turned = by[TRIANGLE + i * ROWS_APART];
                sum[0][i] = __fma_rn(-turned, im, sum[0][i]);
                sum[1][i] = __fma_rn(turned, re, sum[1][i]);
              }
              sum[1][i] = __fma_rn(by[i * ROWS_APART], im, sum[1][i]);
            }
          }
        }
      }
    }
    // zeros to the padding, which update reads in whole lines
    T* to = reinterpret_cast<T*>(f + (b * at.reflections + row) * stride + column);
#pragma unroll
    for (uint32_t i = 0; i < ROWS; i++) {
      if (column < stride && row + i * ROWS_APART < reflections) {
#pragma unroll
        for (int part = 0; part < N::PARTS; part++) to[part] = rounded(sum[part][i], T());
      }
      to += ROWS_APART * stride * N::PARTS;
    }
  }
}

// ---- Q -= V (T W)

#define DEPTH 16            // reflections that are in shared memory at a time
#define COLUMN_LINES 32     // lines of a column that a thread block takes, one a lane
#define UPDATED_COLUMNS 64  // that a thread block takes
#define THREAD_COLUMNS (UPDATED_COLUMNS / (THREADS / COLUMN_LINES))

// A thread's elements: a line of each of THREAD_COLUMNS columns.
template <class N>
struct Products {
  typedef typename N::Part T;
  static constexpr int PARTS = N::PARTS;
  static constexpr int PRODUCTS = PARTS * PARTS;
  static constexpr int IN_LINE = 16 / sizeof(N);
  T sum[PRODUCTS][THREAD_COLUMNS][IN_LINE];

  __device__ __forceinline__ void clear() {
#pragma unroll
    for (int i = 0; i < PRODUCTS * THREAD_COLUMNS * IN_LINE; i++) {
      sum[i / (THREAD_COLUMNS * IN_LINE)][i / IN_LINE % THREAD_COLUMNS][i % IN_LINE] = (T)0;
    }
  }

  // Subtracts a reflection's elements times the columns' factors, which lie one after the other.
  __device__ __forceinline__ void subtract(const Line<T>& v, const uint4* factors) {
    constexpr int IN_FACTORS = 16 / sizeof(T) / PARTS;  // columns of a line of factors
#pragma unroll
    for (int c = 0; c < THREAD_COLUMNS; c += IN_FACTORS) {
      Line<T> f = line_at(factors + c / IN_FACTORS, T());
#pragma unroll
      for (int j = 0; j < IN_FACTORS; j++) {
#pragma unroll
        for (int e = 0; e < IN_LINE; e++) {
          T re = v.part[e * PARTS];
          T by = f.part[j * PARTS];
          sum[0][c + j][e] = fused(re, -by, sum[0][c + j][e]);
          if constexpr (PARTS == 2) {
            T im = v.part[e * PARTS + 1];
            T turned = f.part[j * PARTS + 1];
            sum[1][c + j][e] = fused(im, turned, sum[1][c + j][e]);
            sum[2][c + j][e] = fused(re, -turned, sum[2][c + j][e]);
            sum[3][c + j][e] = fused(im, -by, sum[3][c + j][e]);
          }
        }
      }
    }
  }

  // Adds a column's sums to its line of Q.
  __device__ __forceinline__ void add_to(Line<T>& q, int c) const {
#pragma unroll
    for (int e = 0; e < IN_LINE; e++) {
#pragma unroll
      for (int p = 0; p < PRODUCTS; p++) {
        T& part = q.part[e * PARTS + p / PARTS];
        part = ::sum(part, sum[p][c][e]);
      }
    }
  }
};

// A line of a column times -s, then the gain; each is rounded.
template <class N>
__device__ __forceinline__ void finish(Line<typename N::Part>& q, const double* phase,
                                       typename N::Part gain) {
  typedef typename N::Part T;
#pragma unroll
  for (int e = 0; e < (int)(16 / sizeof(N)); e++) {
    if constexpr (N::PARTS == 1) {
      q.part[e] = product(product(rounded(-phase[0], T()), q.part[e]), gain);
    } else {
      double re = q.part[2 * e];
      double im = q.part[2 * e + 1];
      double cosine = phase[0];
      double sine = phase[1];
      double turned = __dsub_rn(__dmul_rn(im, sine), __dmul_rn(re, cosine));
      double other = __dsub_rn(__dmul_rn(-im, cosine), __dmul_rn(re, sine));
      q.part[2 * e] = product(rounded(turned, T()), gain);
      q.part[2 * e + 1] = product(rounded(other, T()), gain);
    }
  }
}

// The columns of Q from `first` on; the block's own, which were those of the identity, become the
// columns of the product. After the first block the columns get phase and gain.
template <class N>
__device__ __forceinline__ void update(const N* v, const Stack& stack, uint64_t first, const N* f,
                                       N* q, const double* phase, typename N::Part gain) {
  typedef typename N::Part T;
  constexpr uint32_t IN_LINE = 16 / sizeof(N);
  __shared__ uint4 vLines[DEPTH][COLUMN_LINES];
  __shared__ uint4 fLines[DEPTH][UPDATED_COLUMNS / IN_LINE];
  Layout<N> at(stack);
  uint64_t width = at.n - first;
  uint64_t height = at.rows - first;
  uint64_t stride = at.padded(width);
  uint32_t reflections = at.reflections_from(first);
  uint64_t groups = (height + COLUMN_LINES * IN_LINE - 1) / (COLUMN_LINES * IN_LINE);
  uint64_t columnGroups = (width + UPDATED_COLUMNS - 1) / UPDATED_COLUMNS;
  constexpr uint32_t WARPS = THREADS / COLUMN_LINES;
  constexpr uint32_t F_LINES = UPDATED_COLUMNS / IN_LINE;  // of a row of f
  constexpr uint32_t F_ROWS = THREADS / F_LINES;           // that the threads load at a time
  constexpr uint32_t TOGETHER = 4 / N::PARTS;  // columns of Q whose loads are under way at a time
  constexpr int UNROLL = 4 / N::PARTS;
  uint32_t lane = threadIdx.x % COLUMN_LINES;
  uint32_t warp = threadIdx.x / COLUMN_LINES;
  uint32_t mine = warp * THREAD_COLUMNS;
  uint32_t fLine = threadIdx.x % F_LINES;
  uint32_t fRow = threadIdx.x / F_LINES;
  for (uint64_t work = blockIdx.x; work < groups * columnGroups * at.matrices; work += gridDim.x) {
    uint64_t other = quotient(work, groups);
    uint64_t row = (work - other * groups) * COLUMN_LINES * IN_LINE + lane * IN_LINE;
    uint64_t b = quotient(other, columnGroups);
    uint64_t column = (other - b * columnGroups) * UPDATED_COLUMNS;
    uint64_t start = (b * at.n + first) * at.rows + first + row;
    bool hasRow = row < height;
    bool hasFactor = column + fLine * IN_LINE < width;
    const N* vFrom = v + start + warp * at.rows;
    const N* fFrom = f + (b * at.reflections + fRow) * stride + column + fLine * IN_LINE;
    Products<N> products;
    products.clear();
#pragma unroll 1
    for (uint32_t k = 0; k < reflections; k += DEPTH) {
      __syncthreads();
#pragma unroll
      for (uint32_t i = 0; i < DEPTH; i += WARPS) {
        vLines[i + warp][lane] = hasRow && k + i + warp < reflections
                                     ? *reinterpret_cast<const uint4*>(vFrom)
                                     : make_uint4(0, 0, 0, 0);
        vFrom += WARPS * at.rows;
      }
#pragma unroll
      for (uint32_t i = 0; i < DEPTH; i += F_ROWS) {
        fLines[i + fRow][fLine] = hasFactor && k + i + fRow < reflections
                                      ? *reinterpret_cast<const uint4*>(fFrom)
                                      : make_uint4(0, 0, 0, 0);
        fFrom += F_ROWS * stride;
      }
      __syncthreads();
#pragma unroll UNROLL
      for (uint32_t i = 0; i < DEPTH; i++) {
        products.subtract(line_at(&vLines[i][lane], T()), &fLines[i][mine / IN_LINE]);
      }
    }
    if (hasRow && column + mine < width) {
      uint32_t count = width - column - mine < THREAD_COLUMNS ? (uint32_t)(width - column - mine)
                                                              : THREAD_COLUMNS;
      N* to = q + start + (column + mine) * at.rows;
      const double* s = phase + (b * at.n + column + mine) * N::PARTS;
#pragma unroll
      for (uint32_t c = 0; c < THREAD_COLUMNS; c += TOGETHER) {
        Line<T> line[TOGETHER];
#pragma unroll
        for (uint32_t j = 0; j < TOGETHER; j++) {
          uint32_t safe = c + j < count ? j : 0;
          line[j] = line_at(reinterpret_cast<const uint4*>(to + safe * at.rows), T());
        }
#pragma unroll
        for (uint32_t j = 0; j < TOGETHER; j++) {
          if (c + j < count) {
            products.add_to(line[j], c + j);
            if (first == 0) finish<N>(line[j], s + (c + j) * N::PARTS, gain);
            put(line[j], reinterpret_cast<uint4*>(to + j * at.rows));
          }
        }
        if (c + TOGETHER >= count) break;
        to += TOGETHER * at.rows;
      }
    }
  }
}

#define STEWART_KERNELS(type, N)                                                                   \
  extern "C" __global__ void __launch_bounds__(THREADS)                                            \
      stewart_normals_##type(N* v, N* q, Stack stack, Normals<N::Part> all, uint64_t first) {      \
    normals(v, q, stack, all, first);                                                              \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(THREADS)                                            \
      stewart_squares_##type(const N* v, Stack stack, double* sums, double* heads) {               \
    squares(v, stack, sums, heads);                                                                \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(THREADS)                                            \
      stewart_reflectors_##type(N* v, Stack stack, const double* sums, const double* heads,        \
                                double* tau, double* phase) {                                      \
    reflectors(v, stack, sums, heads, tau, phase);                                                 \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(THREADS)                                            \
      stewart_gram_##type(const N* v, Stack stack, N::Part* sums) {                                \
    gram(v, stack, sums);                                                                          \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(THREADS) stewart_factors_##type(                    \
      const N::Part* sums, Stack stack, const double* tau, double* t) {                            \
    factors<N>(sums, stack, tau, t);                                                               \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(THREADS)                                            \
      stewart_project_##type(const N* v, const N* q, Stack stack, uint64_t first, N::Part* sums) { \
    project<3>(v, q, stack, first, sums);                                                             \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(THREADS) stewart_weigh_##type(                      \
      const N::Part* sums, Stack stack, uint64_t first, const double* t, N* f) {                   \
    weigh(sums, stack, first, t, f);                                                               \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(THREADS)                                            \
      stewart_update_##type(const N* v, Stack stack, uint64_t first, const N* f, N* q,             \
                            const double* phase, N::Part gain) {                                   \
    update(v, stack, first, f, q, phase, gain);                                                    \
  }

STEWART_KERNELS(f32, Real<float>)
STEWART_KERNELS(f64, Real<double>)
STEWART_KERNELS(c64, Complex<float>)
STEWART_KERNELS(c128, Complex<double>)

// Twice as many columns a thread block: fewer loads from shared memory an operation, where there is
// work enough for all multiprocessors.
extern "C" __global__ void __launch_bounds__(THREADS) stewart_project_wide_f32(
    const Real<float>* v, const Real<float>* q, Stack stack, uint64_t first, float* sums) {
  project<6>(v, q, stack, first, sums);
}
