import { sequenceReader } from "../domains/text/sequence_text.ts";
import { askRdkit } from "../domains/molecules/rdkit/ask_rdkit.ts";
import { canonicalSmiles } from "../domains/molecules/rdkit/canonical_smiles.ts";
import { checkDraw, drawSamples } from "../diffusion/drawing/draw_samples.ts";
import { ownSampler } from "../diffusion/drawing/own_sampler.ts";
import type { Objective } from "../diffusion/objectives/objective.ts";
import { trainedObjective } from "../diffusion/objectives/objectives.ts";
import type { Sampler } from "../diffusion/samplers/sampler.ts";
import { FREE_SAMPLERS, PROMPTED_SAMPLERS } from "../diffusion/samplers/samplers.ts";
import { type Checkpoint, describeUnread, readCheckpoint } from "../model/checkpoint.ts";
import type { NetworkConfig } from "../model/config.ts";
import { createDenoiser } from "../model/denoiser.ts";
import { knownProperties, labelOf, LABELS_PER_PROPERTY } from "../model/labels.ts";
import { foldIn, randomKey, STREAMS } from "../random/mod.ts";
import { checkpointVocabulary } from "../sampling/checkpoint_vocabulary.ts";
import { neededSettings } from "../sampling/offered_settings.ts";
import { whyIgnored } from "../sampling/sampling_settings.ts";
import { countOf, numberOf, readCommand } from "./options.ts";
import { answerPrompt, PROMPT_OPTIONS } from "./sample/answer_prompt.ts";
import { EngineUnavailable } from "../tensor/engines/engine.ts";
import { DEFAULT_ENGINE, ENGINE_NAMES } from "../tensor/engines/engines.ts";
import { print, tell } from "../terminal/output.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { UserError } from "../support/user_error.ts";

const namesOf = (samplers: readonly Sampler[]) => samplers.map(({ name }) => name).join(", ");

const HELP = `Draws molecules, or texts, from a checkpoint and prints them, one a line.

  deno task sample CHECKPOINT [options]

  CHECKPOINT        folder with config.json and model.safetensors, such as results/models/proseco
  --count N         molecules to draw (10)
  --gamma X         guidance strength: 1 is the conditional network, 0 the unconditional one (1)
  --property NAME   property to guide, where the network knows several (the first)
  --label N         1 guides to molecules whose property is high, 0 to the others, 2 to neither
                    (1, or 2 if the network was trained without labels)
  --T N             unmasking steps, not of ar and first-hitting (32)
  --sampler NAME    ${
  namesOf(FREE_SAMPLERS)
}; by default the one that the checkpoint was trained for
  --S N --omega N   proseco, blocks: S corrector steps at every omega-th step (2, 2)
  --eta X           remdm: how strongly tokens are masked again, from 0 to 1 (1)
  --temperature X   divides the logits of a draw; 0 takes the most probable token (1)
  --seed N          seed of all draws (0)
  --engine NAME     ${ENGINE_NAMES.join(", ")} (${DEFAULT_ENGINE})
  --valid           print only what RDKit can read, in its canonical form

Of a network that was trained on prompts and answers:
  --prompt TEXT         go on from a prompt, without property, label and gamma, by --sampler
                        ${namesOf(PROMPTED_SAMPLERS)} (blocks, the surest tokens first)
  --prompt-positions N  positions that prompts end at; shorter ones are filled up, unseen
  --answer-positions N  positions of an answer (both as the network's prompts.json says; else those of
                        the prompt, and what the network was trained on leaves)
  --chat                write the prompt by the tokenizer's chat template
The answers are those of the task sample/prompted to its first problem; deno task generate shows one
while it is unmasked.

Exit codes: 0 done; 2 the checkpoint or an option is wrong.`;

/** What a checkpoint says that it was trained for. */
function objectiveOf({ config, training = {} }: Checkpoint): Objective | undefined {
  const { vocab, maskId } = config;
  return training.objective === undefined
    ? undefined
    : trainedObjective({ vocab, maskId, training });
}

