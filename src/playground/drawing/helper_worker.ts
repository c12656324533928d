import type { Denoiser } from "../../model/denoiser.ts";
import type { HelperAnswer, HelperQuestion } from "./messages.ts";
import { openDenoiser } from "./ort_denoiser.ts";
import { loadOrt, type OrtRuntime } from "./ort_runtime.ts";

const tell = (answer: HelperAnswer, transfer: Transferable[] = []) =>
  (self as unknown as { postMessage(value: unknown, transfer: Transferable[]): void })
    .postMessage(answer, transfer);

let runtime: Promise<OrtRuntime> | undefined;
const networks = new Map<string, Denoiser>();

async function answer(asked: HelperQuestion): Promise<Float32Array | undefined> {
  if (asked.kind === "open") {
    const { base, network } = asked;
    runtime ??= loadOrt(base, "wasm", 1);
    networks.set(network.id, await openDenoiser(await runtime, network, base, (work) => work()));
    return;
  }
  const network = networks.get(asked.network)!;
  if (asked.kind === "release") {
    networks.delete(asked.network);
    await network.release();
    return;
  }
  const { tokens, labels, rows, seen } = asked;
  return (await network.evaluate(tokens, labels, rows, seen)).logits;
}

let last: Promise<unknown> = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<HelperQuestion>) => {
  // One after the other: a session computes one batch at a time.
  last = last.then(async () => {
    const { question } = data;
    try {
      const logits = await answer(data);
      tell({ question, logits }, logits === undefined ? [] : [logits.buffer as ArrayBuffer]);
    } catch (error) {
      tell({ question, failed: (error as Error).message });
    }
  });
};
