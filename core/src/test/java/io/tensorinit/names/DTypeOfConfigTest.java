package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Model;
import io.tensorinit.tensor.DType;
import io.tensorinit.testkit.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dtype in a config is the tensor's where nothing else says one. */
class DTypeOfConfigTest {
  @ParameterizedTest
  @CsvSource({
    "bfloat16, BF16",
    "jnp.float16, F16",
    "float64, F64",
    "torch.float32, F32",
    "ComplexF32, C64",
    "complex64, C64",
    "float8_e5m2, F8_E5M2",
    "mixed_float16, F32",
  })
  void everyLibrarysSpellingIsRead(String spelled, DType dtype) {
    assertEquals(
        dtype, Initializers.get("jax:normal", Map.of("dtype", spelled)).ownDType().orElseThrow());
  }

  @Test
  void itIsTheTensorsUnlessOneIsSaid() {
    Map<String, Object> config = Map.of("dtype", "bfloat16", "seed", 3);
    assertEquals(
        DType.BF16,
        TensorInit.tensor(Initializers.get("jax:normal", config))
            .name("w")
            .shape(3)
            .toFill()
            .dtype());
    assertEquals(
        DType.F64,
        TensorInit.tensor(Initializers.get("jax:normal", config))
            .name("w")
            .shape(3)
            .dtype(DType.F64)
            .toFill()
            .dtype());
    Map<String, Object> none = new HashMap<>();
    none.put("dtype", null);
    assertEquals(Initializers.get("jax:normal"), Initializers.get("jax:normal", none));
  }

  @Test
  void inAManifestItBeatsTheDefaultAndNotTheParametersOwn() {
    Model model =
        Manifest.parse(
                ("{\"dtype\": \"F16\", \"parameters\": ["
                        + "{\"name\": \"a\", \"shape\": [2], \"init\": {\"class_name\": \"jax:normal\","
                        + " \"config\": {\"dtype\": \"bfloat16\"}}},"
                        + "{\"name\": \"b\", \"shape\": [2], \"dtype\": \"F64\", \"init\": {\"class_name\":"
                        + " \"jax:normal\", \"config\": {\"dtype\": \"bfloat16\"}}},"
                        + "{\"name\": \"c\", \"shape\": [2], \"init\": \"jax:normal\"}]}")
                    .getBytes(StandardCharsets.UTF_8))
            .model();
    assertEquals(DType.BF16, model.parameters().get(0).dtype());
    assertEquals(DType.F64, model.parameters().get(1).dtype());
    assertEquals(DType.F16, model.parameters().get(2).dtype());
  }

  @Test
  void whatIsNoFloatingPointDTypeIsRefused() {
    Refusals.assertRefused(
        "jax:normal parameter 'dtype' must be a floating-point dtype such as float32, bfloat16 or"
            + " complex64, or null, was \"int32\"",
        () -> Initializers.get("jax:normal", Map.of("dtype", "int32")));
  }
}
