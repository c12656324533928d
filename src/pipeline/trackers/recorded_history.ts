import { isJsonObject } from "../../support/json.ts";
import type { Manifest } from "../store/manifest.ts";
import type { Store } from "../store/store.ts";
import type { TrackedPoint } from "./tracker.ts";

/** Output in which a task leaves its curves: a JSON object with a `step` on each line. */
const OUTPUT = "history";

function pointOf(line: string): TrackedPoint[] {
  const value: unknown = JSON.parse(line);
  if (!isJsonObject(value) || typeof value.step !== "number") return [];
  const { step, ...rest } = value;
  const values = Object.entries(rest)
    .filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return [{ step, values: Object.fromEntries(values) }];
}

/** The curves that a finished instance left in the store; none if it left nothing that is read so. */
export function recordedHistory(store: Store, { outputs }: Manifest): readonly TrackedPoint[] {
  const hash = outputs[OUTPUT]?.hash;
  if (hash === undefined) return [];
  try {
    return Deno.readTextFileSync(store.objects.pathOf(hash)).split("\n")
      .flatMap((line) => line.trim() === "" ? [] : pointOf(line));
  } catch {
    // An output of that name that is something else is no mistake.
    return [];
  }
}
