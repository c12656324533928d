import { type InputSource, type Instance, sourceName, sourcesOf } from "../graph/instance.ts";
import { canonicalJson } from "../../support/json.ts";
import type { ModuleGraph } from "./module_graph.ts";
import { UserError } from "../../support/user_error.ts";
import type { InputHash, KeyParts } from "../store/manifest.ts";
import type { JsonValue } from "../task.ts";

/** Raised when the task contract changes its meaning, so that results of before do not count. */
const CONTRACT = 2;

/** The content of each source that an instance reads. */
export type ContentOf = (source: InputSource) => string;

/** Parameters that can change an instance's result, by their values with defaults filled in. */
export function countingParams({ module: { definition }, parsed, name }: Instance) {
  const { cosmetic = [] } = definition;
  const counting = Object.entries(parsed).filter(([param]) => !cosmetic.includes(param));
  const params = Object.fromEntries(counting);
  try {
    canonicalJson(params);
  } catch (cause) {
    throw new UserError(
      `Cannot key ${name}: its parameters are not JSON: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
  return params as Record<string, JsonValue>;
}

/** Puts together what an instance's result depends on. */
export function keyParts(
  instance: Instance,
  { hash: code, packages }: ModuleGraph,
  environment: Readonly<Record<string, JsonValue>>,
  contentOf: ContentOf,
): KeyParts {
  const { definition } = instance.module;
  const inputs: Record<string, InputHash | readonly InputHash[]> = {};
  for (const [name, input] of Object.entries(instance.inputs)) {
    const hashes = sourcesOf(input).map((source) => ({
      hash: contentOf(source),
      from: sourceName(source),
    }));
    const isGathered = definition.inputs[name]!.many === true;
    inputs[name] = isGathered ? hashes : { hash: hashes[0]!.hash };
  }
  const params = countingParams(instance);
  return { contract: CONTRACT, kind: definition.kind, params, inputs, code, packages, environment };
}
