import type { InferenceSession } from "onnxruntime-web";
import type { Denoiser } from "../../model/denoiser.ts";
import type { OfferedNetwork } from "../settings/offered_network.ts";
import type { OrtRuntime } from "./ort_runtime.ts";

/** Lets messages in: evaluations hold the thread, a chain of promises never gives it up. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      port2.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * The network of a session; the samplers draw from it as from any other.
 *
 * @param once Runs one thing after the other, whoever asks: a session computes one batch at a time.
 */
export function ortDenoiser(
  { ort }: OrtRuntime,
  session: InferenceSession,
  { length, vocabulary: { tokens: { length: vocab }, maskId }, numClasses }: OfferedNetwork,
  once: <Value>(work: () => Promise<Value>) => Promise<Value>,
): Denoiser {
  return {
    ...{ length, vocab, maskId, noLabel: numClasses },
    evaluate: (tokens, labels, rows, seen) =>
      once(async () => {
        await breathe();
        const of = (data: Int32Array, ...shape: number[]) =>
          new ort.Tensor("int32", data.slice(0, shape.reduce((a, b) => a * b)), shape);
        const all = () => new Int32Array(rows * length).fill(1);
        const feeds = {
          tokens: of(tokens, rows, length),
          labels: of(labels, rows),
          seen: of(seen ?? all(), rows, length),
        };
        const { logits } = await session.run(
          Object.fromEntries(
            Object.entries(feeds).filter(([name]) => session.inputNames.includes(name)),
          ),
        );
        return { logits: logits!.data as Float32Array };
      }),
    release: () => session.release(),
  };
}

/**
 * Loads a network, ready to be asked.
 *
 * @param base Address of the page's folder.
 * @param once Of {@linkcode ortDenoiser}.
 */
export async function openDenoiser(
  runtime: OrtRuntime,
  network: OfferedNetwork,
  base: string,
  once: <Value>(work: () => Promise<Value>) => Promise<Value>,
): Promise<Denoiser> {
  const file = new URL(network.file, base).href;
  const session = await runtime.ort.InferenceSession.create(file, {
    executionProviders: runtime.runtime === "webgpu" ? ["webgpu", "wasm"] : ["wasm"],
    graphOptimizationLevel: "all",
  });
  const denoiser = ortDenoiser(runtime, session, network, once);
  // The first evaluation compiles; later ones are as fast as they get.
  const masks = new Int32Array(network.length).fill(network.vocabulary.maskId);
  await denoiser.evaluate(masks, Int32Array.of(network.numClasses), 1);
  return denoiser;
}
