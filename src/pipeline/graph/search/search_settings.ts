import { z } from "zod";
import { checkOptions } from "../../file/check_options.ts";
import type { ProblemList } from "../../file/problem.ts";
import { type MapNode, type Node, nodeOf } from "../../file/yaml.ts";
import type { JsonValue } from "../../task.ts";
import { resolveNode, type Scope } from "../reference.ts";

const json = z.custom<JsonValue>((value) => value !== undefined);

const numbers = (schema: z.ZodNumber) =>
  z.tuple([schema, schema]).refine(([low, high]) => low < high, "the first must be the smaller");

const range = z.union([
  z.strictObject({ uniform: numbers(z.number()) }),
  z.strictObject({ logUniform: numbers(z.number().positive()) }),
  z.strictObject({ int: numbers(z.int()) }),
  z.strictObject({ choice: z.array(json).min(1) }),
], {
  error: "must be { uniform: [low, high] }, { logUniform: [low, high] }, { int: [low, high] } or " +
    "{ choice: [values] }, low smaller than high, of logUniform above 0",
});

/** Most trials of a search. */
const MOST_TRIALS = 10_000;

/** What `search` of a task says. */
const schema = z.strictObject({
  ranges: z.record(z.string(), range)
    .refine((ranges) => Object.keys(ranges).length > 0, "names no range")
    .describe("What each value of a trial is drawn from, by name."),
  trials: z.int().min(1).max(MOST_TRIALS).describe("How many trials to draw."),
  seed: z.int().min(0).default(0).describe("Seed of the draws."),
  metric: z.string().min(1).describe("What the task records, by path: the figure to compare."),
  mode: z.enum(["min", "max"]).default("min")
    .describe("Whether the smallest or the largest is the best."),
  rungs: z.record(z.string(), z.array(json).min(2)).optional()
    .refine(
      (rungs) => rungs === undefined || Object.keys(rungs).length === 1,
      "must name one budget: { steps: [100, 200, 400] }",
    )
    .describe("Successive halving: a budget by its name, and its value on each rung."),
  keep: z.number().gt(0).lt(1).default(0.5)
    .describe("Share of the trials that goes on to the next rung."),
}).superRefine(({ ranges, rungs = {} }, context) => {
  const twice = Object.keys(rungs).find((name) => name in ranges);
  if (twice === undefined) return;
  context.addIssue({ code: "custom", path: ["rungs"], message: `"${twice}" is a range as well` });
});

/** What `search` of a task says, checked. */
export type SearchSettings = z.output<typeof schema>;

/** The JSON Schema of `search`, for editors. */
export function searchSchema(): Record<string, JsonValue> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest as Record<string, JsonValue>;
}

/** A value as a node whose parts stand where they were written, wherever no reference did. */
function filled(value: JsonValue, written: Node): Node {
  if (written.kind === "scalar" || value === null || typeof value !== "object") {
    return nodeOf(value, written.place);
  }
  if (written.kind === "list") {
    return {
      ...written,
      items: written.items.map((item, i) => filled((value as JsonValue[])[i]!, item)),
    };
  }
  const entries = [...written.entries].map(([name, { key, value: member }]) =>
    [name, { key, value: filled((value as Record<string, JsonValue>)[name]!, member) }] as const
  );
  return { ...written, entries: new Map(entries) };
}

/** Reads `search` of a task, its references filled in. */
export function searchSettings(
  node: MapNode,
  scope: Scope,
  problems: ProblemList,
): SearchSettings | undefined {
  const value = resolveNode(node, scope, problems);
  if (value === undefined) return undefined;
  return checkOptions(schema, filled(value, node) as MapNode, "search", problems);
}
