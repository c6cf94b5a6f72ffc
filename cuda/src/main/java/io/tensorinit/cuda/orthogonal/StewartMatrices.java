package io.tensorinit.cuda.orthogonal;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.plan.OrthogonalLaw;
import java.util.Locale;

/**
 * Some matrices of one stack, formed by Stewart's method in kernels of our own, with the bits of
 * the CPU backend. Each launch serves all of them:
 *
 * <pre>
 *   normals, squares, reflectors, gram, factors    V and T of all blocks of reflections
 *   project, weigh, update                         for each block, the last one first:
 *                                                  W = V^H Q, T W, Q -= V (T W)
 * </pre>
 *
 * <p>Memory, for matrices of m rows and n columns, with m' = m rounded up to whole lines of 16
 * bytes, b = min(48, n), B = ceil(n / 48) blocks, t = ceil(m / 512) tiles and p = 1 part (complex:
 * 2), an element of e bytes, each line rounded up to 256 bytes for all matrices together:
 *
 * <pre>
 *   V and Q                          2 m' n e
 *   sums of tiles                    t B p b^2 e
 *   T W, rounded                     b n' e, n' as m'
 *   T                                4 B p b (b + 1)
 *   tau; phases, diagonals; norms    8 n (1 + 2 p + t p)
 * </pre>
 *
 * <p>That is little more than V and Q where a matrix has some hundred rows. Immutable.
 */
final class StewartMatrices {
  /** The kernels' file, and how their names begin. */
  private static final String FILE = "stewart";

  /** Parts of the workspace begin at multiples of this. */
  private static final long ALIGNMENT = 256;

  private static final int LINE = 16;

  /** Blocks of threads enough for the multiprocessors of a large device. */
  private static final long MANY_BLOCKS = 128;

  private final long m;
  private final long n;
  private final long count;
  private final MatrixType type;

  /**
   * The matrices.
   *
   * @param m their rows, 1 or more
   * @param n their columns, 1 to m
   * @param count how many, 1 or more
   * @param type the type they are computed in
   */
  StewartMatrices(long m, long n, long count, MatrixType type) {
    this.m = m;
    this.n = n;
    this.count = count;
    this.type = type;
  }

  /**
   * The distance of neighbouring columns in memory.
   *
   * @param m the rows of a matrix
   * @param type the type it is computed in
   * @return m elements, or up to three more
   */
  static long columnDistance(long m, MatrixType type) {
    int inLine = LINE / type.bytes();
    return Math.multiplyExact((m - 1) / inLine + 1, (long) inLine);
  }

  /**
   * An estimate of {@link #bytes} that cannot overflow, within the rounding to 256 bytes.
   *
   * @return bytes
   */
  double estimatedBytes() {
    double e = type.bytes();
    double b = block();
    double blocks = (double) blocks() * parts();
    double sums = tiles() * blocks * b * b * e;
    double factors = blocks * triangle() * Double.BYTES;
    double numbers = 2.0 * m * n * e + sums + b * n * e + factors;
    return count * (numbers + Double.BYTES * (double) n * (1 + (2.0 + tiles()) * parts()));
  }

  /**
   * The workspace they take.
   *
   * @return bytes
   * @throws ArithmeticException if it is 2^63 bytes or more
   */
  long bytes() {
    return new Places(0).end;
  }

  /**
   * Where the first matrix is: column-major, {@link #columnDistance} apart, matrix after matrix,
   * signs, phases and the gain in it.
   *
   * @param memory the address of the workspace
   * @return its address
   */
  long q(long memory) {
    return new Places(memory).q;
  }

