import type { OfferedNetwork } from "../settings/offered_network.ts";
import type { HelperAnswer, HelperQuestion } from "./messages.ts";
import type { Helper } from "./shared_denoiser.ts";

type Unnumbered<Question> = Question extends HelperQuestion ? Omit<Question, "question"> : never;

/** A worker that evaluates rows. */
export interface HelperClient {
  /** Loads a network. */
  open(network: OfferedNetwork): Promise<Helper>;
}

/**
 * Starts a worker that evaluates rows.
 *
 * @param base Address of the page's folder.
 */
export function startHelper(base: string): HelperClient {
  const worker = new Worker(new URL("drawing/helper_worker.js", base), { type: "module" });
  const waiting = new Map<number, PromiseWithResolvers<Float32Array | undefined>>();
  worker.onmessage = ({ data }: MessageEvent<HelperAnswer>) => {
    const { resolve, reject } = waiting.get(data.question)!;
    waiting.delete(data.question);
    if ("failed" in data) reject(new Error(data.failed));
    else resolve(data.logits);
  };
  let last = 0, broken: Error | undefined;
  worker.onerror = ({ message }) => {
    broken = new Error(message || "a worker that evaluates rows cannot be started");
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  };
  const ask = (what: Unnumbered<HelperQuestion>) => {
    if (broken !== undefined) return Promise.reject(broken);
    const question = ++last, asked = Promise.withResolvers<Float32Array | undefined>();
    waiting.set(question, asked);
    worker.postMessage({ ...what, question });
    return asked.promise;
  };
  return {
    async open(network) {
      await ask({ kind: "open", base, network });
      return {
        async evaluate(tokens, labels, rows, seen) {
          // Copied alone: a message carries all that a view's buffer holds.
          const own = {
            ...{ network: network.id, rows, tokens: tokens.slice(), labels: labels.slice() },
            seen: seen?.slice(),
          };
          return { logits: (await ask({ kind: "evaluate", ...own }))! };
        },
        release: async () => void await ask({ kind: "release", network: network.id }),
      };
    },
  };
}
