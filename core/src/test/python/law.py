#!/usr/bin/env python3
"""Recomputes known answers of fills from the written law alone.

    python3 law.py ../resources/kat/fills.csv

Keys, words, uniforms, masks, sparsity, choices, compositions and roundings are recomputed exactly,
in integers and fractions, and compared bit for bit. Quantiles are computed by mpmath in 60 digits;
a value built on one must lie within the errors the law allows (float32: 3 ulp for a normal, 4 for a
truncated one, of max(|z|, 1); float64: 8), carried through the compositions. Shares no code and no
coefficient with TensorInit. Exit code 0 if every row agrees, 1 if not.
"""

import hashlib
import struct
import sys
from fractions import Fraction
from math import inf, isinf

from mpmath import mp, mpf

mp.dps = 60
PER_PART, BY_VARIANCE = "PER_PART", "BY_VARIANCE"
SQRT_HALF = 0.7071067811865476
MASK64 = (1 << 64) - 1

# Bits of precision, exponent of the smallest subnormal, width in bits.
FORMATS = {
    "F64": (53, -1074, 64),
    "F32": (24, -149, 32),
    "F16": (11, -24, 16),
    "BF16": (8, -133, 16),
    "F8_E4M3": (4, -9, 8),
    "F8_E5M2": (3, -16, 8),
}
# The largest number, and the bits that whatever rounds beyond it is stored as: infinity or NaN.
OVERFLOW = {"F16": (65504, 0x7C00), "F8_E4M3": (448, 0x7F), "F8_E5M2": (57344, 0x7C)}
PART = {"C32": "F16", "C64": "F32", "C128": "F64"}


# ---------------------------------------------------------------- keys and words


def derive(key, label):
    text = struct.pack("<Q", key) + b"\xff" + label.encode("utf-8")
    return struct.unpack("<Q", hashlib.sha256(text).digest()[:8])[0]


