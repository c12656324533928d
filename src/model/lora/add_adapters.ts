import { architectureOf } from "../architectures.ts";
import { initialParameters, type SizedParameters } from "../parameters.ts";
import type { RandomKey } from "../../random/mod.ts";
import type { LoraConfig } from "./lora_config.ts";

/**
 * Puts new adapters on a network, which change nothing yet.
 *
 * @throws {RangeError} If the network takes none, or none of those targets.
 */
export function addAdapters(
  { config, parameters }: SizedParameters,
  lora: LoraConfig,
  key: RandomKey,
): SizedParameters {
  const { name, adaptable = [] } = architectureOf(config);
  if (adaptable.length === 0) {
    throw new RangeError(`Cannot add adapters: a network of architecture "${name}" takes none`);
  }
  const unknown = lora.targets.find((target) => !adaptable.includes(target));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot add adapters: target "${unknown}" is no layer of a network of architecture ` +
        `"${name}", which has ${adaptable.join(", ")}`,
    );
  }
  const adapted = { ...config, lora };
  return {
    config: adapted,
    parameters: { ...parameters, ...initialParameters(adapted, key, { part: "adapter" }) },
  };
}
