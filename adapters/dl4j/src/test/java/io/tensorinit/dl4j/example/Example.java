package io.tensorinit.dl4j.example;

import static io.tensorinit.Initializers.*;

import io.tensorinit.dl4j.Dl4jNetworks;
import io.tensorinit.dl4j.NamedWeightInit;
import io.tensorinit.model.Model;
import io.tensorinit.model.Rule;
import io.tensorinit.tensor.Seed;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

public class Example {
  public static void main(String[] args) {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(100).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(100)
                        .nOut(10)
                        // One parameter in the configuration, under a name of its own.
                        .weightInit(
                            NamedWeightInit.of("head.weight", lecunNormal()).seed(Seed.of(42)))
                        .build())
                .build());
    network.init();

    // The whole network as its layers say, by the names of its parameter table: 0_W, 0_b, ...
    Dl4jNetworks.initialize(network, Seed.of(42));

    // Or otherwise.
    Model model =
        Dl4jNetworks.describe(network)
            .seed(Seed.of(42))
            .build()
            .apply(Rule.match("0_W").init(heNormal()));
    Dl4jNetworks.fill(network, model);

    // The same for the command: tensorinit init manifest.json -o model.safetensors
    String manifest = Dl4jNetworks.manifest(network, Seed.of(42));

    System.out.println(network.getParam("0_W").getFloat(0, 0) + " " + manifest.length());
  }
}
