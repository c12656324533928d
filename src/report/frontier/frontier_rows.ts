import { accuracyOf, type AnswerMetrics } from "../../artifacts/answer_metrics.ts";
import { bootstrapInterval, type Interval } from "../../statistics/bootstrap.ts";
import { type Estimate, estimate } from "../../statistics/estimates.ts";
import { studentQuantile } from "../../statistics/student.ts";
import { canonicalJson } from "../../support/json.ts";
import { answerMethod, compareMethods, correctorOf } from "./answer_methods.ts";

/** Metrics of answers, and where they come from. */
export interface GivenMetrics {
  /** The instance that wrote them, such as `scores[2]`. */
  readonly instance: string;
  /** What their network is called, if not by its training. */
  readonly network?: string;
  /** The metrics. */
  readonly metrics: AnswerMetrics;
}

/** Answers by one setting to one part of the problems, summed up over seeds. */
export interface FrontierRow {
  /** Name of the problems, such as `functions`. */
  readonly problems: string;
  /** Part of the problems; that of problems without parts is `test`. */
  readonly part: string;
  /** Network and sampler, such as `ProSeCo SFT + ProSeCo sampling`. */
  readonly method: string;
  /** Unmasking steps; 0 where there are none to choose. */
  readonly T: number;
  /** Corrector steps each time it fires; 0 without a corrector. */
  readonly S: number;
  /** Every how many unmasking steps it fires; 0 without a corrector. */
  readonly omega: number;
  /** Temperature of the draws. */
  readonly temperature: number;
  /** Prescribed network evaluations of an answer; `null` where nobody said. */
  readonly nfe: number | null;
  /** Those that were made, or else the prescribed ones; `null` where nobody said. */
  readonly evaluations: number | null;
  /** Share of right answers, over seeds. */
  readonly accuracy: Estimate;
  /** Its 95% interval: over problems, or over seeds where that reaches further. */
  readonly interval: Interval;
  /** Share of each problem's answers that are right, by its id. */
  readonly solved: ReadonlyMap<string, number>;
  /** Seeds that were averaged. */
  readonly seeds: readonly number[];
  /** Share of answers without any text. */
  readonly empty: number;
  /** Share of answers that did not come to their end; `null` where nobody said. */
  readonly unfinished: number | null;
  /** Share of all answers by what became of them, such as `passed` or `wrong`. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Name and version of the rule that read them. */
  readonly judge: string;
  /** Rules of decoding: `own` or `released`; `null` of samplers that have but one way. */
  readonly protocol: string | null;
  /** The network, as far as the metrics tell. */
  readonly model: Readonly<Record<string, unknown>> | null;
  /** All settings of the answers but the seed. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The metrics that it sums up, by seed. */
  readonly sources: readonly AnswerMetrics[];
}

/** Settings that have a column of their own, or that do not tell methods apart. */
const COLUMNS = new Set(
  ("sampler dataset data part T corrector temperature seed count answers k bootstrap timeout memory partial " +
    "isolation").split(" "),
);

/** Settings of a row that say which it is, without its part and seed: the same in both parts. */
export function settingOf(
  { problems, method, T, S, omega, temperature }: FrontierRow,
): string {
  return JSON.stringify([problems, method, T, S, omega, temperature]);
}

/** The setting in words, such as `T = 5 · S 1, ω 2`. */
export function settingText({ T, S, omega }: Pick<FrontierRow, "T" | "S" | "omega">): string {
  return [...(T > 0 ? [`T = ${T}`] : []), ...(S > 0 ? [`S ${S}, ω ${omega}`] : [])].join(" · ");
}

function verdictsOf(metrics: AnswerMetrics): Map<string, number> {
  const verdicts = "passAt" in metrics
    ? metrics.problems.flatMap(({ programs }) => programs.map(({ verdict }) => verdict))
    : metrics.problems.flatMap(({ given, correct }) =>
      given.map((value, i) => correct[i] ? "correct" : value === null ? "no answer" : "wrong")
    );
  const counts = Map.groupBy(verdicts, (verdict) => verdict);
  return new Map(Array.from(counts, ([name, { length }]) => [name, length / verdicts.length]));
}

function meanOf(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? null : estimate(known)?.mean ?? null;
}

/** Whether the interval that metrics hold is of the accuracy. */
function holdsInterval(metrics: AnswerMetrics): boolean {
  const { k } = metrics.settings;
  return !("passAt" in metrics) || Array.isArray(k) && k[0] === 1;
}

function intervalOf(
  group: readonly AnswerMetrics[],
  solved: ReadonlyMap<string, number>,
  { mean, se }: Estimate,
): Interval {
  const [first] = group;
  if (group.length === 1 && holdsInterval(first!)) return first!.interval;
  const [low, high] = bootstrapInterval([...solved.values()]);
  const reach = studentQuantile(group.length - 1) * (se ?? 0);
  return [Math.min(low, mean - reach), Math.max(high, mean + reach)];
}

