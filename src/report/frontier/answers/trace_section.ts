import type { Problem } from "../../../artifacts/problems.ts";
import type { Cell, TrajectoryRow } from "../../analysis/annotate_trajectory.ts";
import { html, type Markup } from "../../page/html.ts";
import type { Section } from "../../page/page.ts";
import { describeStep } from "../../sections/trajectory_section.ts";
import { formatNumber } from "../../style/number_format.ts";
import { settingText } from "../frontier_rows.ts";
import { chooseTraces, type Trace } from "./chosen_traces.ts";
import { departures } from "./departures.ts";

/** Names of tokens that are no text. */
export interface TraceTokens {
  readonly mask: string;
  /** Those that end a text and follow its end. */
  readonly ends: readonly string[];
}

/** The positions up to the answer's end, its first ending token included. */
function shownPositions(last: TrajectoryRow, { ends }: TraceTokens): number {
  const end = last.cells.findIndex(({ token }) => ends.includes(token));
  return end < 0 ? last.cells.length : end + 1;
}

function cellMarkup(
  { token, state }: Cell,
  { isWrong, tokens }: { readonly isWrong: boolean; readonly tokens: TraceTokens },
): Markup {
  if (token === tokens.mask) return html`<td class="${state}">·</td>`;
  const classes = isWrong ? `${state} wrong` : state;
  if (tokens.ends.includes(token)) return html`<td class="${classes} special">end</td>`;
  // A program is shown line by line; a row of the table is one line.
  return /[\n ]/.test(token)
    ? html`<td class="${classes}" data-text="${token}">${token.replace(/\n\s*/, "⏎")}</td>`
    : html`<td class="${classes}">${token}</td>`;
}

function traceMarkup(trace: Trace, problem: Problem | undefined, tokens: TraceTokens): Markup {
  const { row, answer, steps, corrected } = trace, last = steps.at(-1)!;
  const shown = shownPositions(last, tokens);
  const final = last.cells.slice(0, shown).map(({ token }) => token);
  const written = final.map((token) =>
    token === tokens.mask || tokens.ends.includes(token) ? "" : token
  );
  const wrong = answer.isRight || problem === undefined
    ? final.map(() => false)
    : departures(written, problem.answer);
  const stepMarkup = ({ step, round, cells }: TrajectoryRow) => {
    const label = `step ${step + 1}${round === undefined ? "" : `, corrector ${round}`}`;
    const kept = cells.slice(0, shown);
    return html`
      <tr class="${round === undefined ? "step" : "round"}"
        data-note="${label}: ${describeStep(kept)}"><th scope="row">${label}</th>${kept.map((
          cell,
          i,
        ) => cellMarkup(cell, { isWrong: wrong[i]! && cell.token === final[i], tokens }))}</tr>
    `;
  };
  return html`
    <h4>${[row.method, settingText(row)].filter((part) => part !== "").join(", ")}</h4>
    <div class="trajectory program">
      <div class="stage" hidden></div>
      <div class="scroll tall" tabindex="0">
        <table class="steps">
          <tbody>${steps.map(stepMarkup)}</tbody>
        </table>
      </div>
      <p
        class="outcome"><span><strong>${answer.verdict}</strong>${answer.detail &&
          `: ${answer.detail}`}. ${corrected === 0
          ? "No token that stood was changed."
          : `Tokens that stood were changed ${
            corrected === 1 ? "once" : `${corrected} times`
          }.`} ${formatNumber(
            row.evaluations,
            1,
          )} evaluations an answer with this setting.</span></p>
    </div>
  `;
}

/** Answers step by step, after the paper's Figure 2. */
export function traceSection(
  traces: readonly Trace[],
  problems: ReadonlyMap<string, Problem>,
  tokens: TraceTokens,
): Section[] {
  const chosen = chooseTraces(traces);
  if (chosen.length === 0) return [];
  const block = (group: readonly Trace[]) => {
    const { id } = group[0]!.answer, problem = problems.get(id);
    return html`
      <h3>${id}</h3>
      ${problem && html`<pre>${problem.prompt}</pre>`}
      ${group.map((trace) => traceMarkup(trace, problem, tokens))}
    `;
  };
  return [{
    id: "trace",
    title: "One answer, step by step",
    body: html`
      <p>Each row is the answer after one step, from all masked to done; the buttons and the slider, also by the arrow keys, show one step at a time as text. A network drawn plainly never takes back a token; the corrector looks at a whole proposal and changes what does not fit.</p>
      <ul class="states">
        <li><span class="masked">·</span> masked</li>
        <li><span class="unmasked">x</span> unmasked in this step</li>
        <li><span class="corrected">x</span> corrected in this step</li>
        <li><span class="proposed">x</span> proposed by the corrector, still masked</li>
        <li><span class="wrong">x</span> of a wrong answer: departs from a right one, which need not be the only one</li>
      </ul>
      ${chosen.map(block)}
    `,
  }];
}
