package io.tensorinit.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanOut;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of many kinds of layers. */
final class Networks {
  /** Each makes a network and initializes it as Deeplearning4j does. */
  static final Map<String, Supplier<Model>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("dense", Networks::dense);
    ALL.put("convolutions", Networks::convolutions);
    ALL.put("recurrent", Networks::recurrent);
    ALL.put("graph", Networks::graph);
    ALL.put("rarer", Networks::rarer);
  }

  private Networks() {}

  private static NeuralNetConfiguration.ListBuilder list(DataType type, WeightInit init) {
    return new NeuralNetConfiguration.Builder().dataType(type).weightInit(init).list();
  }

  static MultiLayerNetwork initialized(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  static MultiLayerNetwork dense() {
    return initialized(
        list(DataType.FLOAT, WeightInit.XAVIER)
            .layer(new DenseLayer.Builder().nIn(20).nOut(30).biasInit(0.25).build())
            .layer(
                new DenseLayer.Builder()
                    .nIn(30)
                    .nOut(8)
                    .hasLayerNorm(true)
                    .weightInit(new NormalDistribution(0.5, 0.125))
                    .build())
            .layer(
                new FrozenLayer(
                    new DenseLayer.Builder()
                        .nIn(8)
                        .nOut(8)
                        .weightInit(WeightInit.IDENTITY)
                        .build()))
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(8)
                    .nOut(3)
                    .weightInit(new WeightInitVarScalingNormalFanOut(1.5))
                    .build())
            .build());
  }

  static MultiLayerNetwork convolutions() {
    return initialized(
        list(DataType.DOUBLE, WeightInit.RELU)
            .layer(
                new ConvolutionLayer.Builder(3, 3)
                    .stride(2, 2)
                    .nOut(8)
                    .weightInit(WeightInit.XAVIER_UNIFORM)
                    .build())
            .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(1, 1).build())
            .layer(new BatchNormalization.Builder().build())
            .layer(new DepthwiseConvolution2D.Builder().kernelSize(2, 2).depthMultiplier(2).build())
            .layer(new SeparableConvolution2D.Builder(2, 2).nOut(4).build())
            .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(5).build())
            .setInputType(InputType.convolutional(17, 17, 3))
            .build());
  }

  static MultiLayerNetwork recurrent() {
    return initialized(
        list(DataType.FLOAT, WeightInit.XAVIER)
            .layer(new LSTM.Builder().nIn(5).nOut(7).forgetGateBiasInit(2).build())
            .layer(
                new Bidirectional(
                    Bidirectional.Mode.CONCAT,
                    new LSTM.Builder()
                        .nIn(7)
                        .nOut(4)
                        .weightInitRecurrent(new UniformDistribution(-0.5, 0.25))
                        .build()))
            .layer(new SimpleRnn.Builder().nIn(8).nOut(6).weightInit(WeightInit.UNIFORM).build())
            .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT).nIn(6).nOut(2).build())
            .build());
  }

  static MultiLayerNetwork rarer() {
    return initialized(
        list(DataType.FLOAT, WeightInit.XAVIER)
            .layer(
                new VariationalAutoencoder.Builder()
                    .nIn(6)
                    .nOut(4)
                    .encoderLayerSizes(5)
                    .decoderLayerSizes(5)
                    .build())
            .layer(new PReLULayer.Builder().inputShape(4).build())
            .layer(new ElementWiseMultiplicationLayer.Builder().nIn(4).nOut(4).build())
            .layer(new CenterLossOutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(2).build())
            .build());
  }

  static ComputationGraph graph() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .weightInit(WeightInit.LECUN_NORMAL)
            .graphBuilder()
            .addInputs("words", "numbers")
            .addLayer("embedding", new EmbeddingLayer.Builder().nIn(50).nOut(6).build(), "words")
            .addLayer("dense_1", new DenseLayer.Builder().nIn(4).nOut(6).build(), "numbers")
            .addVertex("both", new MergeVertex(), "embedding", "dense_1")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(12)
                    .nOut(2)
                    .weightInit(WeightInit.ZERO)
                    .build(),
                "both")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }
}
