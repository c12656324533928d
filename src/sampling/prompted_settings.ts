import { z } from "zod";
import { PROBLEM_PARTS } from "../artifacts/problems.ts";
import { PROMPTED_SAMPLERS, samplerNamed } from "../diffusion/samplers/samplers.ts";
import { PROMPT_FORMATS } from "../domains/text/prompt_text.ts";
import { distinctList } from "../support/distinct_list.ts";
import { ENGINE_CHOICES, ENGINE_HELP } from "../tensor/engines/choose_engine.ts";
import { DEFAULT_ENGINE } from "../tensor/engines/engines.ts";
import { offerSettings } from "./offered_settings.ts";

const OFFERED = offerSettings(PROMPTED_SAMPLERS, { several: ["T", "temperature", "corrector"] });

const corrector = z.looseObject({ S: z.int().min(1) });

/** Parameters of a task that answers problems, those that make its cells among them. */
export const promptedSettings = {
  sampler: z.enum(OFFERED.names).default("blocks").describe(
    "Algorithm that draws the answers; all but blocks are controls.",
  ),
  ...OFFERED.shape,
  part: z.enum(PROBLEM_PARTS).default("validation")
    .describe("Problems to answer: settings are chosen by validation, test is scored at the end."),
  count: z.int().min(1).optional().describe("First problems of the part; all if left out."),
  answers: z.int().min(1).default(1).describe("Answers to each problem."),
  steps: distinctList(z.int().min(1))
    .describe("Steps T; without effect on samplers that take one a position."),
  correctors: z.array(corrector.nullable()).min(1).default([null]).describe(
    "Correctors of blocks and proseco, such as { S: 2, omega: 2 }; null is none.",
  ),
  temperatures: distinctList(z.number().min(0)).default([0])
    .describe("Temperatures of draws; 0 takes the most probable token."),
  seeds: distinctList(z.int().nonnegative()).default([0]).describe("Seeds of all draws."),
  generated: z.int().min(1).optional()
    .describe("Positions of an answer; those of the data set if left out."),
  promptPositions: z.int().min(1).optional()
    .describe("Positions kept for a prompt; those of the data set if left out."),
  shots: z.int().min(0).default(0)
    .describe("Examples before each prompt: the first sequences of the training part."),
  separator: z.string().default("\n\n").describe("What stands after each example."),
  template: z.string().default("{prompt}")
    .describe(
      "What a prompt is written as, with {prompt} and, where it is to be elsewhere, {system}.",
    ),
  system: z.string().optional()
    .describe("What is said before all prompts, of problems that say nothing themselves."),
  format: z.enum(PROMPT_FORMATS).optional().describe(
    "plain, or chat: by the chat template of the tokenizer, examples and prompt as one message of " +
      "the user; as in the data set if left out.",
  ),
  batch: z.int().min(1).default(64).describe("Rows that the network evaluates at once."),
  engine: z.enum(ENGINE_CHOICES).default(DEFAULT_ENGINE).describe(ENGINE_HELP),
  trajectories: z.int().min(0).default(2)
    .describe("Answers whose steps are recorded, of the first seed."),
};

type Given = z.output<z.ZodObject<typeof promptedSettings>>;

/** Parameters of a task that answers problems. */
export type PromptedSettings = Given & Readonly<Record<string, unknown>>;

/** One of the settings that answers are drawn with. */
export type PromptedCell =
  & Omit<Given, "steps" | "correctors" | "temperatures" | "seeds">
  & Readonly<Record<string, unknown>>
  & {
    /** Steps. */
    readonly T: number;
    /** Corrector, where there is one. */
    readonly corrector?: z.output<typeof corrector>;
    /** Temperature of draws. */
    readonly temperature: number;
    /** Seed of all draws. */
    readonly seed: number;
  };

/** Reports settings that do not fit the sampler, and correctors that are named twice. */
export function refinePrompted(settings: PromptedSettings, context: z.RefinementCtx): void {
  OFFERED.refine(settings, context);
  const sampler = samplerNamed(settings.sampler);
  settings.correctors.forEach((corrector, i) => {
    const fail = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path: ["correctors", i, ...path], message });
    if (!("corrector" in sampler.settings)) {
      if (corrector === null) return;
      return fail([], `it has no effect on ${sampler.name}, but on proseco, blocks; leave it out`);
    }
    const { error } = sampler.settings.corrector!.safeParse(corrector ?? undefined);
    if (corrector === null && error !== undefined) return fail([], `${sampler.name} needs one`);
    for (const { path, message } of error?.issues ?? []) fail(path, message);
  });
  const written = settings.correctors.map((corrector) => JSON.stringify(corrector));
  const twice = written.find((one, i) => written.indexOf(one) < i);
  if (twice === undefined) return;
  context.addIssue({ code: "custom", path: ["correctors"], message: `it has ${twice} twice` });
}

/** The settings of every set of answers. */
export function promptedCells(
  { steps, correctors, temperatures, seeds, ...shared }: PromptedSettings,
): PromptedCell[] {
  return steps.flatMap((T) =>
    correctors.flatMap((corrector) =>
      temperatures.flatMap((temperature) =>
        seeds.map((seed, i) => ({
          ...{ ...shared, T, corrector: corrector ?? undefined, temperature, seed },
          // The steps of one seed's answers are enough to look at.
          trajectories: i === 0 ? shared.trajectories : 0,
        }))
      )
    )
  );
}
