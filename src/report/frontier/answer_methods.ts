import type { AnswerMetrics } from "../../artifacts/answer_metrics.ts";
import type { InkName } from "../style/inks.ts";
import { samplerLabel } from "../style/methods.ts";

/** The network that others are compared with, as the paper's Table 1 calls it. */
export const VANILLA = "Vanilla SFT";
/** The network that the method is about. */
export const PROSECO = "ProSeCo SFT";
/** What is added to a network's name where its sampler corrects. */
const CORRECTED = " + ProSeCo sampling";
/** The network and its sampler. */
export const SUBJECT = `${PROSECO}${CORRECTED}`;

const NETWORKS: Readonly<Record<string, string>> = {
  mdm: VANILLA,
  proseco: PROSECO,
  prism: "PRISM",
  ar: "AR",
  udlm: "UDLM",
};

/** Samplers that draw as the network alone says. */
const PLAIN = ["blocks", "mdm", "ar", "udlm"];

const INKS: Readonly<Record<string, InkName>> = {
  [VANILLA]: "mdm",
  [SUBJECT]: "proseco-0",
  [PROSECO]: "muted",
  [`${VANILLA}${CORRECTED}`]: "udlm",
  [`${VANILLA} + ReMDM`]: "remdm",
  [`${PROSECO} + ReMDM`]: "prism",
  AR: "ar",
};

/** The network and its sampler, without further settings by which a method's name may differ. */
export function baseMethod(method: string): string {
  return method.split(" · ")[0]!;
}

/** Further settings in a method's name; empty where there are none. */
export function methodVariant(method: string): string {
  return method.split(" · ").slice(1).join(" · ");
}

/** The colour of a method. */
export function methodInk(method: string): InkName {
  return INKS[baseMethod(method)] ?? "other";
}

/** The corrector that answers were drawn with; S and ω of 0 without one. */
export function correctorOf(
  { settings: { corrector } }: Pick<AnswerMetrics, "settings">,
): { readonly S: number; readonly omega: number } {
  const { S = 0, omega = 0 } = (corrector ?? {}) as { S?: number; omega?: number };
  return { S, omega };
}

/** The name of the method behind answers: its network, and its sampler where it does more. */
export function answerMethod(
  metrics: Pick<AnswerMetrics, "settings" | "model">,
  network: string | undefined,
): string {
  const { settings: { sampler = "blocks" }, model } = metrics;
  const own = network ?? NETWORKS[String(model?.objective)] ?? "Network";
  if (correctorOf(metrics).S > 0) return `${own}${CORRECTED}`;
  return PLAIN.includes(String(sampler)) ? own : `${own} + ${samplerLabel(String(sampler))}`;
}

/** Orders methods: what others are compared with first, then the subject, then the others. */
export function compareMethods(a: string, b: string): number {
  const rank = (method: string) => {
    const index = Object.keys(INKS).indexOf(baseMethod(method));
    return index < 0 ? Object.keys(INKS).length : index;
  };
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}