function summarizeGroup(unordered: readonly AnswerMetrics[], method: string): FrontierRow {
  const group = unordered.toSorted((a, b) => (a.settings.seed ?? 0) - (b.settings.seed ?? 0));
  const first = group[0]!, { seed: _seed, ...settings } = first.settings;
  const scores = group.map(accuracyOf), accuracy = estimate(scores.map(({ mean }) => mean))!;
  const ids = [...scores[0]!.problems.keys()].filter((id) =>
    scores.every(({ problems }) => problems.has(id))
  );
  const solved = new Map(
    ids.map((id) => [id, estimate(scores.map(({ problems }) => problems.get(id)!))!.mean]),
  );
  const verdicts = group.map(verdictsOf);
  const names = [...new Set(verdicts.flatMap((one) => [...one.keys()]))].sort();
  const nfe = meanOf(group.map((one) => one.nfe));
  return {
    problems: first.settings.dataset,
    part: first.settings.part ?? "test",
    method,
    T: typeof settings.T === "number" && settings.sampler !== "ar" ? settings.T : 0,
    ...correctorOf(first),
    temperature: typeof settings.temperature === "number" ? settings.temperature : 0,
    nfe,
    evaluations: meanOf(group.map((one) => one.evaluations)) ?? nfe,
    accuracy,
    interval: intervalOf(group, solved, accuracy),
    solved,
    seeds: group.map((one) => one.settings.seed ?? 0),
    empty: meanOf(group.map(({ empty }) => empty))!,
    unfinished: meanOf(group.map(({ unfinished }) => unfinished)),
    verdicts: Object.fromEntries(
      names.map((name) => [name, meanOf(verdicts.map((one) => one.get(name) ?? 0))!]),
    ),
    judge: first.judge,
    protocol: typeof settings.protocol === "string" ? settings.protocol : null,
    model: first.model ?? null,
    settings,
    sources: group,
  };
}

/** Further settings of answers, by name, those of a corrector among them. */
function furtherSettings({ settings }: AnswerMetrics): Map<string, string> {
  const { S: _S, omega: _omega, ...corrector } = (settings.corrector ?? {}) as Record<
    string,
    unknown
  >;
  const own = Object.entries(settings).filter(([name]) => !COLUMNS.has(name));
  return new Map(
    [...own, ...Object.entries(corrector)].map(([name, value]) => [
      name,
      typeof value === "string" ? value : canonicalJson((value ?? null) as never),
    ]),
  );
}

/**
 * Names the method behind each metrics file: network and sampler, and further settings by which files
 * of the same name differ, so that nothing unlike is averaged.
 */
export function nameAnswerMethods(all: readonly GivenMetrics[]): Map<AnswerMetrics, string> {
  const groups = Map.groupBy(
    all,
    ({ metrics, network }) =>
      JSON.stringify([metrics.settings.dataset, answerMethod(metrics, network)]),
  );
  return new Map([...groups].flatMap(([key, group]) => {
    const [, name] = JSON.parse(key) as [string, string];
    const settings = group.map(({ metrics }) => furtherSettings(metrics));
    const varied = [...new Set(settings.flatMap((one) => [...one.keys()]))].sort()
      .filter((name) => new Set(settings.map((one) => one.get(name))).size > 1);
    return group.map(({ metrics }, i) => {
      const told = varied.flatMap((name) => {
        const value = settings[i]!.get(name);
        return value === undefined ? [] : [`${name} = ${value}`];
      });
      return [metrics, [name, ...told].join(" · ")] as const;
    });
  }));
}

/** Orders rows by problems, part, temperature, method, T and corrector. */
function compareRows(a: FrontierRow, b: FrontierRow): number {
  const text = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;
  return text(a.problems, b.problems) || text(a.part, b.part) || a.temperature - b.temperature ||
    compareMethods(a.method, b.method) || a.T - b.T || a.omega - b.omega || a.S - b.S;
}

/**
 * Groups metrics by all settings but the seed and sums each group up.
 *
 * @throws {RangeError} If a setting and seed stands twice, or networks of different training or answers
 *   read by different rules would be averaged.
 */
export function frontierRows(all: readonly GivenMetrics[]): FrontierRow[] {
  const names = nameAnswerMethods(all);
  const named = all.map((given) => {
    const { metrics } = given, row = summarizeGroup([metrics], names.get(metrics)!);
    return { ...given, row, key: JSON.stringify([settingOf(row), row.part]) };
  });
  return [...Map.groupBy(named, ({ key }) => key).values()].map((group) => {
    const { method, part } = group[0]!.row;
    const setting = `${method}, ${settingText(group[0]!.row)}, ${part} problems`;
    const unique = (of: (one: typeof group[number]) => unknown) =>
      new Set(group.map((one) => canonicalJson((of(one) ?? null) as never))).size;
    if (unique(({ metrics }) => metrics.model) > 1) {
      throw new RangeError(
        `Cannot average ${setting}: their networks were trained differently; tell the networks apart ` +
          "by the parameter networks",
      );
    }
    if (unique(({ metrics }) => metrics.judge) > 1) {
      throw new RangeError(`Cannot average ${setting}: its seeds were judged by different rules`);
    }
    const matrix = (instance: string) => instance.slice(`${instance}[`.indexOf("["));
    if (
      unique(({ instance, metrics }) => [matrix(instance), metrics.settings.seed]) < group.length
    ) {
      throw new RangeError(
        `Cannot average ${setting}: seed ${
          group[0]!.row.seeds[0]
        } stands twice; give each file once, ` +
          "or tell the networks apart by the parameter networks",
      );
    }
    return summarizeGroup(group.map(({ metrics }) => metrics), method);
  }).sort(compareRows);
}
