// Writes models as TensorFlow.js describes them, with the variables it makes of them; needs the npm package
// @tensorflow/tfjs 4.22.0 and Node.js:
//
//     npm install @tensorflow/tfjs@4.22.0
//     node make-models.mjs > tfjs-models.json
import tf from '@tensorflow/tfjs';

await tf.setBackend('cpu');
const L = tf.layers;
const sequential = (layers) => tf.sequential({layers});

/** The middle of an Inception block: branches, merged. */
function branches() {
  const image = tf.input({shape: [16, 16, 8], name: 'image'});
  const narrow = L.conv2d({filters: 4, kernelSize: 1, activation: 'relu', name: 'narrow'}).apply(image);
  const wide = L.conv2d({filters: 6, kernelSize: [3, 5], padding: 'same', name: 'wide', kernelInitializer: 'heNormal'})
      .apply(narrow);
  const pooled = L.maxPooling2d({poolSize: 3, strides: 1, padding: 'same', name: 'pool'}).apply(image);
  const joined = L.concatenate({axis: -1, name: 'joined'}).apply([narrow, wide, pooled]);
  const normed = L.batchNormalization({name: 'bn'}).apply(joined);
  const strided = L.conv2d({filters: 10, kernelSize: 3, strides: 2, name: 'strided', useBias: false}).apply(normed);
  const added = L.add({name: 'added'}).apply([strided, strided]);
  const flat = L.flatten({name: 'flat'}).apply(added);
  const out = L.dense({units: 3, activation: 'softmax', name: 'out', kernelInitializer: tf.initializers.varianceScaling(
      {scale: 2, mode: 'fanOut', distribution: 'uniform', seed: 42})}).apply(flat);
  return tf.model({inputs: image, outputs: out, name: 'branches'});
}

/** One dense layer applied to two inputs. */
function shared() {
  const left = tf.input({shape: [5], name: 'left'});
  const right = tf.input({shape: [5], name: 'right'});
  const tower = L.dense({units: 7, name: 'tower'});
  const both = L.concatenate({name: 'both'}).apply([tower.apply(left), tower.apply(right)]);
  const out = L.dense({units: 1, name: 'score'}).apply(both);
  return tf.model({inputs: [left, right], outputs: out, name: 'siamese'});
}

/** A model inside a model. */
function nested() {
  const encoder = sequential([
    L.dense({units: 6, inputShape: [4], name: 'first'}), L.dense({units: 2, name: 'second'})]);
  encoder.name = 'encoder';
  const input = tf.input({shape: [4], name: 'x'});
  const inner = tf.input({shape: [2], name: 'z'});
  const decoder = tf.model({inputs: inner, outputs: L.dense({units: 4, name: 'restored'}).apply(inner), name: 'decoder'});
  return tf.model({inputs: input, outputs: decoder.apply(encoder.apply(input)), name: 'autoencoder'});
}

