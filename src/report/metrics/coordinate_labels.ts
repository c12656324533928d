import { isJsonObject, type Scalar } from "../../support/json.ts";
import type { JsonValue } from "../../support/json_value.ts";

/** Coordinates of an instance in short: of one that has a name, that. */
export function coordinateLabels(
  values: Readonly<Record<string, JsonValue>>,
): [string, Scalar][] {
  return Object.entries(values).map(([axis, value]) => {
    if (value === null || typeof value !== "object") return [axis, value];
    const isNamed = isJsonObject(value) && typeof value.name === "string";
    return [axis, isNamed ? value.name as string : JSON.stringify(value)];
  });
}
