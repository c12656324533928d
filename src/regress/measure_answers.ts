import type { Completions } from "../artifacts/completions.ts";
import type { SequenceData } from "../artifacts/dataset.ts";
import type { NamedHistory } from "../artifacts/history.ts";
import type { Problems } from "../artifacts/problems.ts";
import { MASK, meanOrNull, type Measurement, NONE } from "./measurement.ts";
import { measureTraining, tolerateProseco } from "./measure_training.ts";

/** What a sweep of prompted generation left. */
export interface AnswerSweepResults {
  /** Answers to the validation problems, drawn without an early end at eos, with their steps. */
  readonly completions: readonly Completions[];
  /** Training logs. */
  readonly histories: readonly NamedHistory[];
  /** The validation problems. */
  readonly problems: Problems;
  /** Sequences to train on. */
  readonly train: SequenceData;
  /** The right answers to the validation problems. */
  readonly heldOut: SequenceData;
}

/** Settings by which decoding in blocks is known. */
interface BlockSettings {
  readonly sampler: string;
  readonly T: number;
  readonly generated: number;
  readonly blockLength: number;
  readonly seed: number;
  readonly corrector?: { readonly S: number; readonly omega: number };
}

const settingsOf = ({ settings }: Completions) => settings as unknown as BlockSettings;

/** Tokens that each step of a block unmasks, the larger numbers first. */
function stepCounts({ T, generated, blockLength }: BlockSettings): number[] {
  const steps = T / (generated / blockLength);
  return Array.from(
    { length: steps },
    (_, step) => Math.floor(blockLength / steps) + Number(step < blockLength % steps),
  );
}

/**
 * Evaluations that decoding prescribes: in each block every `omega`-th step, counted anew, is corrected
 * `S` times. Known for `S` of 1 alone, as a fixed point ends a correction.
 */
function blockEvaluations({ T, generated, blockLength, corrector }: BlockSettings): number {
  const blocks = generated / blockLength;
  return T + (corrector ? blocks * Math.floor(T / blocks / corrector.omega) : 0);
}

/** Share of the words of the right answer that stand where they should. */
function wordsRight(given: string, answer: string): number {
  const own = given.split(/\s+/), right = answer.split(/\s+/);
  return right.filter((word, i) => own[i] === word).length / right.length;
}

/** What the recorded steps say; all of it is known, whatever the network. */
function measureSteps(completions: Completions): Omit<Measurement, "better" | "seed">[] {
  const settings = settingsOf(completions), { generated, blockLength } = settings;
  const frames = completions.trajectory ?? [], counts = stepCounts(settings);
  const masksOf = (sequences: readonly (readonly string[])[]) =>
    meanOrNull(sequences.flatMap((tokens) => tokens.map((token) => Number(token === MASK))));
  const unmasking = frames.filter(({ phase }) => phase === "unmask");
  const visible = frames.filter(({ phase }) => phase === "correct").flatMap(
    ({ step, sequences }) => {
      const before = unmasking.find((frame) => frame.step === step - 1)?.sequences;
      const after = unmasking.find((frame) => frame.step === step)!.sequences;
      return sequences.flatMap((tokens, row) =>
        tokens.flatMap((token, i) =>
          before === undefined || before[row]![i] === MASK ? [] : [Number(after[row]![i] === token)]
        )
      );
    },
  );
  return [
    ...unmasking.map(({ step, sequences }) => {
      const block = Math.floor(step / counts.length);
      const own = counts.slice(0, step % counts.length + 1).reduce((sum, count) => sum + count);
      const value = 1 - (block * blockLength + own) / generated;
      return {
        ...{ name: `masked after step ${step + 1}`, value: masksOf(sequences) },
        exact: { value, error: 0 },
      };
    }),
    ...(settings.corrector === undefined ? [] : [
      {
        name: "masks that the corrector sees or leaves",
        value: masksOf(
          frames.filter(({ phase }) => phase === "correct").flatMap(({ sequences }) => sequences),
        ),
        exact: NONE,
      },
      {
        ...{ name: "visible tokens as corrected", value: meanOrNull(visible) },
        exact: { value: 1, error: 0 },
      },
    ]),
  ];
}

function measureCompletions(completions: Completions, { problems }: Problems): Measurement[] {
  const settings = settingsOf(completions), { nfe } = completions;
  const answerOf = new Map(problems.map(({ id, answer }) => [id, answer]));
  const words = completions.completions.flatMap(({ id, answers }) =>
    answers.map((given) => wordsRight(given, answerOf.get(id)!))
  );
  const figures: Omit<Measurement, "seed">[] = [
    {
      ...{ name: "evaluations prescribed", better: "same", value: nfe ?? null },
      exact: { value: blockEvaluations(settings), error: 0 },
    },
    { name: "words as in the right answer", better: "higher", value: meanOrNull(words) },
    ...measureSteps(completions).map((figure) => ({ ...figure, better: "same" as const })),
  ];
  const method = settings.corrector === undefined ? settings.sampler : "proseco";
  return figures.map(({ name, ...figure }) => ({
    ...{ name: `${method}: ${name}`, seed: String(settings.seed), ...figure },
  }));
}

/** Prompts of sequences, as text that tells them apart. */
function promptsOf({ tokens, promptLengths, length }: SequenceData): string[] {
  return Array.from(
    promptLengths!,
    (prompt, row) => tokens.subarray(row * length, row * length + prompt).join(),
  );
}

/**
 * Reduces what a sweep of prompted generation left to figures of a seed. That no problem which is
 * scored is trained on is one of them.
 *
 * @throws {Error} If a training's instance is named by more than its seed.
 */
export function measureAnswers(
  { completions, histories, problems, train, heldOut }: AnswerSweepResults,
): Measurement[] {
  const trained = new Set(promptsOf(train));
  const known = meanOrNull(promptsOf(heldOut).map((prompt) => Number(trained.has(prompt))));
  const seeds = new Set(completions.map((one) => String(settingsOf(one).seed)));
  return tolerateProseco([
    ...measureTraining(histories),
    ...Array.from(seeds, (seed): Measurement => ({
      ...{ name: "scored problems that are trained on", better: "same", seed },
      ...{ value: known, exact: NONE },
    })),
    ...completions.flatMap((one) => measureCompletions(one, problems)),
  ]);
}
