import { formatCount, formatNumber } from "../style/number_format.ts";
import { html, type Markup, markup } from "../page/html.ts";
import { lossFigure } from "../figures/loss_figure.ts";
import type { Running, RunningSampler, RunningTraining } from "./running.ts";

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

function token(text: string): Markup {
  const special = text.match(/^<?(bos|eos|pad|mask)>?$/)?.[1];
  return special === "mask"
    ? html`<span class="masked">·</span>`
    : html`<span class="${special && "special"}">${special ?? text}</span>`;
}

function sampler({ name, step, steps, sequences }: RunningSampler): Markup {
  return html`
    <div class="live">
      <h3>Sampling ${name}</h3>
      <p class="note">Step ${step} of ${steps}; the first ${sequences
        .length} sequences as they are.</p>
      <progress max="${steps}" value="${step}"></progress>
      ${sequences.map((tokens) => html`<p class="tokens">${tokens.map(token)}</p>\n`)}
    </div>
  `;
}

/** What is running at the moment, for the page and for its updates. */
export function livePart({ trainings, samplers }: Running): Markup {
  return trainings.length + samplers.length === 0
    ? html`<p class="note">Nothing is being trained or sampled.</p>`
    : html`${samplers.map(sampler)}${trainings.map(training)}`;
}
