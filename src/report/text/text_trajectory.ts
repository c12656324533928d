import type { TextSamples } from "../../artifacts/samples.ts";
import { annotateTrajectory } from "../analysis/annotate_trajectory.ts";
import { html } from "../page/html.ts";
import type { Section } from "../page/page.ts";
import { STATE_LEGEND, stepRow } from "../sections/trajectory_section.ts";
import { compareSamplers, methodLabel } from "../style/methods.ts";

/** Unmasking steps of the texts shown: enough to see the corrector, few enough for a screen. */
const PREFERRED_STEPS = 8;
/** Name of the mask token among those of steps. */
const MASK = "<mask>";

/** One set of texts of each method, without guidance where there is one such, by steps and seed. */
export function chosenTexts(samples: readonly TextSamples[]): TextSamples[] {
  const order = ({ settings: { property, T, seed } }: TextSamples) => [
    property === undefined ? 0 : 1,
    Math.abs(Math.log2(T / PREFERRED_STEPS)),
    seed,
  ];
  const compare = (a: TextSamples, b: TextSamples) => {
    const left = order(a), right = order(b);
    const i = left.findIndex((value, at) => value !== right[at]);
    return i < 0 ? 0 : left[i]! - right[i]!;
  };
  const recorded = samples.filter(({ trajectory }) => trajectory.length > 0);
  return [...Map.groupBy(recorded, ({ settings }) => methodLabel(settings)).values()]
    .map((group) => group.toSorted(compare)[0]!)
    .sort((a, b) => compareSamplers(a.settings.sampler, b.settings.sampler));
}

/** A text of each method step by step; those beside the MDM and ProSeCo are folded away. */
export function textTrajectorySection(samples: readonly TextSamples[]): Section[] {
  const chosen = chosenTexts(samples);
  if (chosen.length === 0) return [];
  const isMain = ({ settings: { sampler } }: TextSamples) =>
    sampler === "mdm" || sampler === "proseco";
  const block = (one: TextSamples) =>
    html`
      <h3>${methodLabel(one.settings)}, T = ${one.settings.T}</h3>
      <div class="trajectory program">
        <div class="stage" hidden></div>
        <div class="scroll tall" tabindex="0">
          <table class="steps">
            <tbody>${annotateTrajectory(one.trajectory, 0, MASK).map(stepRow)}</tbody>
          </table>
        </div>
        <p class="outcome"><span>${one.texts[0]!}</span></p>
      </div>
    `;
  const others = chosen.filter((one) => !isMain(one));
  return [{
    id: "trajectory",
    title: "One text, step by step",
    body: html`
      <p>Each row is a text after one step, from all masked to done; the buttons and the slider, also by the arrow keys, show one step at a time. An MDM can never take back a token; the corrector looks at a whole proposal and changes what does not fit.</p>
      ${STATE_LEGEND} ${chosen.filter(isMain).map(block)} ${others.length > 0 &&
        html`<details><summary>The other methods (${others.length})</summary>${
          others.map(block)
        }</details>`}
    `,
  }];
}
