import { formatCount, formatNumber } from "../format.ts";
import { html, type Markup, markup } from "../html.ts";
import { lossFigure } from "../loss_figure.ts";
import type { RunningTraining } from "./trainings.ts";

function training({ name, steps, entries }: RunningTraining): Markup {
  const last = entries[entries.length - 1];
  if (last === undefined) {
    return html`
      <div class="live">
        <h3>${name}</h3>
        <p>No entry yet.</p>
      </div>
    `;
  }
  const validation = entries.findLast((entry) => entry.validation !== undefined)?.validation;
  return html`
    <div class="live">
      <h3>Training ${name}</h3>
      <p class="note">Step ${formatCount(last.step)}${steps !== null &&
        ` of ${formatCount(steps)}`}, loss ${formatNumber(
          last.loss,
          3,
        )}${validation !== undefined && `, held out ${formatNumber(validation, 3)}`}.</p>
      ${steps !== null && html`<progress max="${steps}" value="${last.step}"></progress>`}
      ${entries.length > 1 && markup(lossFigure(entries, "Loss", "page").svg)}
    </div>
  `;
}

/** What is being trained at the moment, for the page and for its updates. */
export function livePart(trainings: readonly RunningTraining[]): Markup {
  return trainings.length === 0
    ? html`<p class="note">Nothing is being trained.</p>`
    : html`${trainings.map(training)}`;
}
