import { join } from "node:path";
import { z } from "zod";
import { defineTask, type GatheredInput } from "../../src/pipeline/task.ts";
import { isJsonObject } from "../../src/support/json.ts";
import type { JsonValue } from "../../src/support/json_value.ts";
import { UserError } from "../../src/support/user_error.ts";

const params = z.strictObject({
  metric: z.string().min(1).describe(
    "Path of a number in the files of metrics, such as figures.valid; of a list, as a history is, " +
      "the best entry counts.",
  ),
  mode: z.enum(["min", "max"]).describe("Whether the smallest or the largest is the best."),
});

type Mode = z.infer<typeof params>["mode"];

/** Coordinates of an instance as its name has them. */
const coordinatesOf = (instance: string) => /\[.*$/.exec(instance)?.[0] ?? "";

function better(a: number, b: number, mode: Mode): boolean {
  return mode === "min" ? a < b : a > b;
}

/** A number by its path; of a list, the best of its entries. */
function valueAt(value: JsonValue | undefined, path: string[], mode: Mode): number | undefined {
  if (Array.isArray(value)) {
    const values = value.flatMap((entry) => valueAt(entry, path, mode) ?? []);
    return values.length === 0
      ? undefined
      : values.reduce((best, one) => better(one, best, mode) ? one : best);
  }
  const [name, ...rest] = path;
  if (name === undefined) return typeof value === "number" && !isNaN(value) ? value : undefined;
  return isJsonObject(value) ? valueAt(value[name], rest, mode) : undefined;
}

async function readValue({ instance, path }: GatheredInput, metric: string, mode: Mode) {
  const text = await Deno.readTextFile(path);
  let content: JsonValue;
  try {
    // A history is a list, or a line for each entry.
    content = /^\s*\{[^\n]*\}\s*\n\s*\{/.test(text)
      ? text.trim().split("\n").map((line) => JSON.parse(line))
      : JSON.parse(text);
  } catch (cause) {
    throw new UserError(`Cannot choose: what ${instance} wrote is no JSON`, { cause });
  }
  const value = valueAt(content, metric.split("."), mode);
  if (value !== undefined) return value;
  throw new UserError(`Cannot choose: what ${instance} wrote has no number "${metric}"`);
}

/** Copies a file or folder; Node's `cp` also reads the folders above, which a task may not. */
async function copy(from: string, to: string): Promise<void> {
  if (!(await Deno.stat(from)).isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}

/** The `select/best` task. */
export default defineTask({
  kind: "select/best",
  description: "Hands on what the best instance wrote, by a metric.",
  params,
  inputs: {
    candidates: { description: "What to choose from: an output of all instances.", many: true },
    metrics: {
      description: "Metrics of the same instances, or of those run for each, as JSON.",
      many: true,
    },
  },
  outputs: {
    best: "A copy of the chosen candidate.",
    choice: "The value of each, the best first (JSON).",
  },

  async run({ params: { metric, mode }, inputs, outputs, record }) {
    const byCoordinates = new Map<string, GatheredInput>();
    for (const candidate of inputs.candidates) {
      const coordinates = coordinatesOf(candidate.instance), other = byCoordinates.get(coordinates);
      if (other !== undefined) {
        throw new UserError(
          `Cannot choose: ${other.instance} and ${candidate.instance} have the same coordinates`,
        );
      }
      byCoordinates.set(coordinates, candidate);
    }
    const judged: { candidate: GatheredInput; instance: string; value: number }[] = [];
    // One after the other, so that of several faults the same is told each time.
    for (const file of inputs.metrics) {
      const candidate = byCoordinates.get(coordinatesOf(file.instance));
      if (candidate === undefined) {
        throw new UserError(`Cannot choose: ${file.instance} judges none of the candidates`);
      }
      const value = await readValue(file, metric, mode);
      judged.push({ candidate, instance: candidate.instance, value });
    }
    const unjudged = inputs.candidates.find((one) =>
      !judged.some(({ candidate }) => candidate === one)
    );
    if (unjudged !== undefined) {
      throw new UserError(`Cannot choose: ${unjudged.instance} has no metrics`);
    }
    const twice = judged.find((one, i) => judged.findIndex((j) => j.instance === one.instance) < i);
    if (twice !== undefined) {
      throw new UserError(`Cannot choose: ${twice.instance} has several files of metrics`);
    }
    const [best, ...others] = judged.toSorted((a, b) =>
      better(a.value, b.value, mode)
        ? -1
        : better(b.value, a.value, mode)
        ? 1
        : a.instance < b.instance
        ? -1
        : 1
    );
    if (best === undefined) throw new UserError("Cannot choose: there are no candidates");
    const all = [best, ...others].map(({ instance, value }) => ({ instance, value }));
    await copy(best.candidate.path, outputs.best);
    await Deno.writeTextFile(
      outputs.choice,
      JSON.stringify({ metric, mode, candidates: all }, null, 2) + "\n",
    );
    record({ chosen: best.instance, [metric]: best.value, candidates: all.length });
  },
});