  /**
   * Enqueues the work.
   *
   * @param scope where the kernels are launched
   * @param memory the address of the workspace, a multiple of 256
   * @param normals struct Normals: the address of the standard normal's table, the key, the key of
   *     the low digits
   * @param first the element, or pair of parts, of the key's stream at which the first matrix
   *     begins
   * @param gain the factor of the finished matrices
   */
  void enqueue(FillScope scope, long memory, Arguments normals, long first, double gain) {
    Places at = new Places(memory);
    long columns = n * count;
    Arguments drawn = stack(new Arguments().add(at.v).add(at.q)).add(normals).add(first);
    scope.kernels().launch(FILE, kernel("normals"), distance() * columns, scope.stream(), drawn);
    launchBlocks(
        scope,
        "squares",
        pieces(columns, 32) * tiles(),
        stack(new Arguments().add(at.v)).add(at.squares).add(at.heads));
    launchBlocks(
        scope,
        "reflectors",
        columns * pieces(m, OrthogonalLaw.CHUNK),
        stack(new Arguments().add(at.v)).add(at.squares).add(at.heads).add(at.tau).add(at.phase));
    launchBlocks(
        scope, "gram", count * blocks() * tiles(), stack(new Arguments().add(at.v)).add(at.sums));
    launchBlocks(
        scope,
        "factors",
        count * blocks(),
        stack(new Arguments().add(at.sums)).add(at.tau).add(at.t));
    for (long block = blocks() - 1; block >= 0; block--) {
      apply(scope, at, block * OrthogonalLaw.BLOCK, gain);
    }
  }

  private void apply(FillScope scope, Places at, long first, double gain) {
    long width = n - first;
    long tiles = pieces(m - first, OrthogonalLaw.TILE) * count;
    boolean isWide = type == MatrixType.F32 && pieces(width, 128) * tiles >= MANY_BLOCKS;
    launchBlocks(
        scope,
        isWide ? "project_wide" : "project",
        pieces(width, isWide ? 128 : 64) * tiles,
        stack(new Arguments().add(at.v).add(at.q)).add(first).add(at.sums));
    launchBlocks(
        scope,
        "weigh",
        pieces(width, 32) * count,
        stack(new Arguments().add(at.sums)).add(first).add(at.t).add(at.f));
    launchBlocks(
        scope,
        "update",
        pieces(distance() - first, 32L * LINE / type.bytes()) * pieces(width, 64) * count,
        stack(new Arguments().add(at.v))
            .add(first)
            .add(at.f)
            .add(at.q)
            .add(at.phase)
            .add(gain, type == MatrixType.F64 || type == MatrixType.C128));
  }

  /** Launches a kernel that gives each piece of work to a whole block of threads. */
  private void launchBlocks(FillScope scope, String step, long work, Arguments arguments) {
    scope.kernels().launchBlocks(FILE, kernel(step), work, scope.stream(), arguments);
  }

  private Arguments stack(Arguments arguments) {
    return arguments.argument(Long.BYTES).member(m).member(n).member(count);
  }

  private String kernel(String step) {
    return FILE + "_" + step + "_" + type.name().toLowerCase(Locale.ROOT);
  }

  private static long pieces(long whole, long piece) {
    return (whole - 1) / piece + 1;
  }

  private long distance() {
    return columnDistance(m, type);
  }

  private int parts() {
    return type == MatrixType.C64 || type == MatrixType.C128 ? 2 : 1;
  }

  /** The most reflections of a block. */
  private long block() {
    return Math.min(OrthogonalLaw.BLOCK, n);
  }

  /** The elements of a T that are not 0. */
  private long triangle() {
    return block() * (block() + 1) / 2;
  }

  private long blocks() {
    return pieces(n, OrthogonalLaw.BLOCK);
  }

  private long tiles() {
    return pieces(m, OrthogonalLaw.TILE);
  }

  /** Where everything lies. */
  private final class Places {
    private final long v;
    private final long q;
    private final long sums;
    private final long f;
    private final long t;
    private final long tau;
    private final long phase;
    private final long heads;
    private final long squares;
    private long end;

    Places(long memory) {
      end = memory;
      long e = type.bytes();
      long p = parts();
      long b = block();
      v = place(distance(), n, e);
      q = place(distance(), n, e);
      sums = place(tiles(), blocks(), p * b * b * e);
      f = place(b, columnDistance(n, type), e);
      t = place(blocks(), p * triangle(), Double.BYTES);
      tau = place(n, 1, Double.BYTES);
      phase = place(n, p, Double.BYTES);
      heads = place(n, p, Double.BYTES);
      squares = place(n, tiles(), p * Double.BYTES);
    }

    /** Room for the product of three sizes for each matrix. */
    private long place(long a, long b, long c) {
      long size = Math.multiplyExact(Math.multiplyExact(Math.multiplyExact(a, b), c), count);
      long at = end;
      end = Math.multiplyExact(Math.addExact(at, size + ALIGNMENT - 1) / ALIGNMENT, ALIGNMENT);
      return at;
    }
  }
}
