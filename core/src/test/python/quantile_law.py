#!/usr/bin/env python3
"""The law of words, uniforms, normals and truncated normals, written a second time.

    python3 quantile_law.py ../resources/kat

To follow the law in another language, read this file from the top: words, uniforms and normals in
float32 are the first part, exact quantiles the second; float64 is `quantile_law_float64.py`. Shares
no code with TensorInit: float32's tables are made here from quantiles in 60 digits. The known
answers in the folder are compared bit for bit. Needs numpy. Exit code 0 if all agree, 1 if not.
"""

import sys
from decimal import Decimal, getcontext
from functools import lru_cache
from math import cos, frexp, inf, ldexp, pi
from pathlib import Path
from statistics import NormalDist

import numpy as np

import quantile_law_float64

# ---------------------------------------------------------------- float32


def words(key, position):
    """The words at positions (uint64) of a key's stream: Philox4x32-10, counted as cuRAND does."""
    block, low = position >> 2, 2**32 - 1
    x = [block >> 16 & low, block >> 48, block & 65535, 0 * block]
    for i in range(10):
        k0, k1 = (key + i * 0x9E3779B9) & low, ((key >> 32) + i * 0xBB67AE85) & low
        a, b = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [b >> 32 ^ x[1] ^ k0, b & low, a >> 32 ^ x[3] ^ k1, a & low]
    return np.choose((position % 4).astype(np.int64), x).astype(np.int64)


def fma(a, b, c):
    """a * b + c in float32, rounded once. In float64 the product is exact, and the sum is rounded
    to odd: where it is inexact its last bit is set, so that rounding it again rounds it right."""
    product, c = np.float64(a) * np.float64(b), np.float64(c)
    total = np.asarray(product + c)
    back = total - product
    rest = (product - (total - back)) + (c - back)  # what the rounded sum lacks, exactly
    bits = total.view(np.int64)
    to_odd = (rest != 0) * (1 - bits % 2) * np.where((rest > 0) == (total > 0), 1, -1)
    return (bits + to_odd).view(np.float64).astype(np.float32)


def unit(x):
    return x.astype(np.float32) * np.float32(2.0**-32) + np.float32(2.0**-33)


def uniform(x, low, high):
    return np.minimum(fma(unit(x), np.float32(high - low), np.float32(low)), np.float32(high))


def places(innermost):
    """Where a cubic equals the quantile: Chebyshev's points of [0, 1], or Radau's, which have 0."""
    angles = [pi * (2 * j / 7 if innermost else (2 * j + 1) / 8) for j in range(4)]
    return [Decimal(round((1 - cos(angle)) * 2**19)) / 2**20 for angle in angles]


@lru_cache(None)
def row(a, b, upper, octave, piece):
    """A row of a table: the coefficients, constant first, of a cubic in t. For the standard normal
    NormalDist().inv_cdf and plain doubles give the same bits."""
    points = []
    for t in places(octave == 0 and piece == 15):
        distance = (1 + (piece + 1 - t) / 16) * Decimal(2) ** (-2 - octave)
        points.append((t, quantile(1 - distance if upper else distance, a, b)))
    cubic = polynomial(points)
    exponent = frexp(max(abs(c) for c in cubic))[1] - 1  # of the largest's power of two
    grid = Decimal(2) ** (exponent - 27)
    return [np.float32(ldexp(round(c / grid), exponent - 27)) for c in cubic]


def table(x, a, b):
    """The standard normal's quantiles in the window [a, b] at words; (-inf, inf): uncut."""
    upper, odd = x >= 2**31, a == -b
    w = 2 * np.minimum(x, 2**32 - 1 - x) + 1  # the distance from the nearer end is w 2^-33
    octave = 32 - np.frexp(w)[1]  # the leading zeros of w's 32 bits
    n = w << octave
    piece = n // 2**27 % 16
    t = (2**27 - n % 2**27).astype(np.float32) * np.float32(2.0**-27)  # rounded to 24 bits
    rows = np.array([upper & (not odd), octave, piece]).T.tolist()
    c = np.array([row(a, b, *of) for of in rows]).T
    z = fma(fma(fma(c[3], t, c[2]), t, c[1]), t, c[0])
    return np.where(upper & odd, -z, z)


def normal(x, mean, std):
    return fma(table(x, -inf, inf), np.float32(std), np.float32(mean))


