// Writes a model of Keras 2.2.4 (MobileNetV2 with a head of its own) as the converter of TensorFlow.js found it, with
// the names and shapes of the variables it converted; needs the npm package nsfwjs 4.2.0 (MIT), which ships it:
//
//     npm pack nsfwjs@4.2.0 && tar xzf nsfwjs-4.2.0.tgz
//     cp package/dist/esm/models/mobilenet_v2/model.min.js model.mjs
//     node take-model.mjs > keras-2-models.json
const {default: file} = await import(process.cwd() + '/model.mjs');
const {keras_version, backend, model_config} = file.modelTopology;
const weights = file.weightsManifest.flatMap((group) => group.weights.map(({name, shape}) => ({name, shape})));
process.stdout.write(JSON.stringify({
  origin: 'Keras ' + keras_version + ', by way of the npm package nsfwjs 4.2.0; take-model.mjs',
  models: [{name: 'MobileNetV2', model: {...model_config, keras_version, backend}, weights}],
}) + '\n');
