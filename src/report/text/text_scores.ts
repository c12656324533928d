import type { Score, ScoreFile } from "../../artifacts/scores.ts";
import type { TextFigures } from "../../artifacts/text/text_metrics.ts";
import type { JudgedRows, TextRow } from "./text_rows.ts";

/** Columns of the paper's Table 2. */
const METRICS: readonly (readonly [string, keyof TextFigures])[] = [
  ["MAUVE", "mauve"],
  ["GenPPL", "perplexity"],
  ["Entropy", "entropy"],
];

/** How a method says how often its corrector steps and how many times. */
const CORRECTOR = /^ProSeCo (\(\d+, \d+\))/;

/** The row of the paper that a method has, or one of its own that begins alike. */
const rowNameOf = (method: string) =>
  method.replace(/^MDM\b/, "MDLM").replace(CORRECTOR, "ProSeCo");

/** Methods that have no number of steps to choose. */
const STEPLESS = "ar";

function scoresOf({ method, sampler, T, seeds, n, nfe, figures }: TextRow, judge: string): Score[] {
  const corrector = CORRECTOR.exec(method)?.[1];
  return METRICS.flatMap(([metric, figure]) => {
    const value = figures[figure];
    return value === undefined ? [] : [{
      ...{ method: rowNameOf(method), metric, value, seeds, judge },
      ...(sampler !== STEPLESS && { steps: T }),
      settings: { n, evaluations: nfe, ...(corrector !== undefined && { corrector }) },
    }];
  });
}

/**
 * Scores for the paper's Table 2, of texts that were shown no label: those of one judge, as figures of
 * several are never compared.
 *
 * @param line The sentence that says who judged.
 */
export function textScores({ first, rows }: JudgedRows, line: string): ScoreFile {
  const judge = line.replace(/^Judged by /, "").replace(/\.$/, "");
  const { data, model, reference } = first;
  const parameters = model?.parameters;
  const real = METRICS.flatMap(([metric, figure]): Score[] => {
    const own = reference.figures[figure];
    if (own === undefined || own.value === null) return [];
    const value = { mean: own.value, se: own.se };
    return [{ method: "data", metric, value, seeds: [], judge, settings: { n: reference.n } }];
  });
  return {
    table: "openwebtext",
    model: {
      name: String(data?.source?.corpus ?? "text"),
      parameters: typeof parameters === "number" ? parameters : 0,
    },
    scores: [
      ...rows.filter(({ property }) => property === undefined)
        .flatMap((row) => scoresOf(row, judge)),
      ...real,
    ],
  };
}
