import { enumerate } from "../style/number_format.ts";
import { propertyText } from "../style/property_text.ts";
import { type DrawMolecule, themedMolecule } from "./molecule_drawing.ts";
import { html, type Markup } from "../page/html.ts";
import { compareSamplers, methodLabel } from "../style/methods.ts";
import type { Section } from "../page/page.ts";
import {
  annotateTrajectory,
  type Cell,
  type TrajectoryRow,
} from "../analysis/annotate_trajectory.ts";
import type { MoleculeSettings } from "../../artifacts/sample_settings.ts";
import type { MoleculeSamples } from "../../artifacts/samples.ts";

/** Unmasking steps of the trajectories shown: enough to see the corrector, few enough for a screen. */
const PREFERRED_STEPS = 16;
/** Guidance strength of the trajectories shown. */
const PREFERRED_GAMMA = 2;
/** Sequences shown of each method. */
const SEQUENCES = 2;

const methodOf = ({ settings }: MoleculeSamples) => methodLabel(settings);

const correctorOf = ({ corrector }: MoleculeSettings) => corrector ?? { S: 0, omega: 0 };

/** Chooses one file of each method, all at settings as alike as there are. */
export function chooseTrajectories(samples: readonly MoleculeSamples[]): MoleculeSamples[] {
  const recorded = samples.filter(({ trajectory }) => trajectory.length > 0);
  const order = ({ settings: { T, gamma, property, seed } }: MoleculeSamples) => [
    Math.abs(Math.log2(T / PREFERRED_STEPS)),
    Math.abs(gamma - PREFERRED_GAMMA),
    property === "ring_count" ? 0 : 1,
    seed,
  ];
  const compare = (a: MoleculeSamples, b: MoleculeSamples) => {
    const [left, right] = [order(a), order(b)];
    const index = left.findIndex((value, position) => value !== right[position]);
    return index < 0 ? 0 : left[index]! - right[index]!;
  };
  return [...Map.groupBy(recorded, methodOf).values()]
    .map((group) => group.toSorted(compare)[0]!)
    .sort(({ settings: a }, { settings: b }) =>
      compareSamplers(a.sampler, b.sampler) || correctorOf(a).S - correctorOf(b).S ||
      correctorOf(a).omega - correctorOf(b).omega
    );
}

function cell({ token, state }: Cell): Markup {
  const special = token.match(/^<?(bos|eos|pad|mask)>?$/)?.[1];
  const text = special === "mask" ? "·" : special ?? token;
  return html`<td class="${state}${special && special !== "mask" && " special"}">${text}</td>`;
}

/** What a step did, in words: how many tokens were unmasked, corrected or masked again. */
export function describeStep(cells: readonly Cell[]): string {
  const count = (wanted: Cell["state"]) => cells.filter(({ state }) => state === wanted).length;
  return ([["unmasked", "unmasked"], ["corrected", "corrected"], [
    "remasked",
    "masked again",
  ]] as const)
    .flatMap(([state, text]) => count(state) > 0 ? [`${count(state)} ${text}`] : [])
    .join(", ") || "no change";
}

/** The row of a step: its tokens, marked by what the step did to them. */
export function stepRow({ step, round, cells }: TrajectoryRow): Markup {
  const label = `step ${step + 1}${round === undefined ? "" : `, corrector ${round}`}`;
  const kind = round === undefined ? "step" : "round";
  return html`
    <tr class="${kind}" data-note="${label}: ${describeStep(cells)}">
      <th scope="row">${label}</th>${cells.map(cell)}
    </tr>
  `;
}

function grid(one: MoleculeSamples, sequence: number, mask: string, draw: DrawMolecule): Markup {
  const smiles = one.smiles[sequence]!;
  const svg = smiles === "" ? null : draw(smiles);
  const rows = annotateTrajectory(one.trajectory, sequence, mask);
  return html`
    <div class="trajectory">
      <div class="stage" hidden></div>
      <div class="scroll tall" tabindex="0">
        <table class="steps">
          <tbody>
    ${rows.map(stepRow)}</tbody>
        </table>
      </div>
      <p class="outcome">${svg && themedMolecule(svg)}<span>${smiles === ""
        ? "(empty)"
        : html`<code>${smiles}</code>`} ${svg ? "is a molecule." : "is no molecule."}</span></p>
    </div>
  `;
}

/** What the marks of {@linkcode stepRow} mean. */
export const STATE_LEGEND: Markup = html`
  <ul class="states">
    <li><span class="masked">·</span> masked</li>
    <li><span class="unmasked">C</span> unmasked in this step</li>
    <li><span class="corrected">N</span> corrected in this step</li>
    <li><span class="proposed">C</span> the corrector's proposal for a masked position</li>
    <li><span class="remasked">·</span> masked again</li>
  </ul>
`;

/** Sequences step by step: what was unmasked, what was corrected. */
export function trajectorySection(
  samples: readonly MoleculeSamples[],
  mask: string,
  draw: DrawMolecule,
): Section[] {
  const chosen = chooseTrajectories(samples);
  if (chosen.length === 0) return [];
  const block = (one: MoleculeSamples) => {
    const count = Math.min(SEQUENCES, one.trajectory[0]!.sequences.length);
    const { T, gamma, property } = one.settings;
    return html`
      <h3>${methodOf(one)}, T = ${T}, γ = ${gamma}, ${propertyText(property).inProse}</h3>
      ${Array.from({ length: count }, (_, sequence) => grid(one, sequence, mask, draw))}
    `;
  };
  // The two that the method is about; the others are folded away, or the page would be theirs.
  const main = chosen.filter(({ settings: { sampler } }, index) =>
    sampler === "mdm" ||
    sampler === "proseco" && chosen.findIndex((one) => one.settings.sampler === sampler) === index
  );
  const rest = chosen.filter((one) => !main.includes(one));
  const [shown, folded] = main.length === 0 ? [chosen, []] : [main, rest];
  return [{
    id: "trajectory",
    title: "One sequence, step by step",
    body: html`
      <p>Each row is a sequence after one step, from all masked to done. An MDM can never take back a token; the corrector looks at a whole proposal and changes what does not fit.</p>
      ${STATE_LEGEND}
      ${shown.map(block)} ${folded.length > 0 &&
        html`<details><summary>${enumerate(folded.map(methodOf))}</summary>${
          folded.map(block)
        }</details>`}
    `,
  }];
}
