import type { z } from "zod";
import type { Architecture } from "./architecture.ts";
import { ARCHITECTURES, DEFAULT_ARCHITECTURE } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";

type Issue = Pick<z.core.$ZodIssue, "code" | "message"> & {
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
};

function describeIssue({ code, message, path, keys }: Issue, content: unknown, known: string) {
  const asked = `another project's model? A checkpoint has ${known}`;
  if (code === "unrecognized_keys") return `"${keys![0]}" is not known: is it ${asked}`;
  const [name] = path as readonly string[];
  if (name === undefined) return `it ${message}`;
  const value = (content as Readonly<Record<string, unknown>>)[name];
  const said = `"${name}" ${message}: got`;
  return value === undefined
    ? `${said} nothing: is it ${asked}`
    : `${said} ${JSON.stringify(value)}: take it from the run that trained the network`;
}

/** What is wrong with sizes that each are as they should be. */
function problemOf(config: NetworkConfig, architecture: Architecture): Issue | undefined {
  const { maskId, vocab } = config;
  const problem = maskId >= vocab
    ? { size: "maskId", message: `must be below vocab (${vocab})` }
    : architecture.contradiction?.(config);
  return problem && { code: "custom", path: [problem.size], message: problem.message };
}

/** The sizes in a configuration that others published, or what is wrong with it. */
function checkPublished(kind: unknown, content: unknown): NetworkConfig | string {
  const all = Object.values(ARCHITECTURES).flatMap(({ published }) => published ?? []);
  const published = all.find(({ modelType }) => modelType === kind);
  if (published === undefined) {
    const known = all.map(({ modelType, networks }) => `"${modelType}" (${networks})`).join(", ");
    return `"model_type" is ${
      JSON.stringify(kind)
    }, a network that is not built here: take one of ` +
      `${known}, or a checkpoint that this project wrote`;
  }
  const { success, data, error } = published.schema.safeParse(content);
  if (success) return published.sizes(data);
  const known = Object.keys(published.schema.shape).join(", ");
  return describeIssue(error!.issues[0] as Issue, content, known);
}

/** The sizes in what a file holds, or what is wrong with them. */
function check(content: unknown): NetworkConfig | string {
  const { model_type: kind } = (content ?? {}) as { readonly model_type?: unknown };
  if (kind !== undefined) return checkPublished(kind, content);
  const { architecture: name = DEFAULT_ARCHITECTURE } = (content ?? {}) as Partial<NetworkConfig>;
  const architecture = Object.hasOwn(ARCHITECTURES, name) ? ARCHITECTURES[name] : undefined;
  if (architecture === undefined) {
    const message = `must be one of ${Object.keys(ARCHITECTURES).join(", ")}`;
    return describeIssue({ code: "custom", path: ["architecture"], message }, content, "");
  }
  const { success, data, error } = architecture.schema.safeParse(content);
  const config = data as unknown as NetworkConfig;
  const issue = success ? problemOf(config, architecture) : error!.issues[0] as Issue;
  if (issue === undefined) return config;
  return describeIssue(issue, content, Object.keys(architecture.schema.shape).join(", "));
}

/**
 * The sizes of a network in the text of a checkpoint's file.
 *
 * @param path The file, for messages.
 * @throws {Error} If the text holds something else, naming file, key and value.
 */
export function parseConfig(text: string, path: string): NetworkConfig {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`Cannot read "${path}": it is no JSON; copy the checkpoint anew: ${message}`, {
      cause,
    });
  }
  const config = check(content);
  if (typeof config === "string") throw new Error(`Cannot read "${path}": ${config}`);
  return config;
}
