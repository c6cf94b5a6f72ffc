#!/usr/bin/env python3
"""The law of orthogonal matrices by Stewart's method, written a second time, sum by sum.

    python3 orthogonal_law.py ../resources/kat

Follows the section "Orthogonal matrices" of VALUES.md, step by step, and compares digests of whole
matrices with those of `orthogonal-bits.csv`, bit for bit. Shares no code with TensorInit; words and
tables are those of `quantile_law.py`. Needs numpy. Exit code 0 if all agree, 1 if not.
"""

import hashlib
import sys
from math import inf
from pathlib import Path

import numpy as np

import quantile_law
import quantile_law_float64

BLOCK, TILE, CHUNK = 48, 512, 4096

# ---------------------------------------------------------------- arithmetic


def two_sum(a, b):
    """The rounded sum, and what it lacks."""
    total = a + b
    back = total - a
    return total, (a - (total - back)) + (b - back)


def halves(a):
    """Two numbers of 26 bits that add up to it."""
    shifted = 134217729.0 * a
    high = shifted - (shifted - a)
    return high, a - high


def fma64(a, b, c):
    """a * b + c in float64, rounded once (S. Boldo and G. Melquiond 2008, Emulation of FMA and
    correctly rounded sums: proved algorithms using rounding to odd)."""
    product = a * b
    (a1, a2), (b1, b2) = halves(a), halves(b)
    rest = a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2)
    high, low = two_sum(c, rest)
    total, lacks = two_sum(product, high)
    small, left = two_sum(low, lacks)
    bits = np.asarray(small).view(np.int64)
    to_odd = (left != 0) * (1 - bits % 2) * np.where((left > 0) == (small > 0), 1, -1)
    return total + (bits + to_odd).view(np.float64)


class Precision:
    """What a matrix is computed in."""

    def __init__(self, dtype):
        self.is_double = dtype in ("F64", "C128")
        self.type = np.float64 if self.is_double else np.float32
        self.fma = fma64 if self.is_double else quantile_law.fma
        self.parts = 2 if dtype[0] == "C" else 1


# ---------------------------------------------------------------- normals


