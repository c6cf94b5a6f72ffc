package io.tensorinit.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The interpreter's instructions against a table written from NVIDIA, Parallel Thread Execution ISA
 * 8.5, chapter 9.7: what each instruction's page says of its edges.
 */
class PtxAluTest {
  private static long hex(String text) {
    return Long.parseUnsignedLong(text, 16);
  }

  @ParameterizedTest
  @CsvSource({
    // integer arithmetic wraps; .hi and .wide of both signs
    "add.s32, ffffffff 1, 0",
    "add.s64, ffffffffffffffff 1, 0",
    "sub.s32, 0 1, ffffffff",
    "mul.lo.s32, ffffffff ffffffff, 1",
    "mul.hi.u32, ffffffff ffffffff, fffffffe",
    "mul.hi.u64, ffffffffffffffff ffffffffffffffff, fffffffffffffffe",
    "mul.wide.u32, ffffffff ffffffff, fffffffe00000001",
    "mul.wide.s32, ffffffff 2, fffffffffffffffe",
    "mad.lo.s32, ffffffff 2 3, 1",
    "div.u32, ffffffff 2, 7fffffff",
    "rem.u64, ffffffffffffffff a, 5",
    // shifts clamp their count: beyond the width nothing, or the sign, is left
    "shl.b32, 1 1f, 80000000",
    "shl.b32, 1 20, 0",
    "shl.b64, 1 40, 0",
    "shr.u32, 80000000 20, 0",
    "shr.s32, 80000000 20, ffffffff",
    "shr.s64, 8000000000000000 ff, ffffffffffffffff",
    "shf.l.wrap.b32, 80000000 1 1, 3",
    "shf.l.wrap.b32, 80000000 1 21, 3",
    "shf.r.wrap.b32, 3 80000000 1, 1",
    "shf.r.clamp.b32, 3 80000000 20, 80000000",
    "lop3.b32, ff00ff00 f0f0f0f0 cccccccc 96, c33cc33c",
    "prmt.b32, 33221100 77665544 7410, 77441100",
    "prmt.b32, 33221180 77665544 8888, ffffffff",
    "bfe.u32, 12345678 8 8, 56",
    "bfi.b32, ff 0 8 4, f00",
    "popc.b32, ffff0000, 10",
    "clz.b32, 0, 20",
    "clz.b64, 1, 3f",
    "selp.b32, 1 2 0, 2",
    "selp.b32, 1 2 1, 1",
    "not.pred, 1, 0",
    // floats: to nearest even, subnormals kept, one NaN
    "add.rn.f32, 3f800000 33800000, 3f800000",
    "add.rn.f32, 3f800001 33800000, 3f800002",
    "add.rn.f32, 7f800000 ff800000, 7fffffff",
    "mul.rn.f32, 00800000 3f000000, 00400000",
    "mul.rn.f32, 7f7fffff 40000000, 7f800000",
    "div.rn.f32, 3f800000 0, 7f800000",
    "div.rn.f32, 3f800000 80000000, ff800000",
    "div.rn.f32, 0 0, 7fffffff",
    "sqrt.rn.f32, 80000000, 80000000",
    "sqrt.rn.f32, bf800000, 7fffffff",
    "sqrt.rn.f64, 4000000000000000, 3ff6a09e667f3bcd",
    "fma.rn.f32, 3f800001 3f7ffffe bf800000, a8800000",
    "fma.rn.f64, 3ff0000000000001 3feffffffffffffe bff0000000000000, b970000000000000",
    "neg.f32, 7fc00000, ffc00000",
    "abs.f64, fff0000000000000, 7ff0000000000000",
    // min and max: -0 is below +0, a NaN loses
    "min.f32, 0 80000000, 80000000",
    "max.f32, 80000000 0, 0",
    "min.f32, 7fc00000 3f800000, 3f800000",
    "max.f64, 3ff0000000000000 7ff8000000000000, 3ff0000000000000",
    // conversions
    "cvt.rn.f32.u32, ffffffff, 4f800000",
    "cvt.rn.f32.u32, 1000001, 4b800000",
    "cvt.rn.f32.u32, 1000003, 4b800002",
    "cvt.rn.f32.s32, ffffffff, bf800000",
    "cvt.rn.f32.u64, ffffffffffffffff, 5f800000",
    "cvt.rn.f64.u64, ffffffffffffffff, 43f0000000000000",
    "cvt.rn.f64.s64, ffffffffffffffff, bff0000000000000",
    "cvt.rn.f32.f64, 47efffffefffffff, 7f7fffff",
    "cvt.rn.f32.f64, 47effffff0000000, 7f800000",
    "cvt.f64.f32, 1, 36a0000000000000",
    "cvt.u64.u32, ffffffff, ffffffff",
    "cvt.s64.s32, ffffffff, ffffffffffffffff",
    "cvt.u16.u32, 12345678, 5678",
    "cvt.s32.s16, 8000, ffff8000",
    "cvt.rn.f16.f32, 477fefff, 7bff",
    "cvt.rn.f16.f32, 477ff000, 7c00",
    "cvt.rn.f16.f32, 33000000, 0",
    "cvt.rn.f16.f32, 33000001, 1",
    "cvt.rn.f16.f32, 387fffff, 400",
    // in pairs, the first operand above: ties to even, subnormals, overflow, .satfinite
    "cvt.rn.f16x2.f32, 477ff000 33000001, 7c000001",
    "cvt.rn.f16x2.f32, bf800000 80000000, bc008000",
    "cvt.rn.bf16x2.f32, 3f808000 3f818000, 3f803f82",
    "cvt.rn.bf16x2.f32, 7f7fffff 80010000, 7f808001",
    "cvt.rn.bf16x2.f32, 7fc00000 00008001, 7fff0001",
    "cvt.rn.satfinite.e4m3x2.f32, 43e00000 c3e80000, 7efe",
    "cvt.rn.satfinite.e4m3x2.f32, 7f800000 461c4000, 7e7e",
    "cvt.rn.satfinite.e4m3x2.f32, 3f880000 3f980000, 383a",
    "cvt.rn.satfinite.e4m3x2.f32, 3b000000 3a800000, 100",
    "cvt.rn.satfinite.e5m2x2.f32, 47600000 c8000000, 7bfb",
    "cvt.rn.satfinite.e5m2x2.f32, 3f900000 37800000, 3c01",
    "bfind.shiftamt.u32, 1, 1f",
    "bfind.shiftamt.u32, ffffffff, 0",
    "bfind.shiftamt.u32, 0, ffffffff",
    // comparisons: signed, unsigned, ordered, unordered
    "setp.lt.s32, ffffffff 0, 1",
    "setp.lt.u32, ffffffff 0, 0",
    "setp.gt.u64, 8000000000000000 1, 1",
    "setp.gt.s64, 8000000000000000 1, 0",
    "setp.eq.f32, 0 80000000, 1",
    "setp.eq.f32, 7fc00000 7fc00000, 0",
    "setp.neu.f32, 7fc00000 7fc00000, 1",
    "setp.ltu.f64, 7ff8000000000000 0, 1",
    "setp.lt.f64, 7ff8000000000000 0, 0",
    "setp.lt.and.s32, 1 2 0, 0",
    "setp.lt.or.s32, 3 2 1, 1",
  })
  void edges(String opcode, String operands, String result) {
    long[] bits = Arrays.stream(operands.split(" ")).mapToLong(PtxAluTest::hex).toArray();
    assertEquals(
        result.replaceFirst("^0+(?=.)", ""), Long.toHexString(PtxAlu.of(opcode).apply(bits)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add.f32",
        "mad.f32",
        "fma.rn.ftz.f32",
        "div.full.f32",
        "sqrt.approx.f32",
        "sin.approx.f32",
        "vadd4.u32.u32.u32",
        "atom.global.add.u32",
        "setp.foo.s32"
      })
  void whatIsNotKnownIsRefused(String opcode) {
    assertThrows(PtxException.class, () -> PtxAlu.of(opcode));
  }

  @Test
  void accessesAreCheckedForBoundsAndAlignment() {
    PtxMemory memory = PtxMemory.global();
    long address = memory.allocate(new byte[8]);
    PtxAllocation of = memory.holding(address + 4, 4);
    of.store(of.offset(address + 4, 4), 4, 0x8000_0001L);
    assertEquals(0x8000_0001L, of.load(4, 4));
    assertThrows(PtxException.class, () -> memory.holding(address + 8, 4));
    assertThrows(PtxException.class, () -> memory.holding(address - 4, 4));
    assertThrows(PtxException.class, () -> PtxMemory.checkAligned(address + 2, 4));
    assertThrows(PtxException.class, () -> PtxMemory.checkAligned(address + 4, 8));
    memory.free(address);
    assertEquals(-1, of.offset(address, 4));
    assertThrows(PtxException.class, () -> memory.holding(address, 4));
  }
}
