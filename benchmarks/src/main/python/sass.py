"""Reads the machine code in a cubin, as far as the estimates need it; no NVIDIA tool beside ptxas.

A cubin is an ELF64 file with a section .text.KERNEL of 16-byte instructions, one encoding from sm_70 to
sm_90. The low 12 bits are the opcode. For arithmetic, its low 9 bits are the operation and the 3 above say
where the operands come from: registers, a uniform register, constant memory or an immediate.

NVIDIA publishes no encoding. The tables below hold what ptxas 13.0 makes of one PTX instruction at a time
for sm_75, sm_80 and sm_90; names and fields agree with Mesa's compiler NAK. An opcode that is not here ends
the program, so that nothing is left out of a count.
"""
import re
import struct
import subprocess
from typing import NamedTuple, Optional

# The low 9 bits of an arithmetic opcode. IMAD also stands for moves, shifts and additions that ptxas makes
# products of (nvdisasm: IMAD.MOV, IMAD.SHL, IMAD.IADD), MUFU for every special function.
OPERATIONS = {
    0x002: "MOV", 0x007: "SEL", 0x008: "FSEL", 0x009: "FMNMX", 0x00b: "FSETP", 0x00c: "ISETP",
    0x010: "IADD3", 0x011: "LEA", 0x012: "LOP3", 0x013: "IABS", 0x014: "VABSDIFF", 0x016: "PRMT",
    0x017: "IMNMX", 0x019: "SHF", 0x01a: "SGXT", 0x01b: "BMSK",
    0x020: "FMUL", 0x021: "FADD", 0x023: "FFMA",
    0x024: "IMAD", 0x025: "IMAD.WIDE", 0x026: "IDP", 0x027: "IMAD.HI",
    0x028: "DMUL", 0x029: "DADD", 0x02a: "DSETP", 0x02b: "DFMA",
    0x030: "HADD2", 0x031: "HFMA2", 0x032: "HMUL2", 0x033: "HSET2", 0x034: "HSETP2", 0x035: "HFMA2.MMA",
    0x036: "VIADD", 0x03e: "F2FP", 0x040: "HMNMX2", 0x045: "I2FP", 0x046: "VIADDMNMX", 0x048: "VIMNMX",
    0x100: "FLO", 0x101: "BREV", 0x102: "FCHK", 0x104: "F2F", 0x105: "F2I", 0x106: "I2F", 0x107: "FRND",
    0x108: "MUFU", 0x109: "POPC",
    0x110: "F2F.F64", 0x111: "F2I.F64", 0x112: "I2F.F64", 0x113: "FRND.F64",
    # the uniform datapath, once for a warp: an operation's number and 0x80
    0x082: "UMOV", 0x087: "USEL", 0x08c: "UISETP", 0x090: "UIADD3", 0x091: "ULEA", 0x092: "ULOP3",
    0x099: "USHF", 0x0a4: "UIMAD", 0x0a5: "UIMAD.WIDE",
}
FORMS_OF_OPERANDS = range(1, 8)
FORMS_WITH_IMMEDIATE = (2, 4)

# All 12 bits of any other opcode.
OPCODES = {
    0x803: "P2R", 0x805: "CS2R", 0x806: "VOTE", 0x81c: "PLOP3", 0x886: "VOTEU", 0x2ca: "R2UR", 0x3c2: "R2UR",
    0x3c4: "REDUX", 0x3a1: "MATCH", 0x3aa: "QSPC", 0x919: "S2R", 0x9c3: "S2UR",
    0x389: "SHFL", 0x589: "SHFL", 0x989: "SHFL", 0xf89: "SHFL",
    0xb82: "LDC", 0xab9: "ULDC",
    0x980: "LD", 0x985: "ST", 0x381: "LDG", 0x981: "LDG", 0x386: "STG", 0x986: "STG",
    0x983: "LDL", 0x387: "STL", 0x984: "LDS", 0x388: "STS", 0x988: "STS",
    0x38c: "ATOMS", 0x38d: "ATOMS", 0x3a9: "ATOMG", 0x9a8: "ATOMG", 0x98e: "RED", 0x9a6: "RED",
    0x51d: "BAR", 0xb1d: "BAR", 0x31c: "B2R", 0x348: "WARPSYNC", 0x948: "WARPSYNC", 0x35d: "NANOSLEEP",
    0x98f: "CCTL", 0x992: "MEMBAR", 0x9ab: "ERRBAR", 0x5ab: "CGAERRBAR",
    0x918: "NOP", 0x91b: "ENDCOLLECTIVE", 0x941: "BSYNC", 0x942: "BREAK", 0x945: "BSSY", 0x946: "YIELD",
    0x947: "BRA", 0x944: "CALL", 0x950: "RET", 0x94d: "EXIT", 0x95c: "BPT",
}
MEMORY = ("LD", "ST", "LDG", "STG", "LDL", "STL", "LDS", "STS", "LDC", "ULDC")
WIDTHS = (".U8", ".S8", ".U16", ".S16", "", ".64", ".128")


class Instruction(NamedTuple):
    address: int
    guard: str  # "", or "@P0", "@!P0"
    name: str  # "IMAD.WIDE", "LDS.128"
    target: Optional[int]  # where BRA, CALL and BSSY point to
    conditional: bool  # a guard or a branch's own predicate may say no
    immediate: Optional[int]  # 32 bits, unsigned
    stall: int  # cycles until the warp's next instruction, at least
    result: Optional[int]  # the scoreboard that says that the result is there
    operands: Optional[int]  # and the one that says that the operands were read
    awaited: tuple  # scoreboards that must be clear before

    @property
    def base(self):
        return self.name.split(".")[0]


