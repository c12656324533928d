import { deepStrictEqual as assertEquals } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { prepare } from "../prepare.ts";

const SCALAR = { shape: [], dtype: "float32" } as const;

Deno.test("an eager program may give one tensor under two names", async () => {
  const program = await prepare({
    compute({ x }) {
      const sum = tf.add(x, 1);
      return { first: sum, second: sum, "next/x": sum };
    },
    inputs: { x: SCALAR },
  }, { engine: "cpu" });
  const x = Float32Array.of(1), first = new Float32Array(1), second = new Float32Array(1);
  const { run } = program.bind({ inputs: { x }, outputs: { first, second, "next/x": x } });
  await run();
  await run();
  await program.sync();
  await program.release();
  assertEquals([first[0], second[0], x[0]], [3, 3, 3]);
});

Deno.test("an eager program may exchange what it keeps", async () => {
  const program = await prepare({
    compute: ({ a, b, one }) => ({ "next/a": b, "next/b": a, constant: one }),
    inputs: { a: SCALAR, b: SCALAR },
    constants: { one: { ...SCALAR, data: Float32Array.of(1) } },
  }, { engine: "cpu" });
  const a = Float32Array.of(2), b = Float32Array.of(3), constant = new Float32Array(1);
  const { run } = program.bind({
    inputs: { a, b },
    outputs: { "next/a": a, "next/b": b, constant },
  });
  for (let i = 0; i < 3; i++) await run();
  await program.sync();
  await program.release();
  assertEquals([a[0], b[0], constant[0]], [3, 2, 1]);
});

Deno.test("an eager program leaves nothing in the engine's memory", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  const program = await prepare({
    compute: ({ x, c }) => ({ y: tf.mul(x, c), "next/x": tf.add(x, c) }),
    inputs: { x: SCALAR },
    constants: { c: { ...SCALAR, data: Float32Array.of(2) } },
  }, { engine: "cpu" });
  const x = Float32Array.of(1), y = new Float32Array(1);
  const { run } = program.bind({ inputs: { x }, outputs: { y, "next/x": x } });
  await run();
  const after = tf.memory().numTensors;
  await run();
  assertEquals(tf.memory().numTensors, after);
  await program.release();
  assertEquals(tf.memory().numTensors, before);
});
