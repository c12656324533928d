import { shellWord } from "../../support/shell_quote.ts";
import type { OfferedNetwork } from "./offered_network.ts";
import { FIRST_SETTING, type Scene, type Setting } from "./setting.ts";

/**
 * The command that draws the same on the command line: with the same seed it prints the same. Networks
 * that answer have none, but {@linkcode asPipeline}.
 */
export function asCommand(
  { checkpoint, properties, prompted }: OfferedNetwork,
  setting: Setting,
  { seed, count }: Pick<Scene, "seed" | "count">,
): string | undefined {
  if (prompted !== undefined) return undefined;
  const { method, property, label, gamma, T, S, omega, eta, temperature } = setting;
  const own = properties.find(({ name }) => name === property);
  return [
    ...["deno task sample", shellWord(checkpoint), "--sampler", method, "--T", T],
    ...(method === "proseco" ? ["--S", S, "--omega", omega] : []),
    ...(method === "remdm" ? ["--eta", eta] : []),
    ...(own !== undefined
      ? ["--property", shellWord(property), "--label", label, "--gamma", gamma]
      : properties.length > 0
      ? ["--label", properties[0]!.labels]
      : []),
    ...(temperature === FIRST_SETTING.temperature ? [] : ["--temperature", temperature]),
    ...["--seed", seed, "--count", count],
  ].join(" ");
}
