import { z } from "zod";
import { type DitConfig, headsDivide } from "./config.ts";

function integer(least: number) {
  const text = `must be an integer of at least ${least}`;
  return z.int(text).min(least, text);
}

const FIELDS = {
  vocab: integer(1),
  length: integer(1),
  hiddenSize: integer(1),
  nBlocks: integer(1),
  nHeads: integer(1),
  condDim: integer(1),
  numClasses: integer(0),
  maskId: integer(0),
  causal: z.boolean("must be true or false").optional(),
  qualityBlocks: integer(0).optional(),
};

const SCHEMA: z.ZodType<DitConfig> = z.strictObject(FIELDS, "must be an object").superRefine(
  (config, context) => {
    const fail = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const { vocab, maskId, nHeads } = config;
    if (maskId >= vocab) fail("maskId", `must be below vocab (${vocab})`);
    if (!headsDivide(config)) {
      fail("hiddenSize", `must be a multiple of 2 · nHeads (${2 * nHeads})`);
    }
  },
);

function describeIssue({ issues: [issue] }: z.ZodError, content: unknown): string {
  const keys = `another project's model? A checkpoint has ${Object.keys(FIELDS).join(", ")}`;
  if (issue.code === "unrecognized_keys") return `"${issue.keys[0]}" is not known: is it ${keys}`;
  if (issue.path.length === 0) return `it ${issue.message}`;
  const [name] = issue.path as string[];
  const value = (content as Record<string, unknown>)[name];
  const said = `"${name}" ${issue.message}: got`;
  return value === undefined
    ? `${said} nothing: is it ${keys}`
    : `${said} ${JSON.stringify(value)}: take it from the run that trained the network`;
}

/**
 * The sizes of a network in the text of a checkpoint's file.
 *
 * @param path The file, for messages.
 * @throws {Error} If the text holds something else, naming file, key and value.
 */
export function parseConfig(text: string, path: string): DitConfig {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`Cannot read "${path}": it is no JSON; copy the checkpoint anew: ${message}`, {
      cause,
    });
  }
  const result = SCHEMA.safeParse(content);
  if (result.success) return result.data;
  throw new Error(`Cannot read "${path}": ${describeIssue(result.error, content)}`, {
    cause: result.error,
  });
}
