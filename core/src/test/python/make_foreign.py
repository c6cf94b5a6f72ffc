"""What NumPy's and safetensors' own readers say of headers by hand, and archives that are not of numpy.savez.

    python3 core/src/test/python/make_foreign.py core/src/test/resources/format/foreign

Made with Python 3.11, numpy 2.4.6 and safetensors 0.8.0. Byte i of a tensor is (7 i + 3) mod 251; of a big-endian one
after its bytes were turned.

npy.tsv: version, header (in JSON), then "ok", descr, shape, fortran_order; or "no".
safetensors.tsv: header (in JSON, latin-1), bytes of data, then "ok" and [name, dtype, shape, bytes] of each tensor, by
name; or "no".
"""

import io
import json
import struct
import sys
import tokenize
import warnings
import zipfile
from pathlib import Path

import numpy
import safetensors
from numpy.lib import _format_impl as reader
from numpy.lib import format as npy

F4 = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
HEADERS = [
    ((1, 0), F4),
    ((2, 0), F4),
    ((3, 0), F4),
    ((1, 1), F4),
    ((0, 0), F4),
    ((4, 0), F4),
    # order, quotes, blanks, line breaks, comments
    ((1, 0), "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f4'}"),
    ((1, 0), '{"descr": "<f4", "fortran_order": False, "shape": (2, 3)}'),
    ((1, 0), "  {'descr' : '<f4' ,'fortran_order':False,'shape':( 2 , 3 , ) }  \n"),
    ((1, 0), "{\n'descr':\n'<f4',\n\t'fortran_order': False, 'shape': (2,\n3)}\n\n"),
    ((1, 0), "{'descr': '<f4', # the type\n 'fortran_order': False, 'shape': (2, 3)} # end"),
    ((1, 0), "{'descr': '<' 'f4', 'fortran_order': False, 'shape': (2, 3)}"),
    ((1, 0), "{'descr': u'<f4', u'fortran_order': False, 'shape': (2, 3)}"),
    ((1, 0), "{'descr': r'<f4', 'fortran_order': False, 'shape': (2, 3)}"),
    ((1, 0), "{'descr': '\\x3cf4', 'fortran_order': False, 'shape': (2, 3)}"),
    ((1, 0), "({'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)})"),
    # integers
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L)}"),
    ((2, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2L,)}"),
    ((3, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2L,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (0x10, 1_0, 0b1, 0o7, 00)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (+2, (3))}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (02,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (1__0,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (1_,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (0x,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2e0,)}"),
    # shapes
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': ()}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': True, 'shape': (2,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': 2}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': [2, 3]}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': None}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': ('2',)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (None,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2,,)}"),
    # order of the elements
    ((1, 0), "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': 'False', 'shape': (2,)}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': false, 'shape': (2,)}"),
    # keys
    ((1, 0), "{'descr': '<f4', 'fortran_order': False}"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}"),
    ((1, 0), "{'descr': '<f4', 'Fortran_order': False, 'shape': (2,)}"),
    # no dictionary, no literal
    ((1, 0), "['<f4', False, (2,)]"),
    ((1, 0), "'<f4'"),
    ((1, 0), ""),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)"),
    ((1, 0), "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x"),
    ((1, 0), "{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}"),
    ((1, 0), "{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}"),
    ((1, 0), "dict(descr='<f4', fortran_order=False, shape=(2,))"),
]
for descr in (
    "f4 =f4 |f4 >f4 <f2 <f8 <c8 <c16 >c8 <i1 >i1 |i1 |u1 <i2 >i2 <u2 <i4 <u4 <i8 <u8 >u8 b1 |b1 <b1 ? "
    "float16 float32 float64 half single double complex64 complex128 bool int8 int16 int32 int64 "
    "uint8 uint16 uint32 uint64 e f d F D b B h H i I q Q"
).split():
    HEADERS.append(((1, 0), f"{{'descr': '{descr}', 'fortran_order': False, 'shape': (3,)}}"))

X = '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'


def one(dtype, shape, size):
    return '{"a":{"dtype":"%s","shape":%s,"data_offsets":[0,%d]}}' % (dtype, shape, size), size


