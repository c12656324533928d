import type { z } from "zod";
import type { Architecture, PublishedConfig } from "./architecture.ts";
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

type Content = Readonly<Record<string, unknown>>;

/** What a checkpoint's configuration says. */
export interface ParsedConfig {
  /** Sizes of the network. */
  readonly config: NetworkConfig;
  /** How it was trained, of a published network whose configuration says so. */
  readonly training?: Readonly<Record<string, string>>;
  /** Keys that are not known and were passed over, of a published network. */
  readonly unread?: readonly string[];
}

const PUBLISHED = Object.values(ARCHITECTURES).flatMap(({ published }) => published ?? []);

/** What a configuration that others published says, or what is wrong with it. */
function checkPublished(content: Content, published: PublishedConfig): ParsedConfig | string {
  const { success, data, error } = published.schema.safeParse(content);
  const known = Object.keys(published.schema.shape);
  if (!success) return describeIssue(error.issues[0] as Issue, content, known.join(", "));
  const { passedOver } = published, training = published.training?.(data) ?? {};
  const unread = passedOver === undefined ? [] : Object.keys(content)
    .filter((key) => key !== "model_type" && !known.includes(key) && !passedOver.includes(key));
  return { config: published.sizes(data), training, unread };
}

function describeUnknownKind(key: string, kind: unknown): string {
  const known = PUBLISHED.map(({ modelTypes, networks }) =>
    `${modelTypes.map((type) => JSON.stringify(type)).join(" or ")} (${networks})`
  );
  return `"${key}" is ${JSON.stringify(kind)}, a network that is not built here: take one of ` +
    `${known.join(", ")}, or a checkpoint that this project wrote`;
}

/** What a file holds says, or what is wrong with it. */
function check(content: unknown): ParsedConfig | string {
  const keys = (content ?? {}) as Content, { model_type: kind } = keys;
  const published = PUBLISHED.find(({ modelTypes, isOne }) =>
    modelTypes.includes(kind as string) || isOne?.(keys)
  );
  const { architectures: classes } = keys;
  if (Array.isArray(classes) && published?.excludes?.(classes)) {
    return describeUnknownKind("architectures", classes);
  }
  if (published !== undefined) return checkPublished(keys, published);
  if (kind !== undefined) return describeUnknownKind("model_type", kind);
  const { architecture: name = DEFAULT_ARCHITECTURE } = (content ?? {}) as Partial<NetworkConfig>;
  const architecture = Object.hasOwn(ARCHITECTURES, name) ? ARCHITECTURES[name] : undefined;
  if (architecture === undefined) {
    const message = `must be one of ${Object.keys(ARCHITECTURES).join(", ")}`;
    return describeIssue({ code: "custom", path: ["architecture"], message }, content, "");
  }
  const { success, data, error } = architecture.schema.safeParse(content);
  const config = data as unknown as NetworkConfig;
  const issue = success ? problemOf(config, architecture) : error!.issues[0] as Issue;
  if (issue === undefined) return { config };
  return describeIssue(issue, content, Object.keys(architecture.schema.shape).join(", "));
}

/**
 * What the text of a checkpoint's configuration says: the sizes of the network.
 *
 * @param path The file, for messages.
 * @throws {Error} If the text holds something else, naming file, key and value.
 */
export function parseConfig(text: string, path: string): ParsedConfig {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`Cannot read "${path}": it is no JSON; copy the checkpoint anew: ${message}`, {
      cause,
    });
  }
  const parsed = check(content);
  if (typeof parsed === "string") throw new Error(`Cannot read "${path}": ${parsed}`);
  return parsed;
}
