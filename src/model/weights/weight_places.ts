import type { SafetensorsReader } from "../../tensor/safetensors_reader.ts";
import { firstNotFinite } from "./first_not_finite.ts";
import type { ParameterSpec } from "../architecture.ts";
import type { Parameter } from "../parameters.ts";
import { blocksOf, quantizedNames, QuantizedParameter } from "../quantized/quantized_parameter.ts";

/** Refuses a checkpoint. */
export function fail(folder: string, reason: string): never {
  throw new Error(`Cannot read checkpoint "${folder}": ${reason}`);
}

/** Which file holds each tensor. */
export function holdersOf(
  files: readonly SafetensorsReader[],
  folder: string,
): WeightFiles["holders"] {
  const holders = new Map<string, SafetensorsReader>();
  for (const file of files) {
    for (const name of file.entries.keys()) {
      const other = holders.get(name);
      if (other !== undefined) {
        fail(folder, `"${name}" is in ${other.name} and in ${file.name}`);
      }
      holders.set(name, file);
    }
  }
  return holders;
}

/** The open files of a checkpoint's weights. */
export interface WeightFiles {
  /** In the order of their names. */
  readonly files: readonly SafetensorsReader[];
  /** Which file holds each tensor. */
  readonly holders: ReadonlyMap<string, SafetensorsReader>;
}

/** What a checkpoint's weights must be. */
export interface WeightsSpec {
  /** The parameters, all of which it must have. */
  readonly parameters: readonly ParameterSpec[];
  /** Whether it may hold a tensor of this name that is not read. @default {() => false} */
  isDerived?(name: string): boolean;
}

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
  file: SafetensorsReader,
  found: string,
  { name, folder }: SoughtWeight,
): Promise<Float32Array<ArrayBuffer>> {
  const data = await file.readFloats(found);
  if (data === undefined) {
    const { dtype } = file.entries.get(found)!;
    fail(folder, `"${name}" in ${file.name} must be F32, F16 or BF16: got ${dtype}`);
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
    // The engine that multiplies by them packs a copy of the elements.
    bytes: rows * blocks * (2 * 16 + 4),
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
function findWeight({ files, holders }: WeightFiles, sought: SoughtWeight): WeightPlace {
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
  const where = (file === undefined ? files : [file]).map(({ name }) => name).join(", ");
  const actual = entry === undefined ? "nothing" : `${entry.dtype} [${entry.shape}]`;
  return fail(
    folder,
    `"${name}" must be F32, F16 or BF16 [${shape}]: got ${actual}: are config.json and ${where} of ` +
      "one network?",
  );
}

/**
 * Finds all parameters of a network, in the order of the specs.
 *
 * @param folder Of the checkpoint, for messages.
 * @throws {Error} If one is missing or of another shape, or there is a tensor that is none.
 */
export function findWeights(
  opened: WeightFiles,
  { parameters, isDerived = () => false }: WeightsSpec,
  folder: string,
): ReadonlyMap<string, WeightPlace> {
  const places = new Map(
    parameters.map(({ name, shape }) => [name, findWeight(opened, { name, shape, folder })]),
  );
  const known = new Set([...places.values()].flatMap(({ tensors }) => tensors));
  for (const [name, file] of opened.holders) {
    if (known.has(name) || isDerived(name)) continue;
    fail(
      folder,
      `"${name}" in ${file.name} is no parameter of the network: are config.json and ` +
        `${file.name} of one network?`,
    );
  }
  return places;
}
