/** Prints by which way this process reaches ONNX Runtime, and e⁰ as computed so. */
import * as tf from "@tensorflow/tfjs-core";
import { engineOf } from "../../engines.ts";
import { prepare } from "../../prepare.ts";

const engine = engineOf("compiled"), y = new Float32Array(1);
const program = await prepare({
  compute: ({ x }) => ({ y: tf.exp(x) }),
  inputs: { x: { shape: [1], dtype: "float32" } },
}, { engine: "compiled" });
await program.bind({ inputs: { x: new Float32Array(1) }, outputs: { y } }).run();
await program.release();
const lines = [await engine.describe({ threads: 1 }), String(y[0])];
Deno.stdout.writeSync(new TextEncoder().encode(lines.join("\n")));
