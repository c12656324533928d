import { basename } from "node:path";
import { openSafetensors } from "../../tensor/safetensors_file.ts";
import type { SafetensorsReader } from "../../tensor/safetensors_reader.ts";
import { fail, holdersOf, type WeightFiles } from "./weight_places.ts";

/** The file of all weights, and the one that names the files of those in several. */
export const WHOLE = "model.safetensors", INDEX = "model.safetensors.index.json";

/** Names of files by tensor, as an index has them; `undefined` where the weights are in one file. */
async function readIndex(folder: string): Promise<Readonly<Record<string, string>> | undefined> {
  let text: string;
  try {
    // One file rules where there are both, as it does for those who publish them.
    await Deno.stat(`${folder}/${WHOLE}`);
    return undefined;
  } catch {
    text = await Deno.readTextFile(`${folder}/${INDEX}`).catch(() => "");
  }
  if (text === "") return undefined;
  let map: unknown;
  try {
    map = JSON.parse(text)?.weight_map;
  } catch (cause) {
    throw new Error(`Cannot read "${folder}/${INDEX}": it is no JSON; copy it anew`, { cause });
  }
  const isMap = typeof map === "object" && map !== null && Object.keys(map).length > 0 &&
    Object.values(map).every((file) => typeof file === "string" && file === basename(file));
  if (isMap) return map as Record<string, string>;
  throw new Error(
    `Cannot read "${folder}/${INDEX}": weight_map must name a file of the folder for each tensor`,
  );
}

/**
 * Opens the weights of a checkpoint, in one file or in several with an index.
 *
 * @param stack Closes them.
 * @throws {Error} If a file is missing or no whole safetensors file, or does not hold what the index says.
 */
export async function openFiles(folder: string, stack: DisposableStack): Promise<WeightFiles> {
  const index = await readIndex(folder);
  const names = index === undefined ? [WHOLE] : [...new Set(Object.values(index))].sort();
  const files: SafetensorsReader[] = [];
  for (const name of names) files.push(stack.use(await openSafetensors(`${folder}/${name}`)));
  for (const [name, file] of Object.entries(index ?? {})) {
    const holder = files[names.indexOf(file)]!;
    if (!holder.entries.has(name)) {
      fail(folder, `${INDEX} says that "${name}" is in ${file}, where it is not: copy both anew`);
    }
  }
  return { files, holders: holdersOf(files, folder) };
}
