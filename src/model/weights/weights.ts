import { basename } from "node:path";
import type { ParameterSpec } from "../architecture.ts";
import type { Parameter, Parameters } from "../parameters.ts";
import { fail, openFiles } from "./weight_files.ts";
import { findWeight } from "./weight_places.ts";

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

/** Weights that are read one by one. */
export interface OpenWeights extends Disposable, Pick<Weights, "metadata"> {
  /** Bytes of memory that all of them take. */
  readonly bytes: number;
  /**
   * Reads a parameter.
   *
   * @throws {Error} If it is not finite, or of a type that is not read.
   */
  read(name: string): Promise<Parameter>;
}

/**
 * Opens the weights of a checkpoint, in one file or in several with an index.
 *
 * @throws {Error} If a file or tensor is missing, or a tensor does not fit or is one too many.
 */
export async function openWeights(
  folder: string,
  { parameters, isDerived = () => false }: WeightsSpec,
): Promise<OpenWeights> {
  using stack = new DisposableStack();
  const opened = await openFiles(folder, stack);
  const places = new Map(
    parameters.map(({ name, shape }) => [name, findWeight(opened, { name, shape, folder })]),
  );
  const known = new Set([...places.values()].flatMap(({ tensors }) => tensors));
  for (const [name, { path }] of opened.holders) {
    if (known.has(name) || isDerived(name)) continue;
    fail(
      folder,
      `"${name}" in ${basename(path)} is no parameter of the network: are config.json and ` +
        `${basename(path)} of one network?`,
    );
  }
  const moved = stack.move();
  return {
    metadata: opened.files[0]!.metadata,
    bytes: [...places.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    read: (name) => places.get(name)!.read(),
    [Symbol.dispose]: () => moved.dispose(),
  };
}

/** Bytes of memory that can be had; `undefined` where it may not be asked. */
function availableMemory(): number | undefined {
  try {
    return Deno.systemMemoryInfo().available;
  } catch {
    return undefined;
  }
}

const gigabytes = (bytes: number) => `${Number((bytes / 1e9).toPrecision(3))} GB`;

/**
 * Reads the weights of a checkpoint, in one file or in several with an index, tensor by tensor; half
 * precision and bfloat16 are widened, what takes four bits stays so. No more is held than the result.
 *
 * @param available Bytes of memory that can be had. @default {what the machine says}
 * @throws {Error} If a file or tensor is missing, a tensor does not fit, is not finite or is one too
 *   many, or all of them do not fit into memory.
 */
export async function readWeights(
  folder: string,
  spec: WeightsSpec,
  available: number | undefined = availableMemory(),
): Promise<Weights> {
  using weights = await openWeights(folder, spec);
  if (available !== undefined && weights.bytes > available) {
    fail(
      folder,
      `its weights take ${gigabytes(weights.bytes)} of memory, ${
        gigabytes(available)
      } can be had: ` +
        `write them in 4 bits by deno task quantize, or take a machine with more`,
    );
  }
  const parameters: Record<string, Parameter> = {};
  for (const { name } of spec.parameters) parameters[name] = await weights.read(name);
  return { parameters, metadata: weights.metadata };
}
