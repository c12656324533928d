import type { Denoiser, DenoiserOutput } from "../../model/denoiser.ts";

/**
 * A network that is asked once about each row, and remembers what it made of it. A draw comes back to
 * rows that it left: a corrector proposes again what it has proposed some steps before.
 *
 * @param denoiser The network, without a quality head.
 * @param most Logits that are remembered; the oldest rows are forgotten first.
 */
export function rememberingDenoiser(denoiser: Denoiser, most: number): Denoiser {
  const { length, vocab } = denoiser, each = length * vocab, mostRows = Math.floor(most / each);
  const known = new Map<string, Float32Array>();
  return {
    ...denoiser,
    async evaluate(tokens, labels, rows, seen): Promise<DenoiserOutput> {
      const ofRow = (data: Int32Array, row: number) =>
        data.subarray(row * length, (row + 1) * length);
      const contents = Array.from(
        { length: rows },
        (_, row) => `${labels[row]}:${ofRow(tokens, row)}:${seen && ofRow(seen, row)}`,
      );
      const open = contents.flatMap((content, row) => known.has(content) ? [] : [row]);
      const logits = new Float32Array(rows * each);
      contents.forEach((content, row) => logits.set(known.get(content) ?? [], row * each));
      if (open.length === 0) return { logits };
      const together = (data: Int32Array) => {
        const all = new Int32Array(open.length * length);
        open.forEach((row, i) => all.set(ofRow(data, row), i * length));
        return all;
      };
      const { logits: made } = await denoiser.evaluate(
        together(tokens),
        Int32Array.from(open, (row) => labels[row]!),
        open.length,
        seen && together(seen),
      );
      open.forEach((row, i) => {
        const own = made.slice(i * each, (i + 1) * each);
        logits.set(own, row * each);
        known.set(contents[row]!, own);
      });
      for (const content of known.keys()) {
        if (known.size <= mostRows) break;
        known.delete(content);
      }
      return { logits };
    },
  };
}