class Code(NamedTuple):
    instructions: list
    subroutines: set  # addresses of functions that ptxas put behind the kernel, as of a division


def bits(word, low, high):
    return word >> low & (1 << (high - low)) - 1


def signed(value, width):
    return value - (1 << width) if value >> (width - 1) else value


def name(word):
    """The mnemonic with what sets its cost; None for an unknown opcode."""
    opcode = bits(word, 0, 12)
    if opcode in OPCODES:
        base = OPCODES[opcode]
        if base == "BRA" and bits(word, 32, 34) == 2:
            return "BRA.DIV"
        if base in MEMORY:
            width = bits(word, 73, 76)
            return base + WIDTHS[width] if width < len(WIDTHS) else None
        return base
    if opcode >> 9 in FORMS_OF_OPERANDS:
        return OPERATIONS.get(opcode & 0x1ff)
    return None


def target(word, base, address, arch):
    """The address a branch points to: relative to the next instruction, on sm_90 with 8 bits more."""
    if base == "BSSY":
        return address + 16 + 4 * signed(bits(word, 34, 64), 30)
    if base not in ("BRA", "CALL"):
        return None
    offset = signed(bits(word, 34, 82), 48)
    if arch >= 90:
        offset = offset << 8 | bits(word, 16, 24)
    return address + 16 + 4 * offset


def scoreboard(word, low):
    number = bits(word, low, low + 3)
    return None if number == 7 else number


def decode(word, address, arch, kernel):
    mnemonic = name(word)
    if mnemonic is None:
        raise SystemExit(
            "unknown opcode 0x%03x at 0x%04x of %s (sm_%d, %032x): find out what it is, and add it to sass.py"
            % (bits(word, 0, 12), address, kernel, arch, word)
        )
    base = mnemonic.split(".")[0]
    guard = "" if bits(word, 12, 16) == 7 else "@%sP%d" % ("!" * bits(word, 15, 16), bits(word, 12, 15))
    own = base == "BRA" and (bits(word, 87, 91) != 7 or mnemonic == "BRA.DIV")
    form = bits(word, 9, 12)
    with_immediate = bits(word, 0, 12) not in OPCODES and form in FORMS_WITH_IMMEDIATE
    return Instruction(
        address, guard, mnemonic, target(word, base, address, arch), bool(guard) or own,
        bits(word, 32, 64) if with_immediate else None,
        bits(word, 105, 109), scoreboard(word, 110), scoreboard(word, 113),
        tuple(i for i in range(6) if bits(word, 116 + i, 117 + i)),
    )


class Elf:
    """The sections and symbols of an ELF64 file, little-endian."""

    def __init__(self, data):
        if data[:6] != b"\x7fELF\x02\x01":
            raise SystemExit("no cubin: not a little-endian ELF64 file")
        self.data = data
        start, = struct.unpack_from("<Q", data, 0x28)
        self.flags, = struct.unpack_from("<I", data, 0x30)
        size, count, names = struct.unpack_from("<HHH", data, 0x3a)
        self.sections = [struct.unpack_from("<IIQQQQIIQQ", data, start + size * i) for i in range(count)]
        self.names = [self.text(names, s[0]) for s in self.sections]

    def content(self, section):
        offset, size = self.sections[section][4:6]
        return self.data[offset:offset + size]

    def text(self, section, offset):
        start = self.sections[section][4] + offset
        return self.data[start:self.data.index(b"\0", start)].decode()

    def functions(self):
        """(section, address, name) of every function."""
        for i, section in enumerate(self.sections):
            if section[1] != 2:  # SHT_SYMTAB
                continue
            for symbol in struct.iter_unpack("<IBBHQQ", self.content(i)):
                if symbol[1] & 15 == 2:  # STT_FUNC
                    yield symbol[3], symbol[4], self.text(section[6], symbol[0])

    def arch(self):
        """90 for sm_90: bits 8 and up of the flags since CUDA 13, before that the lowest."""
        newer = self.data[8] >= 8  # the ABI's version
        return self.flags >> 8 & 0xff if newer else self.flags & 0xff


def read(path, kernels):
    """The code of these kernels of a cubin: name -> Code."""
    with open(path, "rb") as file:
        elf = Elf(file.read())
    arch = elf.arch()
    if not 70 <= arch <= 90:
        raise SystemExit("%s is for sm_%d: only sm_70 to sm_90 can be read" % (path, arch))
    found = {}
    for kernel in kernels:
        if ".text." + kernel not in elf.names:
            raise SystemExit("no kernel %s in %s" % (kernel, path))
        section = elf.names.index(".text." + kernel)
        code = elf.content(section)
        words = (int.from_bytes(code[a:a + 16], "little") for a in range(0, len(code), 16))
        instructions = [decode(w, 16 * i, arch, kernel) for i, w in enumerate(words)]
        for i in instructions:
            if i.target is not None and not (i.target % 16 == 0 and 0 <= i.target < len(code)):
                raise SystemExit("%s at 0x%04x of %s points to 0x%x" % (i.name, i.address, kernel, i.target))
        subroutines = {a for s, a, function in elf.functions() if s == section and function != kernel}
        found[kernel] = Code(instructions, subroutines)
    return found


def version(ptxas):
    """The version of ptxas, as in 13.0.88: another one may make other machine code."""
    said = subprocess.run([ptxas, "--version"], check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout
    return re.search(r"V([0-9.]+)", said).group(1)
