"""Writes normal-window.csv: python3 make-normal-window.py > normal-window.csv (mpmath 1.3)."""
from mpmath import mp, mpf, exp, npdf, nstr, quad

mp.dps = 40
WINDOWS = [
    ("-Infinity", "Infinity"), ("-2", "2"), ("-1", "3"), ("-0.5", "2.5"), ("-1e-6", "5"), ("-0.001", "0.25"),
    ("-30", "0.001"), ("0", "Infinity"), ("0", "0.001"), ("0.25", "0.5"), ("1", "1.001"), ("3", "3.0000001"),
    ("-3.5", "-1.25"), ("5", "6"), ("-9", "-8"), ("8", "8.001"), ("20", "21"), ("-36", "-35"), ("2", "Infinity"),
    ("-Infinity", "-6.5"), ("30", "Infinity"), ("36", "Infinity"), ("37", "37.5"), ("-Infinity", "1.5"), ("36.999", "37"),
]


def number(text):
    return mpf(float(text.replace("Infinity", "inf")))


def integral(f, a, b):
    """Of f times the density, from the point nearest to 0 outwards to where that has fallen by e^-100.

    The density is taken relative to its largest value, as quad's tolerance is absolute.
    """
    total = mpf(0)
    for sign, end in ((1, b), (-1, -a)):
        start = max(mpf(0), a if sign > 0 else -b)
        if end <= start:
            continue
        far = min(end, mp.sqrt(start**2 + 200))
        points = [start + (far - start) * k / 8 for k in range(9)]
        total += quad(lambda t: f(sign * t) * exp((start**2 - t**2) / 2), points) * npdf(start)
    return total


print("# The standard normal between two points: its probability, mean and variance.")
print("# Origin: mpmath 1.3, 40 digits, numerical integration; made by")
print("#   python3 make-normal-window.py > normal-window.csv")
print("# low,high,mass,mean,variance")
for low, high in WINDOWS:
    a, b = number(low), number(high)
    mass = integral(lambda x: 1, a, b)
    mean = integral(lambda x: x, a, b) / mass
    variance = integral(lambda x: (x - mean) ** 2, a, b) / mass
    print(",".join([low, high] + [nstr(v, 20) for v in (mass, mean, variance)]))