def normals64(key, positions):
    low_key = int.from_bytes(
        hashlib.sha256(key.to_bytes(8, "little") + b"\xfflow").digest()[:8], "little")
    x = quantile_law_float64.digits(
        quantile_law.words(key, positions), quantile_law.words(low_key, positions))
    upper = x >= 2**52
    w = 2 * np.minimum(x, 2**53 - 1 - x) + 1
    octave = 53 - np.frexp(w.astype(np.float64))[1]
    n = w << octave
    t = (2**50 - n % 2**50) / 2.0**50
    rows = zip(octave.tolist(), (n // 2**50 % 4).tolist())
    c = np.array([quantile_law_float64.row(-inf, inf, False, *of) for of in rows]).T
    z = c[12]
    for coefficient in c[11::-1]:
        z = fma64(z, t, coefficient)
    return np.where(upper, -z, z)


def matrix_of_normals(key, m, n, precision):
    """G, [part][row, column]."""
    positions = np.arange(m * n * precision.parts, dtype=np.uint64)
    if precision.is_double:
        values = normals64(key, positions)
    else:
        words = quantile_law.words(key, positions)
        values = quantile_law.table(words, -inf, inf).astype(np.float64)
    return [values[part :: precision.parts].reshape(m, n) for part in range(precision.parts)]


# ---------------------------------------------------------------- the steps of VALUES.md


def norm_squares(part):
    """Of every column from its diagonal element down, one part: the sums of squares, by tiles."""
    m, n = part.shape
    shifted = np.zeros((m, n))  # each column begins with its diagonal element
    for k in range(n):
        shifted[: m - k, k] = part[k:, k]
    total = np.zeros(n)
    for tile in range(0, m, TILE):
        chain = np.zeros(n)
        for x in shifted[tile : tile + TILE]:
            chain = fma64(x, x, chain)
        total = total + chain
    return total


def reflections(g, precision):
    """V without the blocks' zeros, [part]; tau; s, [part]."""
    m, n = g[0].shape
    r = np.sqrt(sum(norm_squares(part) for part in g))
    first = [part.diagonal() for part in g]
    if precision.parts == 1:
        size = np.abs(first[0])
        s = [first[0] / size]
        v = [g[0] / (s[0] * (size + r))]
    else:
        size = np.sqrt(first[0] * first[0] + first[1] * first[1])
        s = [first[0] / size, first[1] / size]
        v = [(g[0] * s[0] + g[1] * s[1]) / (size + r), (g[1] * s[0] - g[0] * s[1]) / (size + r)]
    below = np.arange(m)[:, None] > np.arange(n)
    v = [np.where(below, part, 0).astype(precision.type) for part in v]
    np.fill_diagonal(v[0], 1)
    return v, 1 + size / r, s


def tiles(v, a, sums, sign, precision):
    """Adds V^T A, or its negative, tile by tile, to sums in double."""
    for start in range(0, len(v), TILE):
        chain = np.zeros(sums.shape, precision.type)
        for v_row, a_row in zip(v[start : start + TILE], a[start : start + TILE]):
            chain = precision.fma(v_row[:, None], a_row[None, :], chain)
        sums = sums + sign * chain.astype(np.float64)
    return sums


def adjoint_product(v, a, precision):
    """V^H A, [part]."""
    zeros = np.zeros((v[0].shape[1], a[0].shape[1]))
    real = tiles(v[0], a[0], zeros, 1, precision)
    if precision.parts == 1:
        return [real]
    real = tiles(v[1], a[1], real, 1, precision)
    imaginary = tiles(v[0], a[1], zeros, 1, precision)
    return [real, tiles(v[1], a[0], imaginary, -1, precision)]


def gram(v, precision):
    chunks = [
        adjoint_product([part[at : at + CHUNK] for part in v],
                        [part[at : at + CHUNK] for part in v], precision)
        for at in range(0, len(v[0]), CHUNK)
    ]
    total = chunks[0]
    for chunk in chunks[1:]:
        total = [a + b for a, b in zip(total, chunk)]
    return total


def triangle(tau, products, parts):
    """T, [part]; in double, products and sums rounded one by one."""
    size = len(tau)
    t = np.zeros((2, size, size))
    g = products if parts == 2 else [products[0], np.zeros((size, size))]
    for k in range(size):
        for row in range(k):
            re = im = 0.0
            for i in range(row, k):
                re = re + t[0, row, i] * g[0][i, k]
                if parts == 2:
                    re = re - t[1, row, i] * g[1][i, k]
                    im = im + (t[0, row, i] * g[1][i, k] + t[1, row, i] * g[0][i, k])
            t[0, row, k] = -tau[k] * re
            t[1, row, k] = -tau[k] * im
        t[0, k, k] = tau[k]
    return t[:parts]


def weighed(t, w, parts):
    """T W, [part]."""
    product = [np.zeros_like(part) for part in w]
    for k in range(len(w[0])):
        row = [part[k] * t[0][k, k] for part in w]
        for i in range(k + 1, len(w[0])):
            row[0] = fma64(t[0][k, i], w[0][i], row[0])
            if parts == 2:
                row[0] = fma64(-t[1][k, i], w[1][i], row[0])
                row[1] = fma64(t[1][k, i], w[0][i], row[1])
                row[1] = fma64(t[0][k, i], w[1][i], row[1])
        for part in range(parts):
            product[part][k] = row[part]
    return product


def chains(v, f, precision):
    """Of every row and column the sum of V times F over the reflections."""
    chain = np.zeros((len(v), f.shape[1]), precision.type)
    for k in range(len(f)):
        chain = precision.fma(v[:, k, None], f[None, k], chain)
    return chain


def orthogonal(key, rows, columns, dtype, gain=1.0):
    precision = Precision(dtype)
    m, n = max(rows, columns), min(rows, columns)
    v, tau, s = reflections(matrix_of_normals(key, m, n, precision), precision)
    q = [np.eye(m, n, dtype=precision.type) * (part == 0) for part in range(precision.parts)]
    for f in reversed(range(0, n, BLOCK)):
        block = [part[f:, f : f + BLOCK] for part in v]
        t = triangle(tau[f : f + BLOCK], gram(block, precision), precision.parts)
        a = [part[f:, f:] for part in q]
        w = weighed(t, adjoint_product(block, a, precision), precision.parts)
        w = [part.astype(precision.type) for part in w]
        if precision.parts == 1:
            a[0] += chains(block[0], -w[0], precision)
        else:
            for to, of, by in ((0, 0, -w[0]), (0, 1, w[1]), (1, 0, -w[1]), (1, 1, -w[0])):
                a[to] += chains(block[of], by, precision)
    gain = precision.type(gain)
    if precision.parts == 1:
        q = [-s[0].astype(precision.type) * q[0] * gain]
    else:
        re, im = (part.astype(np.float64) for part in q)
        q = [(im * s[1] - re * s[0]).astype(precision.type) * gain,
             (-im * s[0] - re * s[1]).astype(precision.type) * gain]
    return [part.T if rows < columns else part for part in q]


# ---------------------------------------------------------------- known answers


def digest(parts):
    return hashlib.sha256(np.stack(parts, -1).astype("<f8").tobytes()).hexdigest()


def main(folder):
    count = wrong = 0
    for line in open(Path(folder) / "orthogonal-bits.csv", encoding="utf-8"):
        if line.startswith("STEWART"):
            _, dtype, rows, columns, expected = line.rstrip("\n").split(",")
            count += 1
            if digest(orthogonal(1, int(rows), int(columns), dtype)) != expected:
                wrong += 1
                print(f"{rows} x {columns} {dtype} has other bits")
    print(f"{count} matrices, {wrong} with other bits")
    return 1 if wrong or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
