import type { Classifier } from "../../model/classifier/classifier.ts";
import type { Shown } from "../process/shown.ts";
import { exactGuide } from "./exact_guide.ts";
import { firstOrderGuide } from "./first_order_guide.ts";
import type { Guide } from "./guide.ts";

/** A way to guide what is drawn to a label. */
export interface GuidanceMethod<Name extends string = string> {
  /** Name, as pipeline files write it. */
  readonly name: Name;
  /** Name, as people know it. */
  readonly label: string;
  /** What the samplers that it guides show a network. */
  readonly guides: readonly Shown[];
  /** What it makes of a classifier. @default {undefined}, the network knows the labels itself */
  readonly guide?: (classifier: Classifier) => Guide;
}

/** Name of a way to guide, as pipeline files write it. */
export type GuidanceName = "cfg" | "cbg" | "cbg-first-order" | "fudge";

/** Tokens of a position that FUDGE's authors score. */
const MOST_CANDIDATES = 200;

/** All ways to guide: without a classifier, and with one. */
export const GUIDANCES: readonly GuidanceMethod<GuidanceName>[] = [
  { name: "cfg", label: "CFG", guides: ["masks", "tokens", "prefix"] },
  { name: "cbg", label: "CBG", guides: ["masks", "tokens"], guide: exactGuide },
  {
    name: "cbg-first-order",
    label: "CBG, first order",
    guides: ["masks", "tokens"],
    guide: firstOrderGuide,
  },
  {
    name: "fudge",
    label: "FUDGE",
    guides: ["prefix"],
    guide: (classifier) => exactGuide(classifier, { mostCandidates: MOST_CANDIDATES }),
  },
];

/** Names of all ways to guide. */
export const GUIDANCE_NAMES: readonly GuidanceName[] = GUIDANCES.map(({ name }) => name);

/** The way to guide of a name, if there is one. */
export function findGuidance(name: string): GuidanceMethod<GuidanceName> | undefined {
  return GUIDANCES.find((guidance) => guidance.name === name);
}