SAFETENSORS = [
    ("{%s}" % X, 4),
    ("{}", 0),
    ("{}", 1),
    ("", 0),
    ("[]", 0),
    ("null", 0),
    # what stands around
    ("  \n\t{%s}" % X, 4),
    ("{%s} \n\n" % X, 4),
    ("{%s}\0" % X, 4),
    ("{%s}{}" % X, 4),
    ("\u00ef\u00bb\u00bf{%s}" % X, 4),
    ('{"\u00ff":1,%s}' % X, 4),
    # notes
    ('{"__metadata__":null,%s}' % X, 4),
    ('{"__metadata__":{},%s}' % X, 4),
    ('{"__metadata__":{"format":"pt","x":""},%s}' % X, 4),
    ('{%s,"__metadata__":{"format":"pt"}}' % X, 4),
    ('{"__metadata__":[],%s}' % X, 4),
    ('{"__metadata__":"pt",%s}' % X, 4),
    ('{"__metadata__":{"a":1},%s}' % X, 4),
    ('{"__metadata__":{"a":null},%s}' % X, 4),
    ('{"__metadata__":{},"__metadata__":{},%s}' % X, 4),
    # fields
    ('{"a":{"x":null,"dtype":"F32","strides":[1],"shape":[1],"data_offsets":[0,4],"y":{"z":[]}}}', 4),
    ('{"a":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}}', 4),
    ('{"a":["F32",[1],[0,4]]}', 4),
    ('{"a":["F32",[1]]}', 4),
    ('{"a":["F32",[1],[0,4],1]}', 4),
    ('{"a":{"shape":[1],"data_offsets":[0,4]}}', 4),
    ('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4),
    ('{"a":{"dtype":"F32","shape":[1]}}', 4),
    ('{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    ('{"a":1}', 0),
    ('{"a":null}', 0),
    # shapes
    one("F32", "[]", 4),
    one("F32", "[0]", 0),
    one("F32", "[0,4]", 0),
    one("F32", "[2,3]", 24),
    one("F32", "[1.0]", 4),
    one("F32", "[1e0]", 4),
    one("F32", "[-1]", 4),
    one("F32", '["1"]', 4),
    one("F32", "null", 4),
    one("F32", "1", 4),
    one("F32", "[2]", 4),
    one("F32", "[4294967296,4294967296]", 4),
    one("F32", "[4611686018427387904]", 4),
    # places
    ('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}', 4),
    ('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}', 4),
    ('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}', 4),
    ('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8),
    ('{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},%s}' % X, 8),
    ('{"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},%s}' % X, 12),
    ('{"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]},%s}' % X, 6),
    ('{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},%s}' % X, 4),
    ("{%s}" % X, 5),
    ("{%s}" % X, 3),
    ('{"b":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},%s}' % X, 4),
    ('{"b":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},%s}' % X, 4),
    ('{"b":{"dtype":"F32","shape":[0],"data_offsets":[2,2]},%s}' % X, 4),
    ('{"b":{"dtype":"F32","shape":[0],"data_offsets":[8,8]},%s}' % X, 4),
    # names
    ('{"":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4),
    ('{"a\\u0000\\n":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4),
    ('{"\\ud83d\\ude00":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4),
    ('{"\\ud800":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4),
    ('{"a\x01":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', 4),
    # dtypes
    one("F4", "[3]", 2),
    one("F4", "[4]", 2),
    one("F4", "[2,1]", 1),
    one("F6_E2M3", "[4]", 3),
    one("F6_E3M2", "[8]", 6),
    one("F6_E3M2", "[2]", 2),
    ('{"a":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}', 4),
]
for dtype, size in {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "F8_E8M0": 1, "F8_E4M3FNUZ": 1,
    "F8_E5M2FNUZ": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2, "I32": 4, "U32": 4, "F32": 4,
    "C64": 8, "F64": 8, "I64": 8, "U64": 8,
}.items():
    SAFETENSORS.append(one(dtype, "[3]", 3 * size))


def content(size):
    return bytes((7 * i + 3) % 251 for i in range(size))


def array(dtype, *shape):
    little = numpy.dtype(dtype).newbyteorder("<")
    size = little.itemsize * int(numpy.prod(shape, dtype=int))
    return numpy.frombuffer(content(size), little).reshape(shape).astype(dtype)


def npy_bytes(version, header):
    prefix = npy.MAGIC_PREFIX + bytes(version)
    return prefix + struct.pack("<H" if version[0] == 1 else "<I", len(header)) + header.encode()


def npy_answer(version, header):
    try:
        file = io.BytesIO(npy_bytes(version, header))
        found = npy.read_magic(file)
        reader._check_version(found)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shape, fortran, dtype = reader._read_array_header(file, found)
        return ["ok", dtype.str, json.dumps(list(shape)), str(fortran)]
    except (ValueError, tokenize.TokenError):
        return ["no"]


def safetensors_answer(header, size):
    raw = header.encode("latin-1")
    try:
        found = safetensors.deserialize(struct.pack("<Q", len(raw)) + raw + bytes(size))
        rows = sorted([name, t["dtype"], t["shape"], len(t["data"])] for name, t in found)
        return ["ok", json.dumps(rows)]
    except safetensors.SafetensorError:
        return ["no"]


def saved(value, **options):
    file = io.BytesIO()
    npy.write_array(file, numpy.asanyarray(value), **options)
    return file.getvalue()


class Unseekable(io.RawIOBase):
    """A stream to which zipfile writes sizes behind the members."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


def write_archives(folder):
    with zipfile.ZipFile(folder / "kinds.npz", "w") as z:
        z.writestr("README", "about the weights\n")
        z.mkdir("layer")
        z.writestr("layer/weight.npy", saved(array("<f4", 2, 3)))
        z.writestr("big.npy", saved(array(">f4", 2, 3)))
        z.writestr("big_complex.npy", saved(array(">c8", 2)))
        z.writestr("big_int.npy", saved(array(">i2", 4)))
        z.writestr("turned.npy", saved(numpy.asfortranarray(array(">f8", 2, 2))))
        z.writestr("text.npy", saved(numpy.array(["ab", "c\u00fc"])))
        z.writestr("bytes.npy", saved(numpy.array([b"ab", b"c"])))
        z.writestr("times.npy", saved(numpy.array(["2026-11-28"], "M8[D]")))
        z.writestr("objects.npy", saved(numpy.array([None, 1], object)))
        z.writestr("records.npy", saved(numpy.zeros(2, [("a", "<f4"), ("b", "<i2", (2, 2)), ("c", [("d", "u1")])])))
        z.writestr("padded.npy", saved(numpy.zeros(3, numpy.dtype([("a", "u1"), ("b", "<f8")], align=True))))
        z.writestr("bfloat16.npy", saved(numpy.zeros(3, "V2")))
        z.writestr("long.npy", saved(numpy.zeros(2, "longdouble")))
        z.writestr("flag.npy", saved(numpy.array([True, False, True])))
        z.writestr("x.npy", saved(array("<f4", 1)))
        z.writestr("x", saved(array("<f4", 2)))
        z.writestr("bare", saved(array("<f8", 2)))
        z.writestr("none.npy", b"")
        z.writestr("pickle.npy", b"\x80\x04N.")
    for name, method in {
        "deflated": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA,
    }.items():
        with zipfile.ZipFile(folder / f"{name}.npz", "w") as z:
            z.writestr("packed.npy", saved(numpy.tile(array("<f4", 250, 3), (20, 1))), method)
            z.writestr("few.npy", saved(array("<f4", 5)), method)
            z.writestr("empty.npy", saved(array("<f4", 0)), method)
            z.writestr("plain.npy", saved(array("<f4", 2)))
    with open(folder / "streamed.npz", "wb") as file, zipfile.ZipFile(Unseekable(file), "w") as z:
        z.writestr("a.npy", saved(array("<f4", 2)))
        z.writestr("b.npy", saved(array("<f8", 3)), zipfile.ZIP_DEFLATED)
    with open(folder / "between.npz", "wb") as file:
        file.write(b"PK\x03\x04 something before the archive")
        with zipfile.ZipFile(file, "a") as z:
            z.writestr("a.npy", saved(array("<f4", 2)))
            with z.open("b.npy", "w", force_zip64=True) as member:
                member.write(saved(array("<f8", 3)))
            z.writestr("gewicht\u00fc.npy", saved(array("<f4", 1)))
            z.comment = b"PK\x05\x06 a comment"[4:]


def main(folder):
    with open(folder / "npy.tsv", "w") as out:
        for version, header in HEADERS:
            row = ["%d.%d" % version, json.dumps(header)] + npy_answer(version, header)
            out.write("\t".join(row) + "\n")
    with open(folder / "safetensors.tsv", "w") as out:
        for header, size in SAFETENSORS:
            row = [json.dumps(header), str(size)] + safetensors_answer(header, size)
            out.write("\t".join(row) + "\n")
    write_archives(folder)


main(Path(sys.argv[1]))