def truncated_normal(x, mean, std, low, high):
    """N(mean, std^2) cut to [low, high], bounds in float64."""
    if low == high:
        return np.full(len(x), np.float32(low))
    z = table(x, (low - mean) / std, (high - mean) / std)
    value = fma(z, np.float32(std), np.float32(mean))
    return np.minimum(np.maximum(value, np.float32(low)), np.float32(high))


# ---------------------------------------------------------------- quantiles in 60 digits

getcontext().prec = 60
SQRT_2_PI = (2 * Decimal("3.14159265358979323846264338327950288419716939937510582097494459")).sqrt()


def polynomial(points):
    """The coefficients, constant first, of the polynomial through points, by Lagrange's formula."""
    coefficients = [Decimal(0)] * len(points)
    for t, z in points:
        one = [z]  # the polynomial that is z at t and 0 at the other places
        for s in (s for s, _ in points if s != t):
            one = [(low - s * high) / (t - s) for low, high in zip([0] + one, one + [0])]
        coefficients = [c + d for c, d in zip(coefficients, one)]
    return coefficients


def density(x):
    return (-x * x / 2).exp() / SQRT_2_PI


@lru_cache(256)
def tail(x):
    """The standard normal's probability beyond x, to 45 digits of it and more."""
    if x < 0:
        return 1 - tail(-x)
    if x == inf:
        return Decimal(0)
    if x > 4:  # Laplace's continued fraction
        fraction = x
        for k in range(100, 0, -1):
            fraction = x + k / fraction
        return density(x) / fraction
    total, term, k = x, x, 1
    while term > Decimal("1e-60") * x:
        k += 2
        term *= x * x / k
        total += term
    return Decimal("0.5") - density(x) * total


def quantile(v, a, b):
    """The z with Phi(z) = Phi(a) + v (Phi(b) - Phi(a))."""
    if -a < b:  # the mirror image, whose p is not next to 1
        return -quantile(1 - v, -b, -a)
    below, above = tail(-Decimal(a)), tail(-Decimal(b))
    p = below + v * (above - below)
    return -tail_quantile(p) if p < Decimal("0.5") else tail_quantile(1 - p)


def tail_quantile(p):
    """The x with tail(x) = p, at most 1/2: Newton's steps, nearly always one."""
    x = Decimal(-NormalDist().inv_cdf(max(float(p), 1e-300)))
    step = 1
    while abs(step) > 1e-12:
        step = (tail(x) - p) / density(x)
        x += step
    return x


# ---------------------------------------------------------------- known answers


def answers(path):
    """The lines of a file by the parameters they begin with; the draw and its values follow."""
    groups = {}
    for line in open(path, encoding="utf-8"):
        if not line.startswith("#"):
            *parameters, word, low, bits32, bits64 = line.rstrip("\n").split(",")
            draw = [int(hexadecimal, 16) for hexadecimal in (word, low, bits32, bits64)]
            groups.setdefault(tuple(parameters), []).append(draw)
    return groups


LAWS = {
    "unit": (unit, quantile_law_float64.unit),
    "uniform": (uniform, quantile_law_float64.uniform),
    "normal": (normal, quantile_law_float64.normal),
    "truncated-normal": (truncated_normal, quantile_law_float64.truncated_normal),
}


def comparisons(folder):
    """What each known answer is of, its bits by the law and its bits in the file."""
    for line in open(folder / "words.csv", encoding="utf-8"):
        if not line.startswith("#"):
            key, position, word = (int(field, 16) for field in line.split(","))
            yield line[:33], words(key, np.array([position], np.uint64))[0], word
    for name, (law, law64) in LAWS.items():
        for texts, draws in answers(folder / f"{name}.csv").items():
            parameters = [float(text) for text in texts]
            values = law(np.array([word for word, *_ in draws], np.int64), *parameters)
            for (word, low, bits, bits64), value in zip(draws, values):
                what = f"{name} {' '.join(texts)} of {word:08x} {low:08x}"
                value64 = law64(quantile_law_float64.digits(word, low), *parameters)
                yield what, value.view(np.uint32), bits
                yield what, np.float64(value64).view(np.uint64), bits64


def main(folder):
    results = list(comparisons(folder))
    wrong = [result for result in results if result[1] != result[2]]
    for what, by_law, in_file in wrong[:10]:
        print(f"{what}: {by_law:x} by the law, {in_file:x} in the file")
    print(f"{len(results)} values compared bit for bit, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
