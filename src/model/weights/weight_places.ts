import { basename } from "node:path";
import type { SafetensorsFile } from "../../tensor/safetensors_file.ts";
import { firstNotFinite } from "./first_not_finite.ts";
import type { Parameter } from "../parameters.ts";
import { blocksOf, quantizedNames, QuantizedParameter } from "../quantized/quantized_parameter.ts";
import { fail, type WeightFiles } from "./weight_files.ts";

/** Where a parameter lies. */
export interface WeightPlace {
  /** Names of its tensors. */
  readonly tensors: readonly string[];
  /** Bytes of memory that it takes. */
  readonly bytes: number;
  /** Reads it. */
  read(): Promise<Parameter>;
}

/** What a parameter is and where it may lie. */
export interface SoughtWeight {
  /** Its name. */
  readonly name: string;
  /** Size of each axis. */
  readonly shape: readonly number[];
  /** Folder of the checkpoint, for messages. */
  readonly folder: string;
}

function checkFinite(data: Float32Array, name: string, folder: string): void {
  const at = firstNotFinite(data);
  if (at < 0) return;
  fail(
    folder,
    `"${name}" holds ${data[at]} at element ${at}: its training diverged or the file is damaged: ` +
      "copy it anew, take an earlier one, or train with a lower learning rate",
  );
}

async function readFloats(
  file: SafetensorsFile,
  found: string,
  { name, folder }: SoughtWeight,
): Promise<Float32Array<ArrayBuffer>> {
  const data = await file.readFloats(found);
  if (data === undefined) {
    const { dtype } = file.entries.get(found)!;
    fail(folder, `"${name}" in ${basename(file.path)} must be F32, F16 or BF16: got ${dtype}`);
  }
  checkFinite(data, name, folder);
  return data;
}

/** A parameter whose elements take four bits each; `undefined` where it is not held so. */
function quantizedPlace(
  found: string,
  holders: WeightFiles["holders"],
  sought: SoughtWeight,
): WeightPlace | undefined {
  const names = quantizedNames(found), { shape, folder } = sought;
  const packedFile = holders.get(names.packed), scalesFile = holders.get(names.scales);
  if (packedFile === undefined && scalesFile === undefined) return undefined;
  const [rows, width] = shape as [number, number], blocks = blocksOf(width);
  const expected = { packed: [rows, blocks, 16], scales: [rows, blocks] };
  for (const part of ["packed", "scales"] as const) {
    const entry = holders.get(names[part])?.entries.get(names[part]);
    const type = part === "packed" ? "U8" : "F16";
    if (shape.length === 2 && entry?.dtype === type && `${entry.shape}` === `${expected[part]}`) {
      continue;
    }
    const actual = entry === undefined ? "nothing" : `${entry.dtype} [${entry.shape}]`;
    fail(folder, `"${names[part]}" must be ${type} [${expected[part]}]: got ${actual}`);
  }
  return {
    tensors: Object.values(names),
    bytes: rows * blocks * (16 + 4),
    async read() {
      const packed = await packedFile!.readBytes(names.packed);
      const scales = await readFloats(scalesFile!, names.scales, sought);
      return new QuantizedParameter([rows, width], packed, scales);
    },
  };
}

/** What begins each name in checkpoints that were written with a model around the network. */
const WRAPPERS = ["", "backbone.", "transformer."];

/**
 * Finds a parameter.
 *
 * @throws {Error} If it is missing or of another shape.
 */
export function findWeight({ files, holders }: WeightFiles, sought: SoughtWeight): WeightPlace {
  const { name, shape, folder } = sought;
  for (const wrapper of WRAPPERS) {
    const place = quantizedPlace(wrapper + name, holders, sought);
    if (place !== undefined) return place;
  }
  const wrapper = WRAPPERS.find((wrapper) => holders.has(wrapper + name)) ?? "";
  const found = wrapper + name, file = holders.get(found), entry = file?.entries.get(found);
  if (file !== undefined && String(entry!.shape) === String(shape)) {
    return {
      tensors: [found],
      bytes: 4 * shape.reduce((product, n) => product * n, 1),
      read: async () => ({ shape, data: await readFloats(file, found, sought) }),
    };
  }
  const where = (file === undefined ? files : [file]).map(({ path }) => basename(path)).join(", ");
  const actual = entry === undefined ? "nothing" : `${entry.dtype} [${entry.shape}]`;
  return fail(
    folder,
    `"${name}" must be F32, F16 or BF16 [${shape}]: got ${actual}: are config.json and ${where} of ` +
      "one network?",
  );
}
