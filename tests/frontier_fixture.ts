import { join } from "node:path";
import { bootstrapInterval } from "../src/statistics/bootstrap.ts";
import { type CodeMetrics, writeAnswerMetrics } from "../src/artifacts/answer_metrics.ts";
import type { Completions } from "../src/artifacts/completions.ts";
import { type Problems, writeProblems } from "../src/artifacts/problems.ts";
import { writeJson } from "../src/support/json_file.ts";
import { foldIn, randomKey, RandomStream } from "../src/random/mod.ts";
import frontier from "../tasks/report/frontier.ts";
import { fixtureHistory } from "./report_fixture.ts";

const PROBLEMS = 120;
/** Expected accuracies and costs of a network by T: what a trial of this size gave. */
const CURVES = {
  vanilla: { 5: 0.62, 10: 0.81, 20: 0.9, 60: 0.97 },
  plain: { 5: 0.41, 10: 0.64, 20: 0.72, 60: 0.87 },
  corrected: { 5: 0.88, 10: 0.92, 20: 0.925, 60: 0.945 },
} as const;
const CORRECTORS = [{ S: 1, omega: 1 }, { S: 1, omega: 2 }, { S: 4, omega: 2 }];

/** A synthetic setting of answers. */
export interface AnswerSetting {
  readonly network: "vanilla" | "proseco";
  readonly part: "validation" | "test";
  readonly T: 5 | 10 | 20 | 60;
  readonly corrector?: { readonly S: number; readonly omega: number };
  readonly seed: number;
}

function accuracyOf({ network, T, corrector }: AnswerSetting): number {
  if (network === "vanilla") return CURVES.vanilla[T] - (corrector ? 0.1 : 0);
  return corrector ? CURVES.corrected[T] - 0.01 * (corrector.omega - 1) : CURVES.plain[T];
}

/** Synthetic metrics in the form that `eval/code` writes; hard problems are hard for all. */
export function fixtureAnswers(setting: AnswerSetting): CodeMetrics {
  const { network, part, T, corrector, seed } = setting;
  const chance = accuracyOf(setting);
  const noise = new RandomStream(
    foldIn(randomKey(seed), network, T, corrector?.S ?? 0, corrector?.omega ?? 0, part),
  );
  const hardness = new RandomStream(foldIn(randomKey(0), part));
  const problems = Array.from({ length: PROBLEMS }, (_, i) => {
    const isSolved = 0.7 * hardness.uniform() + 0.3 * noise.uniform() < chance * 0.85;
    const failed = { verdict: "failed", detail: "AssertionError: total([1, 2]) == <5>" };
    return {
      id: `functions/${part}/${i}`,
      passed: Number(isSolved),
      programs: [isSolved ? { verdict: "passed", detail: "" } : failed],
    };
  });
  const solved = problems.map(({ passed }) => passed);
  const passed = solved.reduce((sum, one) => sum + one, 0);
  const evaluations = T * 0.93 + (corrector ? Math.floor(T / corrector.omega) * corrector.S : 0);
  return {
    settings: {
      ...{ sampler: "blocks", protocol: "own", dataset: "functions", data: "functions", part, T },
      ...{ temperature: 0, seed, count: PROBLEMS, k: [1], blockLength: 60 },
      ...(corrector && { corrector: { ...corrector, prior: "kept" } }),
    },
    ...{ judge: "mbpp extraction 1", python: "pyodide", nfe: T, evaluations },
    ...{ empty: 0.01, unfinished: 0.02, passAt: { 1: passed / PROBLEMS } },
    interval: bootstrapInterval(solved),
    verdicts: { passed, failed: PROBLEMS - passed },
    problems,
    model: {
      ...{ parameters: 1_040_000, objective: network === "vanilla" ? "mdm" : "proseco" },
      ...{ steps: network === "vanilla" ? "300" : "150", batchSize: "128" },
    },
  };
}

const MASK = "<mask>", END = "<eos>";
const RIGHT = [
  ..."def| total|(| values|)|:".split("|"),
  ..."\n    |return| sum|(| x| *| x| for| x| in| values| if| x| %| 2| ==| 0|)".split("|"),
];
const WRONG = RIGHT.map((token) => token === " 2" ? " 3" : token);
const LENGTH = 30;
const textOf = (tokens: readonly string[]) => tokens.join("");

