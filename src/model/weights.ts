import { basename } from "node:path";
import { SafetensorsFile } from "../tensor/safetensors_file.ts";
import type { ParameterSpec } from "./architecture.ts";
import { firstNotFinite } from "./first_not_finite.ts";
import type { Parameter, Parameters } from "./parameters.ts";

/** The file of all weights, and the one that names the files of those in several. */
const WHOLE = "model.safetensors", INDEX = "model.safetensors.index.json";

/** What begins each name in checkpoints that were written with a model around the network. */
const WRAPPERS = ["", "backbone.", "transformer."];

/** What a checkpoint's weights must be. */
export interface WeightsSpec {
  /** The parameters, all of which it must have. */
  readonly parameters: readonly ParameterSpec[];
  /** Whether it may hold a tensor of this name that is not read. @default {() => false} */
  isDerived?(name: string): boolean;
}

/** Weights that were read, and the free text that went with them. */
export interface Weights {
  /** In the order of the specs. */
  readonly parameters: Parameters;
  /** Free text by name, of the first file. */
  readonly metadata: Readonly<Record<string, string>>;
}

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

function fail(folder: string, reason: string): never {
  throw new Error(`Cannot read checkpoint "${folder}": ${reason}`);
}

/** Which file holds each tensor. */
function holdersOf(files: readonly SafetensorsFile[], folder: string) {
  const holders = new Map<string, SafetensorsFile>();
  for (const file of files) {
    for (const name of file.entries.keys()) {
      const other = holders.get(name);
      if (other !== undefined) {
        fail(folder, `"${name}" is in ${basename(other.path)} and in ${basename(file.path)}`);
      }
      holders.set(name, file);
    }
  }
  return holders;
}

/** Reads the weights of a checkpoint from open files. */
async function readFrom(
  files: readonly SafetensorsFile[],
  folder: string,
  { parameters: specs, isDerived = () => false }: WeightsSpec,
): Promise<Parameters> {
  const holders = holdersOf(files, folder);
  const places = specs.map(({ name, shape }) => {
    const wrapper = WRAPPERS.find((wrapper) => holders.has(wrapper + name)) ?? "";
    const found = wrapper + name, file = holders.get(found);
    const entry = file?.entries.get(found);
    if (file !== undefined && String(entry!.shape) === String(shape)) {
      return { name, shape, found, file };
    }
    const where = (file === undefined ? files : [file]).map(({ path }) => basename(path)).join(
      ", ",
    );
    const actual = entry === undefined ? "nothing" : `${entry.dtype} [${entry.shape}]`;
    return fail(
      folder,
      `"${name}" must be F32, F16 or BF16 [${shape}]: got ${actual}: are config.json and ${where} ` +
        "of one network?",
    );
  });
  const known = new Set(places.map(({ found }) => found));
  for (const [name, { path }] of holders) {
    if (known.has(name) || isDerived(name)) continue;
    fail(
      folder,
      `"${name}" in ${basename(path)} is no parameter of the network: are config.json and ` +
        `${basename(path)} of one network?`,
    );
  }
  const parameters: Record<string, Parameter> = {};
  for (const { name, shape, found, file } of places) {
    const data = await file.readFloats(found);
    if (data === undefined) {
      const { dtype } = file.entries.get(found)!;
      fail(folder, `"${name}" in ${basename(file.path)} must be F32, F16 or BF16: got ${dtype}`);
    }
    const at = firstNotFinite(data);
    if (at >= 0) {
      fail(
        folder,
        `"${name}" holds ${
          data[at]
        } at element ${at}: its training diverged or the file is damaged: ` +
          "copy it anew, take an earlier one, or train with a lower learning rate",
      );
    }
    parameters[name] = { shape, data };
  }
  return parameters;
}

/**
 * Reads the weights of a checkpoint, in one file or in several with an index, tensor by tensor; half
 * precision and bfloat16 are widened. No more is held than the result.
 *
 * @throws {Error} If a file or tensor is missing, a tensor does not fit, is
 *   not finite or is one too many.
 */
export async function readWeights(folder: string, spec: WeightsSpec): Promise<Weights> {
  const index = await readIndex(folder);
  const names = index === undefined ? [WHOLE] : [...new Set(Object.values(index))].sort();
  using stack = new DisposableStack();
  const files: SafetensorsFile[] = [];
  for (const name of names) files.push(stack.use(await SafetensorsFile.open(`${folder}/${name}`)));
  for (const [name, file] of Object.entries(index ?? {})) {
    const holder = files[names.indexOf(file)]!;
    if (!holder.entries.has(name)) {
      throw new Error(
        `Cannot read checkpoint "${folder}": ${INDEX} says that "${name}" is in ${file}, where it is ` +
          "not: copy both anew",
      );
    }
  }
  return { parameters: await readFrom(files, folder, spec), metadata: files[0]!.metadata };
}
