import type { Objective } from "../objectives/objective.ts";
import type { Shown } from "../process/shown.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { FREE_SAMPLERS } from "../samplers/samplers.ts";

/** What is known of how a network was trained. */
export interface TrainedOn {
  /** Whether a position sees none after it. @default {false} */
  readonly causal?: boolean;
  /** What it was trained for; of a network that does not say it, anything is believed. */
  readonly objective?: Pick<Objective, "name" | "shows">;
}

const SHOWN_TEXT: Readonly<Record<Shown, string>> = {
  masks: "masks",
  tokens: "random tokens",
  prefix: "the tokens before each",
};

/**
 * Checks that a network was trained on what a sampler shows it: it would take the logits for those of
 * other tokens, or see what it has never seen.
 *
 * @throws {RangeError} If it was trained on something else.
 */
export function checkShown(
  { name, shows }: Sampler,
  { causal = false, objective }: TrainedOn,
): void {
  const fail = (reason: string, fitting: Shown) => {
    const names = FREE_SAMPLERS.filter((sampler) => sampler.shows === fitting).map(({ name }) =>
      `"${name}"`
    );
    throw new RangeError(
      `Cannot sample with "${name}": ${reason}: sample it with ${names.join(", ")}`,
    );
  };
  if (causal && shows !== "prefix") {
    fail("the checkpoint's network is causal (AR)", "prefix");
  }
  const trained = objective?.shows;
  if (!causal && shows === "prefix") {
    fail("the checkpoint's network sees both sides", trained === "tokens" ? "tokens" : "masks");
  }
  // A network that sees both sides was trained on one of the other two, whatever it is called.
  if (trained === undefined || trained === "prefix" || trained === shows) return;
  fail(
    `it shows ${SHOWN_TEXT[shows]}, the network was trained as "${objective!.name}", on ${
      SHOWN_TEXT[trained]
    }`,
    trained,
  );
}