/** Synthetic problems in the form that `data/prompted` writes. */
function fixtureProblems(part: "validation" | "test"): Problems {
  const problems = Array.from({ length: PROBLEMS }, (_, i) => ({
    id: `functions/${part}/${i}`,
    prompt:
      "Write a function total to find the sum of the squares of the <even> numbers in a list.",
    answer: textOf(RIGHT),
    tests: ["assert total([1, 2]) == 4"],
  }));
  return { part, name: "functions", judge: "code", problems };
}

/** The answers that synthetic metrics are of, with the steps that led to the first four. */
export function fixtureCompletions(setting: AnswerSetting): Completions {
  const metrics = fixtureAnswers(setting), { T, corrector } = setting;
  const { k: _k, dataset: _dataset, ...settings } = metrics.settings;
  const finals = metrics.problems.map(({ passed }) => passed ? RIGHT : WRONG);
  const padded = (tokens: readonly string[]) =>
    Array.from({ length: LENGTH }, (_, i) => tokens[i] ?? END);
  const after = (final: readonly string[], step: number) =>
    padded(final).map((token, i) => {
      if ((i * 7) % T > step) return MASK;
      return corrector && i === 10 && step < T / 2 ? " y" : token;
    });
  const trajectory = Array.from({ length: T }, (_, step) => [
    ...(corrector && (step + 1) % corrector.omega === 0
      ? [{ step, phase: "correct" as const, round: 1, sequences: finals.slice(0, 4).map(padded) }]
      : []),
    {
      ...{ step, phase: "unmask" as const },
      sequences: finals.slice(0, 4).map((final) => after(final, step)),
    },
  ]);
  const { nfe, evaluations, empty, unfinished, model } = metrics;
  return {
    ...{ settings, nfe, evaluations, empty, unfinished, model },
    completions: metrics.problems.map(({ id }, i) => ({ id, answers: [textOf(finals[i]!)] })),
    trajectory: trajectory.flat(),
  };
}

/** The settings of a whole synthetic run. */
export function answerSettings({ seeds = [1] } = {}): AnswerSetting[] {
  const cells = ([5, 10, 20, 60] as const).flatMap((T) => [
    { network: "vanilla" as const, T },
    { network: "vanilla" as const, T, corrector: CORRECTORS[0]! },
    { network: "proseco" as const, T },
    ...CORRECTORS.map((corrector) => ({ network: "proseco" as const, T, corrector })),
  ]);
  return (["validation", "test"] as const).flatMap((part) =>
    seeds.flatMap((seed) => cells.map((cell) => ({ ...cell, part, seed })))
  );
}

/** What the synthetic data set says of itself. */
export function promptedMeta(): Record<string, unknown> {
  return {
    source: { kind: "functions", name: "functions", tokenizer: "words" },
    tokens: ["a", "<bos>", END, "<pad>", MASK],
    ...{ bosId: 1, eosId: 2, padId: 3, maskId: 4, length: 96 },
    counts: { train: 50_000, test: PROBLEMS, validationProblems: PROBLEMS, testProblems: PROBLEMS },
  };
}

/** Writes the inputs of `report/frontier` into `folder` and runs the task on them. */
export async function makeFrontierReport(
  folder: string,
  { settings = answerSettings() } = {},
): Promise<string> {
  const dataset = join(folder, "dataset"), report = join(folder, "report");
  const cells = join(folder, "scores"), answers = join(folder, "answers");
  await Deno.mkdir(dataset, { recursive: true });
  await Deno.mkdir(cells);
  await Deno.writeTextFile(join(dataset, "meta.json"), JSON.stringify(promptedMeta()));
  await Deno.mkdir(answers);
  await Promise.all(settings.map(async (setting, i) => {
    await writeAnswerMetrics(join(cells, `${i}.json`), fixtureAnswers(setting));
    await writeJson(join(answers, `${i}.json`), fixtureCompletions(setting));
  }));
  await writeProblems(dataset, fixtureProblems("validation"));
  await writeProblems(dataset, fixtureProblems("test"));
  const log = join(folder, "proseco.jsonl");
  await Deno.writeTextFile(log, fixtureHistory(400, true));
  await frontier.run({
    params: frontier.params.parse({ title: "Small functions, synthetic" }),
    inputs: {
      dataset,
      metrics: [{ instance: "scores", path: cells }],
      completions: [{ instance: "answers", path: answers }],
      history: [{ instance: "proseco", path: log }],
    },
    outputs: { report },
    ...{ scratch: folder, cpus: 1, signal: new AbortController().signal },
    ...{ progress: () => {}, log: () => {}, record: () => {} },
  });
  return report;
}
