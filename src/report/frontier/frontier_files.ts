import { csvText } from "../style/csv.ts";
import { PAPER_TABLES } from "../paper/paper_results.ts";
import { stepsLines } from "./figures/answer_steps_figure.ts";
import { verdictNames } from "./answer_table.ts";
import type { Condition } from "./conditions.ts";
import type { Findings } from "./findings.ts";
import type { AnswerComparison } from "./equal_budgets.ts";
import { type FrontierRow, settingOf } from "./frontier_rows.ts";

const SETTING = "method T S omega temperature".split(" ");
const setting = ({ method, T, S, omega, temperature }: FrontierRow) => [
  method,
  T || null,
  S || null,
  omega || null,
  temperature,
];
const SCORE = "evaluations accuracy accuracy_se low high".split(" ");
const score = ({ evaluations, accuracy, interval }: FrontierRow) => [
  evaluations,
  accuracy.mean,
  accuracy.se,
  ...interval,
];

/** Every row, with the names that it was chosen by. */
export function rowsCsv(rows: readonly FrontierRow[], findings: readonly Findings[]): string {
  const verdicts = verdictNames(rows);
  const chosen = findings.flatMap(({ chosen }) => chosen);
  const header = [
    ...["problems", "part", ...SETTING, "nfe", ...SCORE, "chosen_as", ...verdicts],
    ..."empty unfinished seeds judge protocol network_parameters settings".split(" "),
  ];
  return csvText([
    header,
    ...rows.map((row) => [
      ...[row.problems, row.part, ...setting(row), row.nfe, ...score(row)],
      chosen.filter(({ validation }) => settingOf(validation) === settingOf(row))
        .map(({ name }) => name).join(" "),
      ...verdicts.map((name) => row.verdicts[name] ?? 0),
      ...[row.empty, row.unfinished, row.seeds.join(" "), row.judge, row.protocol],
      typeof row.model?.parameters === "number" ? row.model.parameters : null,
      JSON.stringify(row.settings),
    ]),
  ]);
}

/** The lines of the figure by steps, and the paper's. */
export function stepsCsv(conditions: readonly Condition[], about: "code" | "math"): string {
  const { steps, rows } = PAPER_TABLES.llada_by_steps;
  const wanted = about === "code" ? ["HumanEval", "MBPP"] : ["GSM8K", "Minerva"];
  return csvText([
    ["source", "problems", ...SETTING, ...SCORE],
    ...conditions.flatMap((condition) =>
      stepsLines(condition).flatMap((line) =>
        line.rows.map((row) => ["this run", row.problems, ...setting(row), ...score(row)])
      )
    ),
    ...Object.entries(rows).filter(([name]) => wanted.includes(name)).flatMap(([name, methods]) =>
      Object.entries(methods).flatMap(([method, points]) =>
        points.map(([accuracy, evaluations], i) => [
          ...["paper, 8B, read off Figure 4", name, method, steps[i]!, null, null, 0],
          ...[evaluations!, accuracy! / 100, null, null, null],
        ])
      )
    ),
  ]);
}

/** All comparisons at equal evaluations. */
export function budgetsCsv(findings: readonly Findings[]): string {
  const line = (kind: string) => (one: AnswerComparison) => [
    ...[kind, one.ours.problems, ...setting(one.theirs), ...score(one.theirs)],
    ...[...setting(one.ours), ...score(one.ours), one.difference, ...one.interval],
    ...[one.problems, one.oursAlone, one.theirsAlone, one.p],
  ];
  const of = (prefix: string) => [...SETTING, ...SCORE].map((name) => `${prefix}_${name}`);
  return csvText([
    [
      ...["comparison", "problems", ...of("vanilla"), ...of("proseco")],
      ..."difference difference_low difference_high problems_compared".split(" "),
      ..."proseco_alone vanilla_alone mcnemar_p".split(" "),
    ],
    ...findings.flatMap(({ compared: { budgets, full }, each }) => [
      ...budgets.map(line("chosen by validation")),
      ...(full ? [line("full T")(full)] : []),
      ...each.map(line("every setting")),
    ]),
  ]);
}

/** Every row in full, each problem's share of right answers with it. */
export function rowsJson(rows: readonly FrontierRow[]): string {
  const plain = rows.map(({ solved, sources: _sources, ...row }) => ({
    ...row,
    solved: Object.fromEntries(solved),
  }));
  return JSON.stringify({ rows: plain }, null, 1) + "\n";
}
