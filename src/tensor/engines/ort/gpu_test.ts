import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { compareWithEager } from "../../testing/compare_with_eager.ts";
import { engineTestOptions } from "../../testing/engine_test_options.ts";
import {
  DIFFERENTIABLE,
  ELEMENTWISE,
  OF_MATRICES,
  type Operation,
  withGradient,
} from "../../testing/operations.ts";
import { compile } from "../compile.ts";
import { engineOf } from "../engines.ts";

const { ignore, note } = await engineTestOptions("gpu");

/** A test of what needs a graphics adapter, such as SwiftShader's. */
function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `${name}${note}`, ignore, fn });
}

async function difference(operation: Operation, shapes: readonly number[][]): Promise<number> {
  const { difference } = await compareWithEager(
    ({ a, b }) => ({ result: tf.cast(operation(a, b), "float32") }),
    { a: shapes[0]!, b: shapes[1]! },
    7,
    { engine: "gpu" },
  );
  return difference;
}

for (const [name, operation] of Object.entries(ELEMENTWISE)) {
  test(`${name} gives the same on the gpu engine, over shapes that broadcast`, async () => {
    ok(await difference(operation, [[2, 3, 5], [3, 1]]) <= 1e-4);
  });
}

for (const [name, operation] of Object.entries(OF_MATRICES)) {
  test(`${name} gives the same on the gpu engine`, async () => {
    ok(await difference(operation, [[3, 5], [3, 5]]) <= 1e-4);
  });
}

for (const name of DIFFERENTIABLE) {
  test(`the gradient of ${name} is the same on the gpu engine`, async () => {
    ok(await difference(withGradient(OF_MATRICES[name]!), [[3, 5], [3, 5]]) <= 1e-3);
  });
}

test("the gpu engine splits into more parts than a shader binds", async () => {
  const parts = (a: tf.Tensor) => tf.split(a, 17, 1);
  ok(await difference((a) => tf.concat(parts(a).reverse(), 0), [[2, 17], [1]]) === 0);
});

test("the gpu engine multiplies many matrices, transposed and scaled", async () => {
  const product: Operation = (a, b) => tf.mul(tf.matMul(a, b, true, true), 0.125);
  ok(await difference(product, [[2, 3, 5, 4], [2, 3, 6, 5]]) <= 1e-5);
});

test("relu and its gradient hand NaN on, on the gpu engine", async () => {
  await using program = await compile(
    ({ x }) => ({ y: tf.relu(x), slope: tf.grad((x) => tf.relu(x))(x) }),
    { engine: "gpu", inputs: { x: { shape: [4], dtype: "float32" } } },
  );
  const { y, slope } = await program.run({ x: Float32Array.of(NaN, -1, 2, -Infinity) });
  assertEquals([[...y!], [...slope!]], [[NaN, 0, 2, 0], [NaN, 0, 1, 0]]);
});

test("the gpu engine keeps what is renewed in its own memory, and gives it back", async () => {
  await using program = await compile(
    ({ x, count, by }) => ({ x: tf.matMul(x, x), count: tf.add(count, by), was: tf.sum(x) }),
    {
      engine: "gpu",
      inputs: { by: { shape: [], dtype: "int32" } },
      state: {
        x: { shape: [2, 2], dtype: "float32", data: Float32Array.of(1, 1, 0, 1) },
        count: { shape: [], dtype: "int32", data: Int32Array.of(5) },
      },
    },
  );
  for (const sum of [3, 4, 6]) {
    assertEquals([...(await program.run({ by: Int32Array.of(2) })).was!], [sum]);
  }
  const { x, count } = await program.state();
  assertEquals([[...x], [...count]], [[1, 8, 0, 1], [11]]);
});

test("programs of the gpu engine see what others have renewed", async () => {
  const spec = { shape: [3], dtype: "float32" } as const, engine = engineOf("gpu");
  const grow = await engine.prepare({
    compute: ({ x, y }) => ({ "next/x": tf.add(x!, y!) }),
    inputs: { x: spec, y: spec },
  });
  const turn = await engine.prepare({
    compute: ({ x, y }) => ({ "next/y": tf.neg(y!), "next/x": tf.mul(x!, 2) }),
    inputs: { x: spec, y: spec },
  });
  const x = Float32Array.of(1, 2, 3), y = Float32Array.of(1, 1, 1);
  const first = grow.bind({ inputs: { x, y }, outputs: { "next/x": x } });
  const second = turn.bind({ inputs: { x, y }, outputs: { "next/x": x, "next/y": y } });
  await first.run();
  await second.run();
  await first.run();
  assertEquals([...x], [1, 2, 3], "nothing travels before it is asked for");
  await grow.sync();
  await turn.sync();
  assertEquals([[...x], [...y]], [[3, 5, 7], [-1, -1, -1]]);
  await grow.release();
  await turn.release();
});
