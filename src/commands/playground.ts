import { basename } from "node:path";
import { datasetMolecules, findKnown } from "../playground/files/known_set.ts";
import type { CheckpointPlace } from "../playground/files/offered_checkpoint.ts";
import { shippedNetworks } from "../playground/files/shipped_networks.ts";
import { writeKnown } from "../playground/files/write_known.ts";
import { writePlayground } from "../playground/files/write_playground.ts";
import { readCommand } from "./options.ts";
import { print } from "../terminal/output.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { UserError } from "../support/user_error.ts";

const HELP =
  `Writes the playground, in which networks draw in the browser, as static files for any web host.

  deno task playground OUT [CHECKPOINT...] [--dataset DIR]

  OUT            folder to write; it must not exist, or be empty
  CHECKPOINT     folders of networks (results/models/proseco, results/models/mdm)
  --dataset DIR  folder of their data set: its molecules are known, its prompts are laid out as in
                 training (QM9 where it lies on this machine, else molecules that are made here)`;

async function isEmpty(folder: string): Promise<boolean> {
  try {
    for await (const _ of Deno.readDir(folder)) return false;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return true;
}

/** Folders with names of their own: the last part of each, and its number where that is taken. */
function placesOf(folders: readonly string[], dataset: string | undefined): CheckpointPlace[] {
  const taken = new Set<string>();
  return folders.map((folder, i) => {
    const name = basename(folder), id = taken.has(name) ? `${name}-${i + 1}` : name;
    taken.add(id);
    return { id, folder, dataset };
  });
}

await runCommand(async () => {
  const { values, positionals } = readCommand({ dataset: { type: "string" } });
  if (values.help) return print(HELP);
  const [out, ...given] = positionals;
  if (out === undefined) {
    throw new UserError("Name the folder to write: deno task playground site");
  }
  if (!await withGiven(() => isEmpty(out))) {
    throw new UserError(`Cannot write the playground to "${out}": it is not empty; name another`);
  }
  const { dataset } = values;
  const places = given.length > 0 ? placesOf(given, dataset) : shippedNetworks();
  const networks = await withGiven(() => writePlayground(out, places));
  print(`${out}: the page and ${networks.map(({ id }) => id).join(", ")}`);
  if (networks.some(({ writes }) => writes === "molecules")) {
    const known = dataset === undefined ? await findKnown() : await datasetMolecules(dataset);
    await withGiven(() => writeKnown(out, known));
    print(`${out}: ${known.name}`);
  }
});
