import { isJsonObject } from "../../support/json.ts";
import type { JsonValue, Progress } from "../../pipeline/task.ts";

/** What a program says on one line. */
export type ProgramLine =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "record"; readonly facts: Readonly<Record<string, JsonValue>> }
  | { readonly type: "text" };

/**
 * Reads a line of a program's output: `{"done": 3, "total": 10}` is progress, whose other figures are
 * shown beside it, and `{"record": {"accuracy": 0.9}}` are facts; all else is text.
 */
export function parseProgramLine(line: string): ProgramLine {
  if (!line.trimStart().startsWith("{")) return { type: "text" };
  let said: JsonValue;
  try {
    said = JSON.parse(line);
  } catch {
    return { type: "text" };
  }
  if (!isJsonObject(said)) return { type: "text" };
  const { done, total, unit, record, ...rest } = said;
  if (isJsonObject(record)) return { type: "record", facts: record };
  if (typeof done !== "number" || typeof total !== "number") return { type: "text" };
  const values = Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) =>
      typeof value === "number" || typeof value === "string" ? [[name, value] as const] : []
    ),
  );
  return {
    type: "progress",
    progress: { done, total, ...typeof unit === "string" && { unit }, values },
  };
}
