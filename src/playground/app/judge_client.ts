import type { Property } from "../../domains/molecules/properties/property_names.ts";
import type { Judgement, JudgingAnswer, JudgingMessage } from "../judging/judgement.ts";

/** Knows what strings are, as soon as RDKit has said it. */
export interface JudgeClient {
  /** What is known of a string; `undefined` as long as nothing is. */
  of(smiles: string, property: Property | ""): Judgement | undefined;
  /** Asks about strings, unless they are known. */
  ask(smiles: readonly string[], property: Property | ""): Promise<void>;
  /** Whether it is answering. */
  readonly isBusy: boolean;
}

const keyOf = (smiles: string, property: string) => `${property} ${smiles}`;

/**
 * Starts the worker that judges.
 *
 * @param base Address of the page's folder.
 */
export function startJudging(base: string): JudgeClient {
  const worker = new Worker(new URL("judging/judge_worker.js", base), { type: "module" });
  const known = new Map<string, Judgement>();
  const waiting = new Map<number, PromiseWithResolvers<void> & { readonly property: string }>();
  worker.onmessage = ({ data }: MessageEvent<JudgingAnswer>) => {
    const asked = waiting.get(data.question)!;
    waiting.delete(data.question);
    if ("failed" in data) return asked.reject(new Error(data.failed));
    for (const judgement of data.judgements) {
      known.set(keyOf(judgement.smiles, asked.property), judgement);
      // What was asked with a property is known without, too.
      known.set(keyOf(judgement.smiles, ""), judgement);
    }
    asked.resolve();
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  let last = 0;
  return {
    of: (smiles, property) => known.get(keyOf(smiles, property)),
    get isBusy() {
      return waiting.size > 0;
    },
    async ask(smiles, property) {
      const open = [...new Set(smiles)].filter((one) => !known.has(keyOf(one, property)));
      if (open.length === 0) return;
      const question = ++last, asked = { ...Promise.withResolvers<void>(), property };
      waiting.set(question, asked);
      worker.postMessage({ question, smiles: open, property } satisfies JudgingMessage);
      await asked.promise;
    },
  };
}
