import type { Denoiser, DenoiserOutput } from "../../model/denoiser.ts";

/** What evaluates some of a batch's rows. */
export type Helper = Pick<Denoiser, "evaluate" | "release">;

/** Rows `[start, end)` of data of so many values a row. */
function rowsOf(data: Int32Array, start: number, end: number, each: number): Int32Array {
  return data.subarray(start * each, end * each);
}

/**
 * A network that several helpers hold, each of which evaluates a part of a batch's rows: at the same
 * time, where each has a core of its own. What a network makes of a row depends on that row alone.
 *
 * @param facts Of the network.
 * @param helpers At least one.
 */
export function sharedDenoiser(
  facts: Pick<Denoiser, "length" | "vocab" | "maskId" | "noLabel">,
  helpers: readonly Helper[],
): Denoiser {
  const { length, vocab } = facts;
  return {
    ...facts,
    async evaluate(tokens, labels, rows, seen): Promise<DenoiserOutput> {
      const parts = Math.min(helpers.length, rows);
      const outputs = await Promise.all(
        helpers.slice(0, parts).map((helper, part) => {
          const start = Math.floor(part * rows / parts),
            end = Math.floor((part + 1) * rows / parts);
          return helper.evaluate(
            rowsOf(tokens, start, end, length),
            rowsOf(labels, start, end, 1),
            end - start,
            seen && rowsOf(seen, start, end, length),
          );
        }),
      );
      if (outputs.length === 1) return outputs[0]!;
      const logits = new Float32Array(rows * length * vocab);
      let at = 0;
      for (const { logits: own } of outputs) {
        logits.set(own, at);
        at += own.length;
      }
      return { logits };
    },
    async release() {
      await Promise.all(helpers.map((helper) => helper.release()));
    },
  };
}
