import { fileURLToPath } from "node:url";
import { exists } from "../../support/files.ts";
import type { CheckpointPlace } from "./offered_checkpoint.ts";

/** Root of the project, with a separator at its end. */
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const MODELS = "results/models";

/** Networks that may go with the project, the page's first choice first. */
const SHIPPED = [
  ...["proseco", "mdm", "code/proseco", "code/vanilla", "math/proseco", "math/vanilla"],
  ...["text/proseco", "text/mdm"],
];

/** Where the networks that go with the project lie, as commands that are run in it name them. */
export function shippedNetworks(): CheckpointPlace[] {
  const prefix = `${Deno.cwd()}/` === ROOT ? "" : ROOT;
  return SHIPPED.filter((id) => exists(`${ROOT}${MODELS}/${id}/config.json`))
    .map((id) => ({ id, folder: `${prefix}${MODELS}/${id}` }));
}
