import { foldIn } from "../../random/key.ts";
import { STREAMS } from "../../random/streams.ts";
import { drawCategorical, uniformAt } from "../process/categorical.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import { Predictor } from "../denoising/predictor.ts";
import { guideNext } from "../guidance/guide_next.ts";
import { defineSampler, type DrawOptions, type SamplerOptions, type Samples } from "./sampler.ts";
import { tokenSettings } from "./shared_settings.ts";
import { startTokens } from "./start_tokens.ts";

/** Options of {@linkcode sampleAutoregressive}. */
export interface AutoregressiveOptions extends SamplerOptions, Pick<DrawOptions, "prompt"> {
  /** First token of every sequence that has no prompt. */
  readonly bosId: number;
  /** Token after which a sequence is filled with `padId`; none, where it is `bosId`. */
  readonly eosId: number;
  /** Token that fills up a sequence. */
  readonly padId: number;
}

/** Tokens that every row is given: those before the first mask of a prompt, or bos alone. */
const givenPositions = (prompted: number) => Math.max(1, prompted);

/**
 * Draws sequences from left to right with a causal network, whose logits at a position are of the
 * token after it. A sequence that has ended is evaluated no more.
 *
 * @throws {RangeError} If an option is out of range.
 */
export async function sampleAutoregressive(
  denoiser: Denoiser,
  options: AutoregressiveOptions,
): Promise<Samples> {
  const { key, labels, prompt, bosId, eosId, padId, firstRow = 0, signal, observe } = options;
  const { length, maskId } = denoiser, drawKey = foldIn(key, STREAMS.draw);
  const { guide, ...rest } = options, { gamma = 1 } = options;
  // Where a classifier guides, the network is asked without a label, whatever gamma.
  const predictor = new Predictor(
    denoiser,
    labels,
    guide === undefined ? rest : { ...rest, gamma: 0 },
  );
  const rows = Array.from(labels.keys());
  // Where documents are packed, the token that ends one also begins the next.
  const ends = eosId === bosId ? undefined : eosId;
  // What follows the last token is not seen by a causal network; filling it with pad keeps rows that
  // agree so far equal.
  const tokens = startTokens(denoiser, rows.length, prompt)
    .map((token) => token === maskId ? padId : token);
  if (prompt === undefined) { for (const row of rows) tokens[row * length] = bosId; }
  const given = givenPositions(prompt?.indexOf(maskId) ?? 0);
  let open = rows;
  for (let position = given - 1; position + 1 < length; position++) {
    signal?.throwIfAborted();
    await predictor.refresh("z", predictor.reuse ? open : rows, tokens, "guided");
    const predicted = (row: number) => predictor.xTheta("z", row, position, "guided");
    const guided = guide === undefined || gamma === 0
      ? undefined
      : await guideNext(guide, open, { tokens, length, position: position + 1, gamma, predicted });
    open = open.filter((row) => {
      const token = drawCategorical(
        guided?.get(row) ?? predicted(row),
        uniformAt(drawKey, firstRow + row, position, position + 1),
      );
      tokens[row * length + position + 1] = token;
      return token !== ends;
    });
    observe?.({ step: position + 1 - given, phase: "unmask", tokens });
  }
  return {
    tokens,
    nfe: (length - given) * predictor.evaluationsEach("guided"),
    evaluations: predictor.evaluations / rows.length,
    rowEvaluations: predictor.rowEvaluations,
  };
}

/** Writing from left to right with a causal network. */
export const autoregressiveSampler = defineSampler({
  name: "ar",
  label: "AR",
  shows: "prefix",
  prompt: "taken",
  isGuidable: true,
  settings: tokenSettings,
  steps: (_settings, length, prompted) => length - givenPositions(prompted),
  evaluations: (_settings, length, prompted) => length - givenPositions(prompted),
  draw: sampleAutoregressive,
});
