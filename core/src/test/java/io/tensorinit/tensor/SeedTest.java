package io.tensorinit.tensor;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known answers by Python's hashlib:
 *
 * <pre>
 *   from hashlib import sha256
 *   first8 = lambda b: int.from_bytes(sha256(b).digest()[:8], "little")
 *   text = lambda s: first8(s.encode())
 *   key = lambda seed, name: hex(first8((seed % 2**64).to_bytes(8, "little") + name.encode()))
 * </pre>
 */
class SeedTest {
  private static final String ASTRAL = "Größe/\uD83D\uDE00";

  @Test
  void aTextIsHashed() {
    assertEquals("1054880662928880172", Seed.of("hello").toString());
    assertEquals("1449310910991872227", Seed.of("").toString());
    assertEquals("10271071260543353465", Seed.of("7").toString());
    assertEquals("17054270396651905299", Seed.of(ASTRAL).toString());
    assertNotEquals(Seed.of(7), Seed.of("7"));
  }

  @Test
  void keysFollowFromSeedAndName() {
    assertEquals(Key.raw(0x300152a5baf1fd8eL), Seed.DEFAULT.key("fc1.weight"));
    assertEquals(Key.raw(0x7a0b81a1f57055afL), Seed.of(0).key(""));
    assertEquals(Key.raw(0x8b1695f088efb340L), Seed.of(-1).key("w"));
    assertEquals(Key.raw(0x90ced5ef428e6828L), Seed.of(Long.MIN_VALUE).key("w"));
    assertEquals(Key.raw(0xff1021e0b9f52402L), Seed.of(42).key(ASTRAL));
  }

  @Test
  void namesAreNotNormalized() {
    assertNotEquals(Seed.of(1).key("\u00e9"), Seed.of(1).key("e\u0301"));
    assertNotEquals(Seed.of("\u00e9"), Seed.of("e\u0301"));
  }

  @Test
  void integersAreTakenModulo2To64() {
    BigInteger last = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    assertEquals(Seed.of(-1), Seed.of(last));
    assertEquals(Seed.of(Long.MIN_VALUE), Seed.of(BigInteger.ONE.shiftLeft(63)));
    assertEquals(Seed.of(Long.MIN_VALUE), Seed.of(BigInteger.ONE.shiftLeft(63).negate()));
    assertEquals("18446744073709551615", Seed.of(-1).toString());
    assertEquals(1234, Seed.DEFAULT.value());
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "+7, 7",
    "007, 7",
    "-1, 18446744073709551615",
    "18446744073709551615, 18446744073709551615",
    "-9223372036854775808, 9223372036854775808",
    "9007199254740993, 9007199254740993",
    "0x4d2, 1234",
    "0XFF, 255",
    "-0x1, 18446744073709551615",
    "hello, 1054880662928880172"
  })
  void parsesWhatReadsAsAnInteger(String typed, String seed) {
    assertEquals(seed, Seed.parse(typed).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"18446744073709551616", "-9223372036854775809", "0x10000000000000000"})
  void refusesIntegersOutside64Bits(String typed) {
    String was = typed.startsWith("0x") ? "18446744073709551616" : typed;
    assertRefused("seed must lie in -2^63 .. 2^64 - 1, was " + was, () -> Seed.parse(typed));
  }

  @Test
  void refusesUnpairedSurrogates() {
    for (String bad : new String[] {"\uD83D", "a\uDE00b", "\uDE00\uD83D"}) {
      assertRefused(
          "seed must be valid Unicode, but has an unpaired surrogate", () -> Seed.of(bad));
      assertRefused(
          "seed must be valid Unicode, but has an unpaired surrogate", () -> Seed.parse(bad));
      assertRefused(
          "name must be valid Unicode, but has an unpaired surrogate", () -> Seed.of(1).key(bad));
    }
  }

  @Test
  void aGeneratorGivesItsNext64Bits() {
    SplittableRandom used = new SplittableRandom(1);
    SplittableRandom same = new SplittableRandom(1);
    assertEquals(same.nextLong(), Seed.from(used).value());
    assertEquals(same.nextLong(), Seed.from(used).value());
  }

  @Test
  void freshSeedsDiffer() {
    assertNotEquals(Seed.fresh(), Seed.fresh());
  }
}