/** The sampler that a network was trained for, or the one asked for. */
function chooseSampler(
  asked: string | undefined,
  objective: Objective | undefined,
  { causal }: NetworkConfig,
  isPrompted: boolean,
): Sampler {
  const trained = objective ?? { name: "unknown", shows: causal ? "prefix" : "masks" };
  const choice = isPrompted ? PROMPTED_SAMPLERS : FREE_SAMPLERS;
  const name = asked ?? (isPrompted ? "blocks" : ownSampler(trained).sampler.name);
  const sampler = choice.find((one) => one.name === name);
  if (sampler !== undefined) return sampler;
  throw new UserError(
    `Cannot sample with "${asked}": choose --sampler from ${namesOf(choice)}`,
  );
}

/** From so many tokens on, the logits of one sequence at a time are held. */
const LARGE_VOCAB = 4096;

/** Options as they were given. */
interface Asked {
  readonly property?: string;
  readonly label?: string;
  readonly gamma?: string;
  readonly T?: string;
  readonly S?: string;
  readonly omega?: string;
  readonly eta?: string;
  readonly temperature?: string;
}

/** The label and how strongly to guide to it. */
function chooseGuidance(asked: Asked, { config, training = {} }: Checkpoint) {
  const properties = knownProperties(config, training, "its property");
  const isLabelled = properties.length > 0;
  const property = asked.property ?? properties[0]?.name ?? "";
  const none = properties.find(({ name }) => name === property)?.labels ?? LABELS_PER_PROPERTY;
  const label = asked.label === undefined
    ? isLabelled ? 1 : none
    : countOf("label", asked.label, 0);
  if (!isLabelled && (asked.property !== undefined || label < none)) {
    throw new UserError(
      "Cannot condition: the network was trained without labels: leave out --property and --label",
    );
  }
  const gamma = numberOf("gamma", asked.gamma ?? "1");
  if (isLabelled && label === none) {
    const ignored = asked.property !== undefined ? "property" : gamma !== 1 ? "gamma" : undefined;
    if (ignored !== undefined) {
      throw new UserError(
        `Cannot condition: --${ignored} has no effect with --label ${label}: leave it out`,
      );
    }
  }
  return { label: labelOf(properties, property, label), gamma };
}

/** Options that give a sampler's settings. */
const SETTING_OF = {
  T: "T",
  S: "corrector",
  omega: "corrector",
  eta: "remasking",
  temperature: "temperature",
} as const;

/** The steps of a sampler and of its corrector; one that can do without is asked for by its options. */
function chooseSettings(asked: Asked, sampler: Sampler) {
  for (const [option, setting] of Object.entries(SETTING_OF)) {
    const reason = whyIgnored(sampler, setting);
    if (reason === undefined || asked[option as keyof Asked] === undefined) continue;
    throw new UserError(`Cannot sample with --${option}: ${reason}`);
  }
  const isCorrected = neededSettings(sampler).includes("corrector") ||
    asked.S !== undefined || asked.omega !== undefined;
  const corrector = {
    S: countOf("S", asked.S ?? "2", 1),
    omega: countOf("omega", asked.omega ?? "2", 1),
  };
  const settings = {
    T: countOf("T", asked.T ?? "32", 1),
    ...(isCorrected && { corrector }),
    // As its authors released it: the confident tokens last.
    remasking: {
      ...{ strength: "rescale", confidence: true },
      eta: numberOf("eta", asked.eta ?? "1"),
    },
    temperature: numberOf("temperature", asked.temperature ?? "1"),
  };
  const missing = neededSettings(sampler).filter((name) => !(name in settings));
  if (missing.length === 0) return settings;
  throw new UserError(
    `Cannot sample with "${sampler.name}" here: it needs ${missing.join(", ")}, which no option ` +
      "gives; write a pipeline",
  );
}

/** Refuses options that have no effect. */
function refuse(
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
  where: string,
): void {
  const ignored = names.find((name) => given[name] !== undefined && given[name] !== false);
  if (ignored === undefined) return;
  throw new UserError(`Cannot sample with --${ignored}: it has no effect ${where}: leave it out`);
}

