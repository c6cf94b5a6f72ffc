package io.tensorinit.peer.keras;

import io.tensorinit.layout.Layout;
import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.ConfigValues;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.GivenTensor;
import io.tensorinit.spec.Identity;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.OnAxes;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Seeded;
import io.tensorinit.spec.Stft;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.Uniform;
import io.tensorinit.spec.VarianceScaling;
import io.tensorinit.spec.WithDType;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes initializers as Keras's config objects. Reading one back with {@link
 * io.tensorinit.Initializers#get(Map)} gives an equal initializer.
 *
 * <p>What Keras cannot say (compositions, other peers' rules, plain truncation, orthogonal by QR)
 * is refused. A prefix {@code keras:} is left out, since Keras does not know it. All methods are
 * pure.
 */
public final class KerasConfig {
  /** The generation of Keras that is to read the object. */
  public enum Form {
    /** {@code class_name} and {@code config}. */
    KERAS_2,
    /** Also {@code module} and {@code registered_name}; arrays are wrapped. */
    KERAS_3
  }

  /** What is said of an initializer in either form. */
  private record Said(String className, Map<String, @Nullable Object> config) {}

  private KerasConfig() {}

  /**
   * The config object of an initializer, with its {@linkplain Initializer#ownSeed own seed} if it
   * has one; else the seed of what is random is null.
   *
   * @param initializer the initializer
   * @param form which Keras is to read it
   * @return a fresh object of maps, lists, texts, numbers, booleans and null
   * @throws IllegalArgumentException if Keras has no such initializer
   */
  public static Map<String, @Nullable Object> of(Initializer initializer, Form form) {
    return object(initializer, form, initializer.ownSeed());
  }

  /**
   * The config object of an initializer with a seed.
   *
   * @param initializer the initializer
   * @param form which Keras is to read it
   * @param seed the seed to write into the config of what is random
   * @return a fresh object of maps, lists, texts, numbers, booleans and null
   * @throws IllegalArgumentException if Keras has no such initializer
   */
  public static Map<String, @Nullable Object> of(Initializer initializer, Form form, Seed seed) {
    return object(initializer, form, Optional.of(seed));
  }

  private static Map<String, @Nullable Object> object(
      Initializer initializer, Form form, Optional<Seed> seed) {
    Said said = say(initializer, form);
    if (said.config().containsKey("seed")) {
      said.config().put("seed", seed.map(KerasConfig::integer).orElse(null));
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    if (form == Form.KERAS_3) {
      object.put("module", "keras.initializers");
    }
    object.put("class_name", said.className());
    object.put("config", said.config());
    if (form == Form.KERAS_3) {
      object.put("registered_name", null);
    }
    return object;
  }

  private static Object integer(Seed seed) {
    return seed.value() >= 0 ? (Object) seed.value() : new BigInteger(seed.toString());
  }

  private static Said say(Initializer initializer, Form form) {
    if (initializer instanceof AsPeer as && as.peer() == KerasPeer.PEER) {
      return say(as.inner(), form);
    }
    if (initializer instanceof WithDType with) {
      return say(with.inner(), form);
    }
    if (initializer instanceof Seeded seeded) {
      return say(seeded.inner(), form);
    }
    if (initializer instanceof Constant constant && Double.isFinite(constant.value())) {
      return constant(constant.value());
    }
    if (initializer instanceof GivenTensor given && !given.isExact()) {
      return new Said("Constant", map("value", array(given, form)));
    }
    if (initializer instanceof Uniform uniform) {
      return random("RandomUniform", map("minval", uniform.low(), "maxval", uniform.high()));
    }
    if (initializer instanceof Normal normal) {
      return random("RandomNormal", map("mean", normal.mean(), "stddev", normal.std()));
    }
    if (initializer instanceof TruncatedNormal truncated && isCutAtTwo(truncated)) {
      return random("TruncatedNormal", map("mean", truncated.mean(), "stddev", truncated.std()));
    }
    if (initializer instanceof VarianceScaling scaling) {
      return scaling(scaling);
    }
    if (initializer instanceof OnAxes on
        && on.inner() instanceof VarianceScaling scaling
        && isKeras(on.axes())) {
      Said said = scaling(scaling);
      said.config().put("input_axes", integers(on.axes().inputAxes()));
      said.config().put("output_axes", integers(on.axes().outputAxes()));
      return said;
    }
    if (initializer instanceof Orthogonal orthogonal
        && orthogonal.equals(new Orthogonal(orthogonal.gain()))) {
      return random("Orthogonal", map("gain", orthogonal.gain()));
    }
    if (initializer instanceof Identity identity
        && identity.equals(new Identity(identity.gain()).withFits(Identity.Fits.MATRIX))) {
      return new Said("Identity", map("gain", identity.gain()));
    }
    if (initializer instanceof Stft stft) {
      return new Said("STFT", StftWords.config(stft));
    }
    throw refused(initializer);
  }

  private static IllegalArgumentException refused(Initializer initializer) {
    return new IllegalArgumentException(
        "initializer must be one that Keras has, was " + ConfigValues.spelled(initializer));
  }

  private static Said constant(double value) {
    if (Double.doubleToRawLongBits(value) == 0) {
      return new Said("Zeros", map());
    }
    return value == 1 ? new Said("Ones", map()) : new Said("Constant", map("value", value));
  }

  private static boolean isCutAtTwo(TruncatedNormal truncated) {
    return truncated.equals(
        new TruncatedNormal(
            truncated.mean(), truncated.std(), -2, 2, TruncatedNormal.Bounds.SIGMAS));
  }

  private static boolean isKeras(Layout axes) {
    return KerasAxes.areThese(axes);
  }

  private static Said scaling(VarianceScaling scaling) {
    for (KerasNames.Scheme scheme : KerasNames.SCHEMES) {
      if (scaling.equals(scheme.scaling())) {
        return random(scheme.name(), map());
      }
    }
    boolean known =
        scaling.equals(new VarianceScaling(scaling.scale(), scaling.mode(), scaling.distribution()))
            && scaling.mode() != FanMode.FAN_GEO_AVG
            && scaling.distribution() != Distribution.TRUNCATED_NORMAL_UNCORRECTED;
    if (!known) {
      throw refused(scaling);
    }
    String distribution =
        scaling.distribution() == Distribution.NORMAL
            ? "untruncated_normal"
            : scaling.distribution().name().toLowerCase(Locale.ROOT);
    return random(
        "VarianceScaling",
        map(
            "scale", scaling.scale(),
            "mode", scaling.mode().name().toLowerCase(Locale.ROOT),
            "distribution", distribution));
  }

  private static Said random(String className, Map<String, @Nullable Object> config) {
    config.put("seed", null);
    return new Said(className, config);
  }

  private static Object array(GivenTensor given, Form form) {
    boolean writable = given.ownShape().rank() > 0 && given.ownShape().elementCount() > 0;
    for (double value : given.values()) {
      writable &= !Double.isNaN(value);
    }
    if (!writable) {
      throw refused(given);
    }
    Object nested = nested(given.values(), given.ownShape(), 0, 0);
    return form == Form.KERAS_2
        ? nested
        : map("class_name", "__numpy__", "config", map("value", nested, "dtype", "float64"));
  }

  private static Object nested(double[] values, Shape shape, int axis, int from) {
    if (axis == shape.rank()) {
      return values[from];
    }
    int stride = (int) shape.rowMajorStrides()[axis];
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < shape.size(axis); i++) {
      list.add(nested(values, shape, axis + 1, from + i * stride));
    }
    return list;
  }

  private static List<Object> integers(List<Integer> axes) {
    return new ArrayList<>(axes.stream().map(Integer::longValue).toList());
  }

  private static Map<String, @Nullable Object> map(Object... entries) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }
}
