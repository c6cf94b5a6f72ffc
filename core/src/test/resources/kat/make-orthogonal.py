"""Writes orthogonal.csv: python3 make-orthogonal.py > orthogonal.csv (Python 3, mpmath 1.3; a minute).

The law of orthogonal matrices from its text, sharing no code with the library: Philox4x32-10 and the
positions in integers, normals as the quantile of the exact probability, each reflection H_k written out
as a full matrix and multiplied, all with 40 digits. Method qr by Gram-Schmidt, whose R has a positive
diagonal.
"""
import hashlib
from mpmath import conj, erfinv, eye, matrix, mp, mpc, mpf, nstr, sqrt

mp.dps = 40
MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def word(key, position):
    b = position // 4
    return philox((b // 65536 & MASK, b // 65536 >> 32, b % 65536, 0), (key & MASK, key >> 32))[position % 4]


def derive(key, label):
    return int.from_bytes(hashlib.sha256(key.to_bytes(8, "little") + b"\xff" + label.encode()).digest()[:8], "little")


def normal(key, position, wide):
    """The standard normal of an element: of 32 bits, or of 53 where float64 is computed."""
    digits, bits = word(key, position), 32
    if wide:
        digits, bits = digits << 21 | word(derive(key, "low"), position) >> 11, 53
    return sqrt(mpf(2)) * erfinv((2 * mpf(digits) + 1) / mpf(2) ** bits - 1)


def normals(key, batch, m, n, dtype):
    wide = dtype in ("F64", "C128")
    g = matrix(m, n)
    for r in range(m):
        for c in range(n):
            i = batch * m * n + r * n + c
            g[r, c] = (mpc(normal(key, 2 * i, wide), normal(key, 2 * i + 1, wide)) if dtype[0] == "C"
                       else normal(key, i, wide))
    return g


def norm(x):
    return sqrt(sum(abs(a) ** 2 for a in x))


def stewart(g):
    m, n = g.rows, g.cols
    product, signs = eye(m), []
    for k in range(n):
        x = [g[j, k] for j in range(k, m)]
        s, r = x[0] / abs(x[0]), norm(x)
        v = [mpf(0)] * k + [mpf(1)] + [a / (x[0] + s * r) for a in x[1:]]
        tau = 1 + abs(x[0]) / r
        h = matrix(m, m)
        for i in range(m):
            for j in range(m):
                h[i, j] = (i == j) - tau * v[i] * conj(v[j])
        product, signs = product * h, signs + [s]
    return matrix([[-product[i, k] * signs[k] for k in range(n)] for i in range(m)])


def gram_schmidt(g):
    m, n = g.rows, g.cols
    q = []
    for k in range(n):
        x = [g[i, k] for i in range(m)]
        for earlier in q:
            overlap = sum(conj(a) * b for a, b in zip(earlier, x))
            x = [b - overlap * a for a, b in zip(earlier, x)]
        length = norm(x)
        q.append([a / length for a in x])
    return matrix([[q[k][i] for k in range(n)] for i in range(m)])


def digits(x):
    return nstr(x, 17, min_fixed=-4, max_fixed=4) if x else "0.0"


# method, dtype, key, matrix of the stack, rows, columns, gain, and every which element is kept
CASES = [(method, dtype, key, batch, rows, columns, gain, step)
         for method in ("STEWART", "QR")
         for dtype in ("F32", "F64", "C64", "C128")
         for key, batch, rows, columns, gain, step in [
             (1, 0, 1, 1, "1.0", 1), (2, 0, 1, 1, "1.0", 1), (3, 0, 1, 1, "-2.5", 1),
             (4, 0, 2, 2, "1.0", 1), (5, 0, 4, 4, "1.0", 1), (6, 0, 5, 3, "1.0", 1), (7, 0, 3, 5, "1.0", 1),
             (8, 0, 4, 1, "1.0", 1), (9, 0, 1, 4, "1.4142135623730951", 1), (10, 2, 3, 2, "1.0", 1),
             (11, 3, 2, 3, "-0.5", 1), (0xFEDCBA9876543210, 0, 3, 3, "1.0", 1)]]
CASES += [("STEWART", dtype, 12, 0, 53, 50, "1.0", 61) for dtype in ("F32", "F64", "C64", "C128")]

print("# Elements of orthogonal and unitary matrices: signs, phases, transposes, stacks, gains.")
print("# Origin: make-orthogonal.py beside this file, which shares no code with the library; 40 digits.")
print("# float32's own normals may be 3 ulp away from the quantiles used here.")
print("# method,dtype,key,batch,rows,columns,gain,row,column,re,im")
for method, dtype, key, batch, rows, columns, gain, step in CASES:
    g = normals(key, batch, max(rows, columns), min(rows, columns), dtype)
    q = stewart(g) if method == "STEWART" else gram_schmidt(g)
    if rows < columns:
        q = q.T
    for index in range(0, rows * columns, step):
        row, column = divmod(index, columns)
        element = mpc(q[row, column]) * mpf(gain)
        print(method, dtype, f"0x{key:016x}", batch, rows, columns, gain, row, column,
              digits(element.real), digits(element.imag), sep=",")
