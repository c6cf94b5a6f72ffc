package io.tensorinit.peer.lux;

import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.required;

import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.Shift;
import io.tensorinit.spec.Uniform;
import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lux's WeightInitializers, among them the shortcuts {@code zeros16} to {@code randnC64}: four
 * distributions in each of six dtypes, the number counting the bits of a part and C meaning
 * complex.
 *
 * <p>The recurrent and bilinear layers' weights are what Lux documents, uniform; its code shifts a
 * normal by mistake.
 */
final class LuxNames {
  static final NameTable TABLE =
      new NameTable(List.of("lux"), Optional.of(LuxPeer.PEER), entries());

  private LuxNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>(JuliaInitializers.entries());
    for (DType dtype : List.of(DType.F16, DType.F32, DType.F64, DType.C32, DType.C64, DType.C128)) {
      entries.addAll(shortcuts(dtype));
    }
    entries.add(
        new Builder("identity_init")
            .takes(number("gain", 1), optional("shift", Kind.INTEGERS, 0L))
            .source(Papers.LE)
            .makes(
                JuliaInitializers.identityFormula(
                    "rolled by shift: one integer rolls a matrix along its rows, a kernel along both"
                        + " channel axes; a list has one for each axis from the first on"),
                config ->
                    JuliaInitializers.identity(
                        config,
                        config.raw("shift") instanceof List<?>
                            ? JuliaInitializers.shiftPerAxis(config, "shift")
                            : Shift.of(config.integer("shift")))));
    entries.add(layerUniform("RNN/LSTM/GRU cell weights and biases", "hidden"));
    entries.add(layerUniform("Bilinear weight", "in1"));
    return entries;
  }

  private static List<Builder> shortcuts(DType dtype) {
    int bits = dtype.partType().bytes() * Byte.SIZE;
    String suffix = dtype.isComplex() ? "C" + bits : "" + bits;
    double std = dtype.isComplex() ? Math.sqrt(2) : 1;
    String part = dtype.isComplex() ? " in each part" : "";
    return List.of(
        shortcut("zeros" + suffix, dtype, "0", new Constant(0)),
        shortcut("ones" + suffix, dtype, "1", new Constant(1)),
        shortcut("rand" + suffix, dtype, "U(0, 1)" + part, new Uniform(0, 1)),
        shortcut("randn" + suffix, dtype, "N(0, 1)" + part, new Normal(0, std)));
  }

  private static Builder shortcut(String name, DType dtype, String formula, Initializer spec) {
    Initializer fixed = new FixedDType(spec, name, dtype);
    return new Builder(name).dtypeInName().makes(formula + ", dtype " + dtype, config -> fixed);
  }

  private static Builder layerUniform(String name, String size) {
    return new Builder(name)
        .prefixNeeded()
        .takes(required(size, Kind.NUMBER))
        .source("the documentation of Lux's layers")
        .makes(
            "U(-l, l), l = 1 / sqrt(" + size + ")",
            config -> {
              double bound = 1 / Math.sqrt(config.positive(size));
              return new Uniform(-bound, bound);
            });
  }
}