const models = {
  'perceptron': sequential([
    L.dense({units: 256, activation: 'relu', inputShape: [784]}), L.dropout({rate: 0.2}),
    L.dense({units: 10, activation: 'softmax', biasInitializer: 'ones'})]),
  'flat images': sequential([
    L.conv2d({filters: 8, kernelSize: 3, inputShape: [28, 28, 1], activation: 'relu'}),
    L.maxPooling2d({poolSize: [2, 2]}), L.conv2d({filters: 16, kernelSize: 5, padding: 'same', strides: 2}),
    L.averagePooling2d({poolSize: 2}), L.zeroPadding2d({padding: [[1, 2], [3, 4]]}), L.cropping2D({cropping: [[1, 0], [2, 1]]}),
    L.flatten(), L.dense({units: 10})]),
  'channels first': sequential([
    L.conv2d({filters: 4, kernelSize: 3, inputShape: [3, 10, 12], dataFormat: 'channelsFirst'}),
    L.batchNormalization({axis: 1}), L.flatten(), L.dense({units: 2})]),
  'convolutions of each rank': sequential([
    L.conv3d({filters: 4, kernelSize: 3, inputShape: [8, 8, 8, 2]}), L.conv3dTranspose({filters: 3, kernelSize: 2, strides: 2}),
    L.reshape({targetShape: [12, 432]}), L.conv1d({filters: 5, kernelSize: 3, padding: 'causal'}),
    L.dense({units: 9}), L.globalAveragePooling1d(), L.dense({units: 2})]),
  'separable': sequential([
    L.separableConv2d({filters: 6, kernelSize: 3, depthMultiplier: 2, inputShape: [9, 9, 4]}),
    L.depthwiseConv2d({kernelSize: 3, depthMultiplier: 3, depthwiseInitializer: 'heUniform'}),
    L.conv2dTranspose({filters: 5, kernelSize: 3, strides: 2, padding: 'same'}), L.upSampling2d({size: [2, 3]}),
    L.globalMaxPooling2d({}), L.dense({units: 1})]),
  'recurrent': sequential([
    L.embedding({inputDim: 100, outputDim: 12, inputLength: 20}), L.lstm({units: 8, returnSequences: true}),
    L.gru({units: 6, returnSequences: true, resetAfter: false}),
    L.simpleRNN({units: 4, returnSequences: true, recurrentInitializer: 'identity'}),
    L.lstm({units: 3, unitForgetBias: false}), L.dense({units: 1})]),
  'bidirectional': sequential([
    L.embedding({inputDim: 50, outputDim: 6, inputLength: 11}),
    L.bidirectional({layer: L.lstm({units: 5, returnSequences: true}), mergeMode: 'concat'}),
    L.bidirectional({layer: L.gru({units: 4, returnSequences: true, resetAfter: false}), mergeMode: 'sum'}),
    L.timeDistributed({layer: L.dense({units: 3})}), L.flatten(), L.dense({units: 1})]),
  'stacked cells': sequential([
    L.rnn({cell: L.stackedRNNCells({cells: [L.lstmCell({units: 4}), L.gruCell({units: 3, resetAfter: false})]}),
      inputShape: [7, 2]}), L.dense({units: 1})]),
  'one cell': sequential([L.rnn({cell: L.simpleRNNCell({units: 4}), inputShape: [7, 2]}), L.dense({units: 1})]),
  'convolutional lstm': sequential([
    L.convLstm2d({filters: 4, kernelSize: 3, inputShape: [5, 8, 8, 2], padding: 'same', returnSequences: true}),
    L.convLstm2d({filters: 3, kernelSize: 3}), L.flatten(), L.dense({units: 1})]),
  'normalizations': sequential([
    L.dense({units: 6, inputShape: [5]}), L.batchNormalization({center: false}),
    L.layerNormalization({scale: false}), L.prelu({alphaInitializer: tf.initializers.constant({value: 0.25})}), L.dense({units: 1})]),
  'axes moved': sequential([
    L.permute({dims: [2, 1], inputShape: [3, 4]}), L.dense({units: 5}), L.flatten(),
    L.repeatVector({n: 3}), L.prelu({sharedAxes: [1]}), L.flatten(), L.dense({units: 2})]),
  'branches': branches(),
  'shared': shared(),
  'nested': nested(),
};

// the variables are those of the model that is read from the JSON again: it does not say all that a model was made of
const rows = [];

/** A variable and the first two moments of the values it was given. */
function described(variable) {
  const values = Array.from(variable.read().dataSync());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {name: variable.originalName, shape: variable.shape, mean: Number(mean.toPrecision(6)),
    std: Number(Math.sqrt(variance).toPrecision(6))};
}

for (const [name, made] of Object.entries(models)) {
  const model = JSON.parse(made.toJSON(null, true));
  const read = await tf.loadLayersModel(tf.io.fromMemory({modelTopology: JSON.parse(made.toJSON(null, true))}));
  rows.push({name, model, weights: read.weights.map(described)});
}
process.stdout.write(JSON.stringify({origin: 'TensorFlow.js ' + tf.version.tfjs + ', make-models.mjs', models: rows}, null, 1) + '\n');
