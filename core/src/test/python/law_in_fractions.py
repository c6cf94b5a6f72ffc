"""Checks the float32 known answers against the written law, sharing no code with the library.

Every operation of the law is carried out on exact fractions and rounded once to float32; the
constants of a truncated normal come from mpmath in 400 digits. Needs Python 3 and mpmath 1.3:

    python3 core/src/test/python/law_in_fractions.py core/src/test/resources/kat

It prints how many values it compared and ends with 1 if a bit differs. Float32 numbers are held as
Python floats, which represent them exactly.
"""

import csv
import math
import struct
import sys
from fractions import Fraction
from pathlib import Path

from mpmath import erfc, mp, mpf

mp.dps = 400


def coefficients(text):
    return [float.fromhex(word) for word in text.split()]


CENTRE = coefficients(
    "0x1.40d932p+0 0x1.d1c874p-3 0x1.012e1ap-7 -0x1.21013cp-10 -0x1.44956ap-15 0x1.1d9484p-17 "
    "0x1.310290p-20 -0x1.54923ap-22 0x1.f18cf0p-26 -0x1.5e8aa2p-30 0x1.934f4cp-36"
)
LOG2 = coefficients(
    "0x1.715474p+0 -0x1.71546ap-1 0x1.ec76f4p-2 -0x1.7160e4p-2 0x1.268f7ap-2 -0x1.e87cfap-3 "
    "0x1.bd316cp-3 -0x1.aeb322p-3 0x1.00d7d6p-3"
)
TAIL = coefficients(
    "0x1.3bd550p+2 0x1.37b33cp+0 -0x1.2a71a0p-8 0x1.987494p-12 0x1.1edd7ep-17 -0x1.0e1844p-16 "
    "0x1.0d3f00p-17 -0x1.66de4ap-19"
)
FAR_TAIL = coefficients(
    "0x1.2d7066p+0 -0x1.33d2fep-6 -0x1.a4d4b4p+1 0x1.4c4bp+4 -0x1.32e2c2p+7 0x1.cb2bcp+9 "
    "-0x1.cec74cp+11 0x1.11869ep+13 -0x1.1ca2p+13"
)


# Float32 arithmetic


def to_float32(exact):
    """The float32 nearest to a fraction, ties to even; no overflow expected."""
    if exact == 0:
        return 0.0
    size = abs(exact)
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    if size < Fraction(2) ** exponent:
        exponent -= 1
    unit = Fraction(2) ** (max(exponent, -126) - 23)
    rounded = round(size / unit)  # Python rounds ties to even
    return math.copysign(float(rounded * unit), exact)


def fma(a, b, c):
    return to_float32(Fraction(a) * Fraction(b) + Fraction(c))


def add(a, b):
    return to_float32(Fraction(a) + Fraction(b))


def multiply(a, b):
    return to_float32(Fraction(a) * Fraction(b))


def square_root(a):
    return to_float32(Fraction(math.isqrt(int(Fraction(a) * 4**80)), 2**80))


def bits(a):
    return struct.unpack("<i", struct.pack("<f", a))[0]


def from_bits(i):
    return struct.unpack("<f", struct.pack("<i", i))[0]


def horner(x, polynomial):
    value = polynomial[-1]
    for coefficient in polynomial[-2::-1]:
        value = fma(value, x, coefficient)
    return value


# The normal quantile


def log2(a, scale):
    exponent = (bits(a) - 0x3F3504F3) >> 23
    t = add(from_bits(bits(a) - (exponent << 23)), -1.0)
    return fma(t, horner(t, LOG2), float(exponent - scale))


def centre(q, p):
    return multiply(q, horner(-log2(fma(-p, p, 2 * p), 0), CENTRE))


def tail(p, scale=0):
    s = square_root(-log2(p, scale))
    if s < 5.75:
        return horner(add(s, -4.5), TAIL)
    return multiply(s, horner(to_float32(1 / Fraction(s)), FAR_TAIL))


def complement(word):
    return 0xFFFFFFFF - word


def fold(word):
    return min(word, complement(word))


def near(word):
    return add(to_float32(Fraction(fold(word))), 0.5) * 2.0**-32


def from_centre(word):
    size = add(to_float32(Fraction(0x7FFFFFFF - fold(word))), 0.5) * 2.0**-32
    return -size if word < 2**31 else size


def normal(word):
    p = 2 * near(word)
    z = centre(2 * abs(from_centre(word)), p) if fold(word) >= 2**21 else tail(p)
    return -z if word < 2**31 else z


# The truncated normal


def probability(word):
    return near(word) if word < 2**31 else add(1.0, -near(word))


def phi(x):
    if math.isinf(x):
        return mpf(x > 0)
    return erfc(-mpf(x) / mp.sqrt(2)) / 2


def constant(value):
    """A number of mpmath rounded to float32."""
    return to_float32(Fraction(int(mp.floor(value * mpf(2) ** 1200)), 2**1200))


def truncated(word, a, b):
    if a >= 0:
        return -truncated(complement(word), -b, -a)
    v = probability(word)
    u = probability(complement(word))
    if b > 0:
        mass = constant(2 * (phi(b) - phi(a)))
        c = fma(from_centre(word), mass, constant(phi(a) + phi(b) - 1))
        p = fma(v, mass, constant(2 * phi(a))) if c < 0 else fma(u, mass, constant(2 * phi(-b)))
        if p >= 2.0**-10:
            return centre(c, p)
        return math.copysign(tail(p), c)
    end = phi(b)
    scale = 0 if end >= mpf(2) ** -40 else -int(mp.floor(mp.log(end, 2))) - 1
    mass = constant(2 * (end - phi(a)) * mpf(2) ** scale)
    p = fma(v, mass, constant(2 * phi(a) * mpf(2) ** scale))
    if scale == 0 and p >= 2.0**-10:
        return -centre(fma(u, mass, constant(1 - 2 * end)), p)
    return -tail(p, scale)


# The tables


def rows(folder, name):
    with open(Path(folder, name + ".csv"), newline="") as table:
        yield from csv.reader(line for line in table if not line.startswith("#"))


def number(text):
    return float(text.replace("Infinity", "inf"))


def value(z, mean, std):
    return fma(z, to_float32(Fraction(std)), to_float32(Fraction(mean)))


def clamp(x, low, high):
    bounds = [b if math.isinf(b) else to_float32(Fraction(b)) for b in (low, high)]
    return min(max(x, bounds[0]), bounds[1])


def answers(folder):
    """Pairs of (row, value by the law)."""
    for row in rows(folder, "normal"):
        yield row, value(normal(int(row[2], 16)), number(row[0]), number(row[1]))
    for row in rows(folder, "truncated-normal"):
        mean, std, low, high = map(number, row[:4])
        if low < high:
            z = truncated(int(row[4], 16), (low - mean) / std, (high - mean) / std)
            yield row, clamp(value(z, mean, std), low, high)


def main(folder):
    compared = 0
    different = 0
    for row, by_law in answers(folder):
        compared += 1
        if struct.pack(">f", by_law) != bytes.fromhex(row[-2]):
            different += 1
            print("differs:", ",".join(row), "by the law", by_law)
    print(compared, "compared,", different, "different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
