/**
 * A network as an ONNX file, opset 13, with the weights that Inkling wrote: the few messages of onnx.proto that it
 * takes, encoded by hand. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; wire format:
 * https://protobuf.dev/programming-guides/encoding.
 */
import { channelsFirst } from "./files.mjs";

const IR_VERSION = 8;
const OPSET = 13;
const FLOAT = 1; // TensorProto.DataType
const INT = 2; // AttributeProto.AttributeType
const INTS = 7;

/** Names of a model's input, (N, 784) or (N, channels, rows, columns), and output, (N, classes). */
export const INPUT = "x";
export const OUTPUT = "probabilities";

/** @param weights in Keras's order and layout */
export function encodeOnnx(network, weights) {
  const graph = buildGraph(network, channelsFirst(network, weights));
  return message(
    number(1, IR_VERSION),
    text(2, "inkling-bench"),
    bytes(7, graph),
    bytes(8, message(text(1, ""), number(2, OPSET))),
  );
}

function buildGraph(network, weights) {
  const nodes = [];
  const initializers = weights.map(({ shape, data }, i) => tensor(`w${i}`, shape, data));
  let current = INPUT;
  let next = 0;
  const add = (operator, inputs, attributes = []) => {
    const output = `t${nodes.length}`;
    nodes.push({ operator, inputs: [current, ...inputs], output, attributes });
    current = output;
  };
  for (const layer of network.layers) {
    if (layer.kind === "maxPooling2d") {
      const pool = [layer.poolSize, layer.poolSize];
      add("MaxPool", [], [integers("kernel_shape", pool), integers("strides", pool)]);
    } else if (layer.kind === "flatten") add("Flatten", []);
    else {
      add(layer.kind === "dense" ? "Gemm" : "Conv", [`w${next}`, `w${next + 1}`]);
      next += 2;
      if (layer.activation === "softmax") add("Softmax", [], [integer("axis", -1)]);
      else add(layer.activation === "relu" ? "Relu" : "Sigmoid", []);
    }
  }
  nodes.at(-1).output = OUTPUT;
  return message(
    ...nodes.map((node) => bytes(1, encodeNode(node))),
    text(2, network.name),
    ...initializers.map((initializer) => bytes(5, initializer)),
    bytes(11, valueInfo(INPUT, onnxInputShape(network))),
    bytes(12, valueInfo(OUTPUT, [network.layers.at(-1).units])),
  );
}

/** Shape of one example as the model takes it. */
export function onnxInputShape({ inputShape }) {
  if (inputShape.length === 1) return inputShape;
  const [rows, columns, channels] = inputShape;
  return [channels, rows, columns];
}

function encodeNode({ operator, inputs, output, attributes }) {
  return message(
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, operator),
    ...attributes.map((attribute) => bytes(5, attribute)),
  );
}

function integer(name, value) {
  return message(text(1, name), number(3, value), number(20, INT));
}

function integers(name, values) {
  return message(text(1, name), ...values.map((value) => number(8, value)), number(20, INTS));
}

function tensor(name, shape, data) {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return message(...shape.map((length) => number(1, length)), number(2, FLOAT), text(8, name), bytes(9, raw));
}

/** A float tensor whose first axis is the batch, of any length. */
function valueInfo(name, shape) {
  const axes = [text(2, "N"), ...shape.map((length) => number(1, length))];
  const tensorType = message(number(1, FLOAT), bytes(2, message(...axes.map((axis) => bytes(1, axis)))));
  return message(text(1, name), bytes(2, message(bytes(1, tensorType))));
}

function message(...fields) {
  return Buffer.concat(fields);
}

function text(field, value) {
  return bytes(field, Buffer.from(value, "utf8"));
}

function bytes(field, content) {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function number(field, value) {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

/** Seven bits a byte, least first; a negative number is its 64 bits of two's complement. */
function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    out.push(rest > 0n ? low + 128 : low);
  } while (rest > 0n);
  return Buffer.from(out);
}
