package io.tensorinit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectBlocksTest {
  private static List<ByteBuffer> lend(int blocks) {
    List<ByteBuffer> lent = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      lent.add(DirectBlocks.lend());
    }
    return lent;
  }

  @Test
  void soManyBlocksAreKeptAndNoMore() {
    List<ByteBuffer> first = lend(DirectBlocks.KEPT + 5);
    first.forEach(DirectBlocks::giveBack);
    Set<ByteBuffer> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(first);
    List<ByteBuffer> second = lend(DirectBlocks.KEPT + 5);
    assertEquals(DirectBlocks.KEPT, second.stream().filter(known::contains).count());
    second.forEach(DirectBlocks::giveBack);
  }
}
