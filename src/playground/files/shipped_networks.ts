import { fileURLToPath } from "node:url";
import type { CheckpointPlace } from "./offered_checkpoint.ts";

/** Root of the project, with a separator at its end. */
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Networks that go with the project, the page's first choice first. */
const SHIPPED = ["proseco", "mdm"];

/** Where the networks that go with the project lie, as commands that are run in it name them. */
export function shippedNetworks(): CheckpointPlace[] {
  const prefix = `${Deno.cwd()}/` === ROOT ? "" : ROOT;
  return SHIPPED.map((id) => ({ id, folder: `${prefix}results/models/${id}` }));
}
