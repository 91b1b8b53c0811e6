/**
 * The peers: what they need, and what they cannot do, by benchmark. `images`: how many of an epoch's images, or of
 * the 10,000 that are predicted, a peer is given that would take hours over all; the figures say so. `batches`: at
 * how many images a time a peer predicts many, where its best of 32 to 1,000 is far from the others' (measured).
 */

const RUNS_ONLY = "it runs models and does not train";
const NO_TRAINING = {
  "seed-epoch": RUNS_ONLY,
  "wide-epoch": RUNS_ONLY,
  "cnn-epoch": RUNS_ONLY,
  "seed-process": RUNS_ONLY,
};

const ONNX = { script: "onnxruntime-peer.mjs", cannot: NO_TRAINING };
const KERAS = { python: "keras_peer.py" };
const TENSORFLOW_JS = { script: "tfjs-peer.mjs", oneThread: true };

export const PEERS = {
  numpy: {
    python: "numpy_peer.py",
    packages: { numpy: "NumPy" },
    cannot: {
      "cnn-epoch": "NumPy has no convolution",
      "cnn-inference": "NumPy has no convolution",
    },
  },
  "keras-tensorflow": {
    ...KERAS,
    packages: { keras: "Keras", tensorflow: "TensorFlow" },
    env: { KERAS_BACKEND: "tensorflow", TF_CPP_MIN_LOG_LEVEL: "3", CUDA_VISIBLE_DEVICES: "-1" },
  },
  "keras-jax": {
    ...KERAS,
    packages: { keras: "Keras", jax: "JAX" },
    env: { KERAS_BACKEND: "jax", JAX_PLATFORMS: "cpu" },
  },
  pytorch: {
    python: "pytorch_peer.py",
    packages: { torch: "PyTorch" },
    env: { CUDA_VISIBLE_DEVICES: "" },
    batches: { "cnn-inference": 64 },
  },
  "tfjs-wasm": {
    ...TENSORFLOW_JS,
    title: "TensorFlow.js VERSION, wasm",
    packages: ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"],
    env: { BENCH_BACKEND: "wasm" },
    images: { "wide-epoch": 6000 },
    cannot: { "cnn-epoch": "its WebAssembly backend has no gradient of a convolution" },
  },
  "tfjs-cpu": {
    ...TENSORFLOW_JS,
    title: "TensorFlow.js VERSION, cpu",
    packages: ["@tensorflow/tfjs"],
    env: { BENCH_BACKEND: "cpu" },
    images: { "seed-epoch": 6000, "wide-epoch": 512, "cnn-epoch": 16, "cnn-inference": 128 },
    cannot: { "seed-process": "it would take a quarter of an hour" },
  },
  "jax-js": {
    script: "jax-js-peer.mjs",
    title: "jax-js VERSION",
    packages: ["@jax-js/jax"],
    oneThread: true,
    images: { "cnn-epoch": 256, "cnn-inference": 1280 },
  },
  "onnxruntime-web": {
    ...ONNX,
    title: "onnxruntime-web VERSION",
    packages: ["onnxruntime-web"],
    env: { BENCH_BACKEND: "onnxruntime-web" },
  },
  "onnxruntime-node": {
    ...ONNX,
    title: "onnxruntime-node VERSION, native",
    packages: ["onnxruntime-node"],
    env: { BENCH_BACKEND: "onnxruntime-node" },
  },
};
