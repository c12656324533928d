// deno-lint-ignore-file no-console
/** Trains a small network of one's own, compiled, beside the same in plain tfjs, and compares both. */
import * as tf from "@tensorflow/tfjs-core";
import { compile } from "@proseco/proseco/tensor";
import { randomKey, RandomStream } from "@proseco/proseco/random";
import "@tensorflow/tfjs-backend-cpu";

const [ROWS, WIDTH, STEPS] = [256, 128, 20], RATE = 0.05;
const stream = new RandomStream(randomKey(1));
const normals = (size: number, scale: number) =>
  Float32Array.from({ length: size }, () => scale * stream.normal());
const spec = (...shape: number[]) => ({ shape, dtype: "float32" as const });

const x = normals(ROWS * 2, 1),
  y = x.filter((_, i) => i % 2 === 0).map((a, i) => a * x[2 * i + 1]!);
const weights = {
  first: { ...spec(2, WIDTH), data: normals(2 * WIDTH, 0.7) },
  second: { ...spec(WIDTH, WIDTH), data: normals(WIDTH * WIDTH, 0.1) },
  last: { ...spec(WIDTH, 1), data: normals(WIDTH, 0.1) },
};
type Name = keyof typeof weights | "x" | "y";

/** One step of gradient descent: the loss and the weights after it. */
function step({ x, y, ...state }: Record<Name, tf.Tensor>): Record<string, tf.Tensor> {
  const loss = (first: tf.Tensor, second: tf.Tensor, last: tf.Tensor): tf.Tensor => {
    const hidden = tf.tanh(tf.matMul(tf.tanh(tf.matMul(x, first)), second));
    return tf.mean(tf.square(tf.sub(tf.matMul(hidden, last), y)));
  };
  const { value, grads } = tf.valueAndGrads(loss)([state.first, state.second, state.last]);
  const moved = (name: keyof typeof weights, i: number) =>
    tf.sub(state[name], tf.mul(grads[i]!, RATE));
  return {
    loss: value,
    first: moved("first", 0),
    second: moved("second", 1),
    last: moved("last", 2),
  };
}

await using compiled = await compile(step, {
  inputs: { x: spec(ROWS, 2), y: spec(ROWS, 1) },
  state: weights,
});
await compiled.run({ x, y }); // The first run prepares memory; both begin with it.
let started = performance.now(), loss = NaN;
for (let i = 1; i < STEPS; i++) loss = (await compiled.run({ x, y })).loss![0]!;
const compiledTime = performance.now() - started;

await tf.setBackend("cpu");
let state: Record<string, tf.Tensor> = { x: tf.tensor(x, [ROWS, 2]), y: tf.tensor(y, [ROWS, 1]) };
for (const [name, { data, shape }] of Object.entries(weights)) state[name] = tf.tensor(data, shape);
started = performance.now();
for (let i = 0; i < STEPS; i++) state = { ...state, ...tf.tidy(() => step(state as never)) };
const plainTime = performance.now() - started, [plain] = await state.loss!.data() as Float32Array;

console.log(`loss after ${STEPS} steps: compiled ${loss.toFixed(4)}, plain ${plain!.toFixed(4)}`);
console.log(`compiled is ${(plainTime / compiledTime).toFixed(0)} times as fast`);