/** Computes; an engine that this machine lacks is the user's to mend, what fails in one is not. */
async function withEngine<Result>(compute: () => Promise<Result>): Promise<Result> {
  try {
    return await compute();
  } catch (cause) {
    throw cause instanceof EngineUnavailable ? new UserError(cause.message, { cause }) : cause;
  }
}

await runCommand(async () => {
  const { values, positionals } = readCommand({
    count: { type: "string", default: "10" },
    gamma: { type: "string" },
    label: { type: "string" },
    property: { type: "string" },
    T: { type: "string" },
    sampler: { type: "string" },
    S: { type: "string" },
    omega: { type: "string" },
    eta: { type: "string" },
    temperature: { type: "string" },
    seed: { type: "string", default: "0" },
    engine: { type: "string", default: DEFAULT_ENGINE },
    valid: { type: "boolean", default: false },
    ...PROMPT_OPTIONS,
  });
  if (values.help) return print(HELP);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new UserError("Name one checkpoint: deno task sample results/models/proseco");
  }
  const checkpoint = await withGiven(() => readCheckpoint(folder));
  const unread = describeUnread(checkpoint);
  if (unread !== undefined) tell(unread);
  const { config, parameters } = checkpoint, { prompt } = values;
  const objective = await withGiven(() => objectiveOf(checkpoint));
  const sampler = await withGiven(() =>
    chooseSampler(values.sampler, objective, config, prompt !== undefined)
  );
  const count = countOf("count", values.count, 1), seed = countOf("seed", values.seed, 0);
  const settings = chooseSettings(values, sampler);
  const engine = ENGINE_NAMES.find((engine) => engine === values.engine);
  if (engine === undefined) {
    throw new UserError(
      `Cannot sample on "${values.engine}": choose --engine from ${ENGINE_NAMES.join(", ")}`,
    );
  }
  if (prompt !== undefined) {
    refuse(values, ["property", "label", "gamma", "valid"], "with --prompt");
    const asked = { folder, checkpoint, objective, sampler, settings, count, seed, engine };
    return await withEngine(() => answerPrompt({ ...asked, given: { ...values, prompt } }));
  }
  refuse(values, ["prompt-positions", "answer-positions", "chat"], "without --prompt");
  const vocabulary = await checkpointVocabulary(folder, checkpoint);
  const isText = vocabulary.tokenizer !== undefined;
  if (isText && values.valid) {
    throw new UserError("Cannot sample with --valid: the checkpoint writes text, no molecules");
  }
  const { label, gamma } = await withGiven(() => chooseGuidance(values, checkpoint));
  const { bosId, eosId, padId } = vocabulary;
  const rows = config.vocab > LARGE_VOCAB ? 1 : count;
  const denoiser = createDenoiser(parameters, config, {
    engine,
    ...(rows === 1 && { maxRows: 1 }),
  });
  const options = {
    ...{ sampler, objective, settings },
    // The same draws as those of the task sample/guided.
    key: foldIn(randomKey(seed), STREAMS.sampleGuided),
    labels: new Int32Array(rows).fill(label),
    ...{ gamma, bosId, eosId, padId },
  };
  await withGiven(() => checkDraw(denoiser, options));
  const read = await withGiven(() => {
    const source = { tokenizer: vocabulary.tokenizer, packed: bosId === eosId };
    return sequenceReader({ ...vocabulary, source });
  });
  const canonical = askRdkit((rdkit) => (smiles) => canonicalSmiles(rdkit, smiles));
  for (let firstRow = 0; firstRow < count; firstRow += rows) {
    const { tokens } = await withEngine(() => drawSamples(denoiser, { ...options, firstRow }));
    for (let row = 0; row < rows; row++) {
      const drawn = read(tokens.subarray(row * config.length, (row + 1) * config.length));
      const written = values.valid ? await canonical(drawn) : drawn;
      if (typeof written === "string" && written !== "") print(written);
    }
  }
  await denoiser.release();
});
