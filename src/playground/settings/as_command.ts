import { shellWord } from "../../support/shell_quote.ts";
import type { PromptPlaces } from "../../artifacts/prompts/prompt_places.ts";
import type { OfferedNetwork } from "./offered_network.ts";
import { FIRST_SETTING, samplerOf, type Scene, type Setting } from "./setting.ts";

/** What a command draws, of all that a link tells. */
type Drawn = Pick<Scene, "seed" | "count" | "prompt">;

/** Options of a sampler that several commands have. */
function samplerOptions(network: OfferedNetwork, setting: Setting): (string | number)[] {
  const { method, T, S, omega, eta } = setting;
  return [
    ...["--sampler", samplerOf(network, setting), "--T", T],
    ...(method === "proseco" ? ["--S", S, "--omega", omega] : []),
    ...(method === "remdm" ? ["--eta", eta] : []),
  ];
}

function answerCommand(
  network: OfferedNetwork,
  { promptPositions, answerPositions, format }: PromptPlaces,
  setting: Setting,
  { seed, count, prompt }: Drawn,
): string {
  return [
    ...["deno task sample", shellWord(network.checkpoint), "--prompt", shellWord(prompt)],
    ...["--prompt-positions", promptPositions, "--answer-positions", answerPositions],
    ...samplerOptions(network, setting),
    ...(setting.temperature === 1 ? [] : ["--temperature", setting.temperature]),
    ...["--seed", seed, "--count", count],
    ...(format === "chat" ? ["--chat"] : []),
  ].join(" ");
}

/** The command that draws the same on the command line: with the same seed it prints the same. */
export function asCommand(network: OfferedNetwork, setting: Setting, drawn: Drawn): string {
  const { checkpoint, properties, prompted } = network;
  if (prompted !== undefined) return answerCommand(network, prompted, setting, drawn);
  const { property, label, gamma, temperature } = setting;
  const own = properties.find(({ name }) => name === property);
  return [
    ...["deno task sample", shellWord(checkpoint), ...samplerOptions(network, setting)],
    ...(own !== undefined
      ? ["--property", shellWord(property), "--label", label, "--gamma", gamma]
      : properties.length > 0
      ? ["--label", properties[0]!.labels]
      : []),
    ...(temperature === FIRST_SETTING.temperature ? [] : ["--temperature", temperature]),
    ...["--seed", drawn.seed, "--count", drawn.count],
  ].join(" ");
}
