/** A dense autoencoder of MNIST's images: a code of a few numbers, and the decoder that makes an image of it again. */
import { Adam, Dense, OneCycle, Sequential } from "../../dist/index.js";

/**
 * @param images { data, shape: [N, ...], scale }, bytes
 * @returns the codes, (N, codeSize), and the decoder's layers, { kernel, bias }
 */
export async function trainAutoencoder(
  images,
  { encoder, codeSize, decoder, epochs, batchSize, peak, seed },
) {
  const [count] = images.shape;
  const pixels = images.data.length / count;
  const inputs = { data: images.data, shape: [count, pixels], scale: images.scale };
  const targets = { data: Float32Array.from(images.data, (byte) => byte / 255), shape: [count, pixels] };
  const network = new Sequential(
    [
      ...encoder.map(
        (units, i) => new Dense(units, { activation: "relu", ...(i === 0 && { inputShape: [pixels] }) }),
      ),
      new Dense(codeSize),
      ...decoder.map((units) => new Dense(units, { activation: "relu" })),
      new Dense(pixels, { activation: "sigmoid" }),
    ],
    { seed },
  );
  const totalSteps = epochs * Math.ceil(count / batchSize);
  const optimizer = new Adam({ learningRate: new OneCycle({ peak, totalSteps }) });
  network.compile({ optimizer, loss: "binary_crossentropy" });
  await network.fit(inputs, targets, { batchSize, epochs, seed, verbose: 2 });
  const weights = network.getWeights();
  const encoderArrays = 2 * (encoder.length + 1);
  const codes = encode(inputs, weights.slice(0, encoderArrays));
  network.dispose();
  return { codes, decoder: pairUp(weights.slice(encoderArrays)) };
}

function encode(inputs, weights) {
  const layers = pairUp(weights).map(({ kernel }, i, all) => {
    const activation = i === all.length - 1 ? "linear" : "relu";
    return new Dense(kernel.shape[1], { activation, ...(i === 0 && { inputShape: [kernel.shape[0]] }) });
  });
  const network = new Sequential(layers);
  network.setWeights(weights);
  const codes = network.predict(inputs);
  network.dispose();
  return codes;
}

function pairUp(weights) {
  return Array.from({ length: weights.length / 2 }, (_, i) => ({
    kernel: weights[2 * i],
    bias: weights[2 * i + 1],
  }));
}
