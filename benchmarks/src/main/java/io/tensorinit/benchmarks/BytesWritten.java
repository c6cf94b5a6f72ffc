package io.tensorinit.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts the bytes written, so that JMH reports them per second beside the calls. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class BytesWritten {
  /** The bytes written in this iteration; JMH reads it and sets it back. */
  public long bytes;

  /** Made by JMH. */
  public BytesWritten() {}
}
