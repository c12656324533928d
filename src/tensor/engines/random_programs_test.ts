import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { sameShape } from "../graph/graph.ts";
import { compareWithEager } from "../testing/compare_with_eager.ts";

/** What a step does; `left`, `right` and `axis` are shares of what there is to choose from. */
interface Step {
  readonly kind: keyof typeof STEPS;
  readonly left: number;
  readonly right: number;
  readonly constant: number;
  readonly axis: number;
  readonly flags: readonly [boolean, boolean];
}

/** What a step is made of: two earlier results, and an axis of the left one. */
interface Operands extends Pick<Step, "constant" | "flags"> {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
  readonly axis: number;
}

/** Whether tfjs has the product of two tensors and its gradients, which it does not sum over batches. */
function fits({ shape }: tf.Tensor, other: tf.Tensor, transA: boolean, transB: boolean): boolean {
  return shape.length >= 2 && shape.length === other.rank &&
    sameShape(shape.slice(0, -2), other.shape.slice(0, -2)) &&
    shape.at(transA ? -2 : -1) === other.shape.at(transB ? -1 : -2);
}

function broadcasts(x: tf.Tensor, y: tf.Tensor): boolean {
  const shorter = Math.min(x.rank, y.rank);
  return x.shape.slice(x.rank - shorter).every((n, i) => {
    const m = y.shape[y.rank - shorter + i];
    return n === m || n === 1 || m === 1;
  });
}

function swapped({ rank }: tf.Tensor, axis: number): number[] {
  const perm = Array.from({ length: rank }, (_, i) => i);
  return perm.with(axis, rank - 1).with(rank - 1, axis);
}

/** Each makes a tensor of earlier ones, or nothing where the shapes do not allow it. */
const STEPS = {
  add: ({ x, y }: Operands) => broadcasts(x, y) ? tf.add(x, y) : undefined,
  sub: ({ x, y }: Operands) => broadcasts(x, y) ? tf.sub(x, y) : undefined,
  mul: ({ x, y }: Operands) => broadcasts(x, y) ? tf.mul(x, y) : undefined,
  shift: ({ x, constant }: Operands) => tf.add(x, constant),
  scale: ({ x, constant }: Operands) => tf.mul(x, constant),
  scaleByFill: ({ x, y, constant }: Operands) =>
    broadcasts(x, y) ? tf.mul(tf.fill(y.shape, constant), x) : undefined,
  subFrom: ({ x, constant }: Operands) => tf.sub(constant, x),
  relu: ({ x }: Operands) => tf.relu(x),
  sum: ({ x, axis, flags }: Operands) => x.rank ? tf.sum(x, axis, flags[0]) : undefined,
  mean: ({ x, flags }: Operands) => tf.mean(x, undefined, flags[0]),
  transpose: ({ x, axis }: Operands) => x.rank ? tf.transpose(x, swapped(x, axis)) : undefined,
  reshape: ({ x, flags }: Operands) => tf.reshape(x, flags[0] ? [-1] : [1, ...x.shape]),
  concat: ({ x, axis }: Operands) => x.rank ? tf.concat([x, x], axis) : undefined,
  matMul: ({ x, y, flags, constant }: Operands) => {
    const other = [y, x].find((other) => fits(x, other, ...flags));
    return other && tf.mul(tf.matMul(x, other, ...flags), constant);
  },
};

/** Steps whose results are kept between −2 and 2; the others leave the fusions what they look for. */
const GROWING = new Set<Step["kind"]>(["matMul", "mul", "sum"]);

/** Results of the steps, without the inputs. */
function run(steps: readonly Step[], inputs: readonly tf.Tensor[]): tf.Tensor[] {
  const results = [...inputs];
  for (const { kind, left, right, axis, ...rest } of steps) {
    // Squares make the last results likelier, so that chains of operations come about.
    const pick = (at: number) => results[Math.ceil((1 - at ** 2) * results.length) - 1]!;
    const x = pick(left), y = pick(right);
    const result = STEPS[kind]({ x, y, axis: Math.floor(axis * x.rank), ...rest });
    if (result === undefined || result.rank > 4 || result.size > 1000) continue;
    results.push(GROWING.has(kind) ? tf.mul(tf.tanh(tf.mul(result, 0.3)), 2) : result);
  }
  return results.slice(inputs.length);
}

const part = fc.integer({ min: 0, max: 99 }).map((n) => n / 100);

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(...Object.keys(STEPS) as (keyof typeof STEPS)[]),
    left: part,
    right: part,
    constant: fc.constantFrom(0, 1, 2, 0.5, -1),
    axis: part,
    flags: fc.tuple(fc.boolean(), fc.boolean()),
  }),
  { minLength: 4, maxLength: 14 },
);

const size = fc.integer({ min: 1, max: 4 });

const shapes = fc.tuple(size, size, size).map(([n, m, k]) => ({
  a: [n, m],
  b: [m],
  c: [m, k],
  d: [1, m],
  e: [2, n, m],
  f: [],
}));

const seeds = fc.integer({ min: 0, max: 1e6 });

Deno.test("random programs give the same compiled and eager, sizes of 1 and known factors included", async () => {
  await fc.assert(
    fc.asyncProperty(steps, shapes, seeds, async (steps, shapes, seed) => {
      const { difference } = await compareWithEager(
        ({ a, b, c, d, e, f }) => {
          const results = run(steps, [a, b, c, d, e, f]);
          const scaled = results.map((result, i) => [`${i}`, tf.mul(result, i % 2 ? 0.25 : 1)]);
          return { ...Object.fromEntries(scaled), input: tf.add(a, 0) };
        },
        shapes,
        seed,
      );
      ok(difference <= 1e-4, `${difference}`);
    }),
    { numRuns: 300, seed: 4 },
  );
});

Deno.test("gradients of random programs are the same compiled and eager", async () => {
  await fc.assert(
    fc.asyncProperty(steps, shapes, seeds, async (steps, shapes, seed) => {
      const { difference } = await compareWithEager(
        ({ a, b, c, d, e, f }) => {
          const squares = (a: tf.Tensor, b: tf.Tensor) =>
            [a, b, ...run(steps, [a, b, c, d, e, f])]
              .map((result) => tf.mean(tf.square(result)))
              .reduce((sum, square) => tf.add(sum, square));
          const [ofA, ofB] = tf.grads(squares)([a, b]) as [tf.Tensor, tf.Tensor];
          return { ofA, ofB, total: tf.sum(ofA, 0) };
        },
        shapes,
        seed,
      );
      ok(difference <= 1e-4, `${difference}`);
    }),
    { numRuns: 300, seed: 5 },
  );
});
