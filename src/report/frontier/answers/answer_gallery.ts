import type { Completions } from "../../../artifacts/completions.ts";
import type { Problem } from "../../../artifacts/problems.ts";
import { html, type Markup } from "../../page/html.ts";
import type { Section } from "../../page/page.ts";
import { formatNumber } from "../../style/number_format.ts";
import { baseMethod, SUBJECT } from "../answer_methods.ts";
import type { Findings } from "../findings.ts";
import { type FrontierRow, settingText } from "../frontier_rows.ts";
import { completionsOf, type JudgedAnswer, judgedAnswers } from "./judged_answers.ts";

/** Answers shown of each kind. */
const SHOWN = 10;

/** An answer, and how often other settings solve its problem. */
export interface RankedAnswer extends JudgedAnswer {
  /** Mean share of right answers of the other settings; `null` where there is none. */
  readonly others: number | null;
}

/**
 * The setting whose answers are shown: ProSeCo's balanced one, or else another chosen one, or else the
 * first of its settings, or of all.
 */
function shownRow({ chosen, test }: Findings): FrontierRow | undefined {
  const own = chosen.filter(({ method, test }) => baseMethod(method) === SUBJECT && test !== null);
  return (own.find(({ name }) => name === "balanced") ?? own[0])?.test ??
    test.find(({ method }) => baseMethod(method) === SUBJECT) ?? test[0];
}

/**
 * Wrong answers to problems that most other settings solve, and right ones to those that fewest solve;
 * the first of each are the worst and the best.
 */
export function rankAnswers(
  answers: readonly JudgedAnswer[],
  others: readonly FrontierRow[],
): { readonly worst: RankedAnswer[]; readonly best: RankedAnswer[] } {
  const ranked = answers.map((answer): RankedAnswer => {
    const shares = others.flatMap(({ solved }) => solved.get(answer.id) ?? []);
    const sum = shares.reduce((sum, share) => sum + share, 0);
    return { ...answer, others: shares.length === 0 ? null : sum / shares.length };
  });
  const by = (sign: number) => (a: RankedAnswer, b: RankedAnswer) =>
    sign * ((a.others ?? 0) - (b.others ?? 0));
  return {
    worst: ranked.filter(({ isRight }) => !isRight).sort(by(-1)),
    best: ranked.filter(({ isRight }) => isRight).sort(by(1)),
  };
}

function card(answer: RankedAnswer, problem: Problem | undefined): Markup {
  const { id, others, verdict, detail } = answer;
  const solving = others === null
    ? ""
    : ` · right in ${formatNumber(100 * others, 0)}% of the other settings' answers`;
  return html`
    <li
      class="answer ${answer.isRight
        ? "right"
        : "wrong-answer"}"><span class="value">${verdict}</span> <span class="from">${id}${solving}</span>
    ${problem && html`<pre class="prompt">${problem.prompt}</pre>`}
    <pre>${answer.answer === "" ? "(empty)" : answer.answer}</pre>
    ${detail !== "" && html`<p class="said">${detail}</p>`}
    ${!answer.isRight && problem &&
      html`<details><summary>A right answer</summary><pre>${problem.answer}</pre>${
        problem.tests && html`<pre>${problem.tests.join("\n")}</pre>`
      }</details>`}</li>
  `;
}

/** The worst and the best answers of a setting, with what was said of them. */
export function answerGallery(
  findings: readonly Findings[],
  completions: readonly Completions[],
  problems: ReadonlyMap<string, Problem>,
): Section[] {
  const parts = findings.flatMap((one) => {
    const row = shownRow(one), [metrics] = row?.sources ?? [];
    const found = metrics && completionsOf(metrics, completions);
    if (row === undefined || metrics === undefined || found === undefined) return [];
    const { worst, best } = rankAnswers(
      judgedAnswers(found, metrics),
      one.test.filter((other) => other !== row),
    );
    const list = (title: string, answers: readonly RankedAnswer[]) =>
      answers.length > 0 && html`
        <h4>${title}</h4>
        <ul class="gallery answers">${answers.slice(0, SHOWN).map((answer) =>
          card(answer, problems.get(answer.id))
        )}</ul>
      `;
    return [html`
      <h3>${one.title}: ${row.method}, ${settingText(row)}</h3>
      ${list("Wrong where most other settings are right", worst)}
      ${list("Right where most other settings are wrong", best)}
    `];
  });
  return parts.length === 0 ? [] : [{
    id: "answers",
    title: "Worst and best answers",
    body: html`
      <p>Of one setting on test problems, the first seed: up to ten answers that are wrong though the other settings mostly solve the problem, and up to ten that are right though they mostly do not, with what the judge said.</p>
      ${parts}
    `,
  }];
}
