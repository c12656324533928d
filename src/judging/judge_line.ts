import type { TextJudges } from "../artifacts/text/text_metrics.ts";

/** Says in a sentence who judged. */
export function judgeLine({ network, characters }: TextJudges): string {
  const other = network === undefined
    ? "no network: there is neither perplexity nor MAUVE"
    : `${network.name} (${network.id})`;
  return `Judged by ${characters.name}, and by ${other}.`;
}
