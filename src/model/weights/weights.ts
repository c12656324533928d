import type { Parameter, Parameters } from "../parameters.ts";
import { openFiles } from "./weight_files.ts";
import { fail, findWeights, type WeightsSpec } from "./weight_places.ts";

export type { WeightsSpec };

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
  spec: WeightsSpec,
): Promise<OpenWeights> {
  using stack = new DisposableStack();
  const opened = await openFiles(folder, stack);
  const places = findWeights(opened, spec, folder);
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