def philox_block(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        a, b = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b & 0xFFFFFFFF, (a >> 32) ^ c3 ^ k1, a & 0xFFFFFFFF
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def word(key, position):
    block, lane = divmod(position & MASK64, 4)
    high, low = divmod(block, 65536)
    counter = (high & 0xFFFFFFFF, high >> 32, low, 0)
    return philox_block(counter, (key & 0xFFFFFFFF, key >> 32))[lane]


# ---------------------------------------------------------------- rounding


def rounded(value, dtype):
    """The nearest number of a format, ties to even, as a Fraction, as if there were no largest."""
    precision, smallest, _ = FORMATS[dtype]
    value = Fraction(value)
    if value == 0:
        return value
    magnitude = abs(value)
    exponent = magnitude.numerator.bit_length() - magnitude.denominator.bit_length()
    if magnitude < Fraction(2) ** exponent:
        exponent -= 1
    unit = Fraction(2) ** max(exponent - precision + 1, smallest)
    return round(value / unit) * unit


def ulp(value, dtype):
    """The distance between neighbours at a value."""
    precision, smallest, _ = FORMATS[dtype]
    value = abs(Fraction(value))
    if value == 0:
        return Fraction(2) ** smallest
    exponent = value.numerator.bit_length() - value.denominator.bit_length()
    if value < Fraction(2) ** exponent:
        exponent -= 1
    return Fraction(2) ** max(exponent - precision + 1, smallest)


def decoded(bits, dtype):
    """The number that bits mean, as a Fraction."""
    precision, smallest, width = FORMATS[dtype]
    sign = -1 if bits >> (width - 1) else 1
    fraction_bits = precision - 1
    magnitude = bits & ((1 << (width - 1)) - 1)
    exponent, fraction = magnitude >> fraction_bits, magnitude & ((1 << fraction_bits) - 1)
    if exponent > 0:
        fraction += 1 << fraction_bits
    return sign * fraction * Fraction(2) ** (max(exponent, 1) - 1 + smallest)


class Value:
    """A number of the computing precision, and how far the right one may lie from it."""

    def __init__(self, number, error=0):
        self.number, self.error = Fraction(number), Fraction(error)


# ---------------------------------------------------------------- one part of one element


class Part:
    """Where a value is wanted: which part of which element of which tensor, under which key."""

    def __init__(self, shape, dtype, key, element, part):
        self.shape, self.dtype, self.key = shape, dtype, key
        self.element, self.part = element, part
        self.complex = dtype in PART
        self.precision = "F64" if PART.get(dtype, dtype) == "F64" else "F32"

    def under(self, key):
        return Part(self.shape, self.dtype, key, self.element, self.part)

    def within(self, shape, key, index):
        element = 0
        for size, i in zip(shape, index):
            element = element * size + i
        return Part(shape, self.dtype, key, element, self.part)

    def round(self, number):
        return rounded(number, self.precision)

    def fma(self, value, scale, shift):
        """value * scale + shift in one rounding; scale and shift rounded before."""
        scale, shift = self.round(scale), self.round(shift)
        exact = value.number * scale + shift
        error = value.error * abs(scale)
        return Value(self.round(exact), error and error + ulp(abs(exact) + error, self.precision))

    def plus(self, a, b):
        exact = a.number + b.number
        error = a.error + b.error
        return Value(self.round(exact), error and error + ulp(abs(exact) + error, self.precision))

    def position(self):
        return self.element * (2 if self.complex else 1) + self.part

    def digits(self):
        """The random integer of this part and its number of bits."""
        x = word(self.key, self.position())
        if self.precision == "F32":
            return x, 32
        return (x << 21) + (word(derive(self.key, "low"), self.position()) >> 11), 53

    def unit(self):
        z, bits = self.digits()
        scaled = self.round(z)  # 53 bits are exact in float64
        return self.round(scaled / 2**bits + Fraction(1, 2 ** (bits + 1)))

    def probability(self):
        z, bits = self.digits()
        return (mpf(z) + mpf(0.5)) / mpf(2) ** bits

    def index(self):
        rest, index = self.element, []
        for size in reversed(self.shape):
            rest, i = divmod(rest, size)
            index.insert(0, i)
        return index

    def from_mp(self, exact, ulps, floor=0):
        """A quantile, allowed some ulp of the larger of it and a floor."""
        number = Fraction(*to_ratio(exact))
        allowed = ulps * ulp(max(abs(number), Fraction(floor)), self.precision)
        return Value(self.round(number), allowed + ulp(number, self.precision) / 2)


def to_ratio(exact):
    sign, mantissa, exponent, _ = mpf(exact)._mpf_
    mantissa = -int(mantissa) if sign else int(mantissa)
    return (mantissa << exponent, 1) if exponent >= 0 else (mantissa, 1 << -exponent)


def normal_quantile(p):
    return mp.sqrt(2) * mp.erfinv(2 * p - 1) if p > mpf(10) ** -20 else -tail_quantile(p)


def tail_quantile(p):
    """The point above which the normal has a very small probability p."""
    start = mp.sqrt(-2 * mp.log(p))
    return mp.findroot(lambda z: mp.log(mp.erfc(z / mp.sqrt(2)) / 2) - mp.log(p), start)


# ---------------------------------------------------------------- plans, named as in the file


def constant(value):
    return lambda at: Value(at.round(value) if at.part == 0 else 0)


def halved(bound, middle, bounds, at):
    by_variance = at.complex and bounds == BY_VARIANCE
    return middle + (bound - middle) * SQRT_HALF if by_variance else bound


def uniform(low, high, bounds):
    def value(at):
        middle = low + (high - low) / 2
        a, b = halved(low, middle, bounds, at), halved(high, middle, bounds, at)
        drawn = at.fma(Value(at.unit()), b - a, a)
        return Value(min(drawn.number, at.round(b)))

    return value


def part_std(std, at):
    return std * SQRT_HALF if at.complex else std


def normal(mean, std):
    def value(at):
        ulps = 3 if at.precision == "F32" else 8
        z = at.from_mp(normal_quantile(at.probability()), ulps)
        return at.fma(z, part_std(std, at), mean)

    return value


def truncated_normal(mean, std, low, high, bounds):
    def value(at):
        sigma = part_std(std, at)
        a, b = halved(low, mean, bounds, at), halved(high, mean, bounds, at)
        if a == b:
            return Value(at.round(a))
        drawn = at.fma(truncated_z((a - mean) / sigma, (b - mean) / sigma, at), sigma, mean)
        return clamped(drawn, a, b, at)

    return value


def truncated_z(a, b, at):
    if a >= 0:  # the mirror image, where probabilities are small numbers and not nearly 1
        below, mass = mp.ncdf(-mpf(b)), mp.ncdf(-mpf(a)) - mp.ncdf(-mpf(b))
        z = -normal_quantile(below + (1 - at.probability()) * mass)
    else:
        below, mass = mp.ncdf(mpf(a)), mp.ncdf(mpf(b)) - mp.ncdf(mpf(a))
        z = normal_quantile(below + at.probability() * mass)
    return at.from_mp(z, 4 if at.precision == "F32" else 8, floor=1)


def clamped(value, low, high, at):
    number = value.number
    if not isinf(low):
        number = max(number, at.round(low))
    if not isinf(high):
        number = min(number, at.round(high))
    return Value(number, value.error)


def logistic(v):
    return mp.log(v / (1 - v))


def exponential(v):
    return -3 * mp.log(1 - v)


LOGISTIC, EXPONENTIAL = logistic, exponential


def quantile(function):
    return lambda at: at.from_mp(function(at.probability()), 8)


def outcome(probabilities, x):
    total = 0.0
    for k, p in enumerate(probabilities[:-1]):
        total += p
        if x < round(Fraction(total) * 2**32):
            return k
    return len(probabilities) - 1


def discrete(values, probabilities):
    def value(at):
        return Value(at.round(values[outcome(probabilities, word(at.key, at.position()))]))

    return value


def diagonal(number, row, column, groups, place, shift):
    def value(at):
        index = [(i - s) % n for i, s, n in zip(at.index(), shift, at.shape)]
        on = at.part == 0 and index[row] % (at.shape[row] // groups) == index[column]
        for axis, wanted in enumerate(place):
            if axis not in (row, column) and wanted >= 0:
                on = on and index[axis] == wanted
        return Value(at.round(number) if on else 0)

    return value


def ramp(at):
    return 1 - at.element * 0.11 if at.part else at.element * 0.37 - 3


RAMP = ramp


def table(function):
    return lambda at: Value(at.round(function(at)))


def everything(at):
    other = at.under(derive(at.key, "n"))
    z = other.from_mp(normal_quantile(other.probability()), 3 if at.precision == "F32" else 8)
    more = word(derive(other.key, "w"), at.position())
    more -= (more >> 31) << 32
    number = at.position() % 7 + at.unit() - 2 * z.number + Fraction(more, 2**31)
    slack = ulp(number, "F64") * 8 + ulp(number, at.precision)
    return Value(at.round(number), 2 * z.error + slack)


EVERYTHING = everything


def function(body):
    return body


def affine(inner, scale, shift):
    return lambda at: at.fma(inner(at), scale, 0 if at.part else shift)


def clamp(inner, low, high):
    return lambda at: clamped(inner(at), low, high, at)


def add(summands):
    def value(at):
        total = summands[0](at.under(derive(at.key, "sum/0")))
        for k, summand in enumerate(summands[1:], start=1):
            total = at.plus(total, summand(at.under(derive(at.key, f"sum/{k}"))))
        return total

    return value


def noise(base, more):
    return lambda at: at.plus(base(at), more(at.under(derive(at.key, "noise"))))


def bernoulli(inner, keep):
    def value(at):
        kept = word(derive(at.key, "mask"), at.element) < round(Fraction(keep) * 2**32)
        return inner(at) if kept else Value(0)

    return value


def exact_count(inner, rows, columns, zeros):
    def value(at):
        row, column = divmod(at.element, columns)
        stream, left = derive(at.key, "mask"), zeros
        for r in range(row + 1):
            zero = (word(stream, column * rows + r) * (rows - r)) >> 32 < left
            left -= zero
        return Value(0) if zero else inner(at)

    return value


def mixture(components, probabilities):
    def value(at):
        k = outcome(probabilities, word(derive(at.key, "choice"), at.element))
        return components[k](at.under(derive(at.key, f"part/{k}")))

    return value


def blocks(axis, sizes, plans):
    def value(at):
        index, k = at.index(), 0
        while index[axis] >= sizes[k]:
            index[axis] -= sizes[k]
            k += 1
        shape = at.shape[:axis] + [sizes[k]] + at.shape[axis + 1 :]
        return plans[k](at.within(shape, derive(at.key, f"block/{k}"), index))

    return value


def overlay(base, start, size, inside):
    def value(at):
        index = [i - s for i, s in zip(at.index(), start)]
        if all(0 <= i < n for i, n in zip(index, size)):
            return inside(at.within(size, at.key, index))
        return base(at)

    return value


# ---------------------------------------------------------------- the file


def agrees(value, bits, dtype):
    largest, beyond = OVERFLOW.get(dtype, (inf, None))
    if abs(rounded(value.number, dtype)) > largest:
        return bits == beyond | (value.number < 0) << (FORMATS[dtype][2] - 1)
    stored = decoded(bits, dtype)
    if value.error == 0:
        return stored == rounded(value.number, dtype)
    lowest = rounded(value.number - value.error, dtype)
    highest = rounded(value.number + value.error, dtype)
    return lowest <= stored <= highest


def main(path):
    exact = within = wrong = 0
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            continue
        name, text, shape, dtype, key, start, words = line.rstrip("\n").split(";")
        plan, shape, parts = eval(text), eval(shape), 2 if dtype in PART else 1
        for i, bits in enumerate(words.split()):
            element, part = int(start) + i // parts, i % parts
            value = plan(Part(shape, dtype, int(key), element, part))
            if not agrees(value, int(bits, 16), PART.get(dtype, dtype)):
                wrong += 1
                print(f"{name} {dtype} element {element} part {part}: {bits} is not {value.number}")
            elif value.error == 0:
                exact += 1
            else:
                within += 1
    print(f"{exact} values equal bit for bit, {within} within the law's errors, {wrong} wrong")
    return 1 if wrong or not exact or not within else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
