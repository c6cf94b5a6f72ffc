package io.tensorinit.djl.examples;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.djl.DjlBlocks;
import io.tensorinit.tensor.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training pipeline, whole: a network with one hidden layer learns Fashion-MNIST twice, from
 * first weights that TensorInit gave it on the CPU and, where there is one, on the GPU. They are
 * the same bits; the file of the same model, which PyTorch loads, has them, too.
 */
public final class FashionMnist {
  private static final Seed SEED = Seed.of(42);
  private static final int BATCH = 100;
  private static final int PIXELS = 28 * 28;

  /**
   * What a run began and ended with.
   *
   * @param first the SHA-256 of each parameter's first values
   * @param loss the loss of the last batch
   * @param accuracy the share of test images that are told right afterwards
   */
  public record Run(Map<String, String> first, float loss, float accuracy) {}

  private final Images train;
  private final Images test;
  private final int steps;

  private FashionMnist(Images train, Images test, int steps) {
    this.train = train;
    this.test = test;
    this.steps = steps;
  }

  /**
   * Trains twice, writes the first weights and their manifest, and lets PyTorch load them.
   *
   * @param args the folder of the images, the folder that files are written to, the number of
   *     batches
   * @throws IOException if images cannot be read or files not be written
   * @throws InterruptedException if waiting for PyTorch is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    FashionMnist example =
        new FashionMnist(
            Images.read(Path.of(args[0]), "train"),
            Images.read(Path.of(args[0]), "t10k"),
            Integer.parseInt(args[2]));
    Path folder = Files.createDirectories(Path.of(args[1]));

    Run one;
    try (Backend cpu = Backends.installed().open("cpu", BackendOptions.DEFAULT)) {
      one = example.train(cpu, Device.cpu(), folder);
    }
    Run two;
    try (Backend other = gpuOrOneThread()) {
      Device device =
          other.name().equals("cuda") ? Engine.getEngine("PyTorch").defaultDevice() : Device.cpu();
      two = example.train(other, device, folder);
    }
    System.out.println("equal first weights: " + one.first().equals(two.first()));
    Path file = folder.resolve("first.safetensors");
    System.out.println("PyTorch, from " + file + ": " + LoadedByPyTorch.compare(file, one.first()));
  }

  /** The GPU's backend; where there is none the CPU's, of a single thread. */
  private static Backend gpuOrOneThread() {
    Backends installed = Backends.installed();
    for (Backends.Answer answer : installed.report()) {
      if (answer.name().equals("cuda")) {
        if (answer.availability() instanceof Availability.Unavailable absent) {
          System.out.println("no GPU, so one thread of the CPU: " + absent.reason());
        } else {
          return installed.open("cuda", BackendOptions.DEFAULT);
        }
      }
    }
    return installed.open("cpu", BackendOptions.threads(1));
  }

  private static Block network() {
    return new SequentialBlock()
        .add(Linear.builder().setUnits(128).build())
        .add(Activation.reluBlock())
        .add(Linear.builder().setUnits(10).build());
  }

  /** Initializes, writes the first weights for others, and trains. */
  private Run train(Backend backend, Device device, Path folder) throws IOException {
    try (Model model = Model.newInstance("fashion-mnist", device, "PyTorch")) {
      Block block = network();
      model.setBlock(block);
      block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(BATCH, PIXELS));
      var weights = DjlBlocks.describe(block).seed(SEED).build();
      DjlBlocks.fill(block, weights, backend);
      Map<String, String> first = digests(block);
      Checkpoints.write(weights, folder.resolve("first.safetensors"), backend);
      Files.writeString(folder.resolve("first.json"), DjlBlocks.manifest(block, SEED));

      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
              .optOptimizer(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build())
              .optDevices(new Device[] {device});
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(BATCH, PIXELS));
        float loss = 0;
        for (int step = 0; step < steps; step++) {
          loss = step(trainer, step);
        }
        float accuracy = accuracy(trainer);
        System.out.printf(
            "first weights by %s (%s), trained on %s: loss %.4f, accuracy %.4f after %d batches%n",
            backend.name(), backend.device(), device, loss, accuracy, steps);
        return new Run(first, loss, accuracy);
      }
    }
  }

  /** Learns a batch. */
  private float step(Trainer trainer, int step) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      int from = step * BATCH % (train.count() - BATCH + 1);
      NDArray images = manager.create(train.pixels(from, BATCH), new Shape(BATCH, PIXELS));
      NDArray labels = manager.create(train.labels(from, BATCH));
      NDArray loss;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDList answers = trainer.forward(new NDList(images));
        loss = trainer.getLoss().evaluate(new NDList(labels), answers);
        gradients.backward(loss);
        answers.attach(manager);
        loss.attach(manager);
      }
      trainer.step();
      return loss.getFloat();
    }
  }

  private float accuracy(Trainer trainer) {
    try (NDManager manager = trainer.getManager().newSubManager()) {
      int count = test.count();
      NDArray images = manager.create(test.pixels(0, count), new Shape(count, PIXELS));
      NDList answers = trainer.evaluate(new NDList(images));
      answers.attach(manager);
      NDArray right =
          answers
              .singletonOrThrow()
              .argMax(1)
              .toType(DataType.FLOAT32, false)
              .eq(manager.create(test.labels(0, count)));
      return right.toType(DataType.FLOAT32, false).mean().getFloat();
    }
  }

  private static Map<String, String> digests(Block block) {
    Map<String, String> digests = new LinkedHashMap<>();
    DjlBlocks.arrays(block)
        .forEach((name, array) -> digests.put(name, sha256(array.toByteBuffer(false))));
    return digests;
  }

  private static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
