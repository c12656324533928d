import type { NarrowType } from "../../graph/graph.ts";
import type { ReplacedOperator } from "../../graph/lower.ts";
import type { NarrowOperators } from "../../graph/narrow.ts";
import type { Precision } from "../precision.ts";
import type { OnnxLibrary } from "./onnx_api.ts";

/** The variable that names another library of ONNX Runtime than the one that comes along. */
export const LIBRARY_VARIABLE = "PROSECO_ORT";

/**
 * Parameters up to which a program holds them: a device then has them where it computes. An ONNX file has
 * at most 2 GiB, of which a little is left to the graph.
 */
export const MOST_IN_FILE = 500e6;

/**
 * Operators that compute in half the width, where a provider has kernels of it: products always, and what
 * lies between them. Norms, softmax, losses and the optimiser stay in float32.
 */
export const NARROW_OPERATORS: NarrowOperators = {
  always: ["FusedMatMul"],
  following: [
    ...["Add", "Sub", "Mul", "Neg", "Gelu", "RotaryEmbedding"],
    ...["Transpose", "Reshape", "Expand", "Slice", "Split", "Concat"],
  ],
};

/** How a provider computes in half the width. */
export interface NarrowKernels extends NarrowOperators {
  /** Whether it has no kernels of the type, so that float32 is rounded to it. @default {false} */
  readonly isRounded?: boolean;
}

/** A device with memory of its own. */
export interface ProviderDevice {
  /** Name that ONNX Runtime has for its memory. */
  readonly memory: string;
  /**
   * Tells a session to compute there.
   *
   * @throws {Error} If the library does not know the device, or finds none.
   */
  append(
    library: OnnxLibrary,
    sessionOptions: Parameters<OnnxLibrary["appendProvider"]>[0],
  ): void;
  /**
   * What it lacks here, found out without opening anything.
   *
   * @returns What is missing and what to do, or `undefined` if nothing is known to be.
   * @default {() => Promise.resolve(undefined)}
   */
  missing?(): Promise<string | undefined>;
  /**
   * What this card lacks for a precision, as {@linkcode ProviderDevice.missing}.
   *
   * @default {() => Promise.resolve(undefined)}
   */
  lacks?(precision: Precision): Promise<string | undefined>;
  /** What the library's message means to a user, where more is known than it says. @default {undefined} */
  explain?(message: string): string | undefined;
  /** Names what computes. */
  describe(): Promise<string>;
  /** Whether it is a processor that passes for a device. */
  isSoftware(): Promise<boolean>;
  /** Facts for keys, as {@linkcode Engine.facts}; the version of a library that is named is there anyway. */
  facts(): Promise<Readonly<Record<string, string>>>;
}

/** What ONNX Runtime computes with, and what that is able to do: all that one engine of it is not another. */
export interface Provider {
  /** Name of the engine. */
  readonly engine: "compiled" | "gpu" | "cuda";
  /** Operators for which it has no kernel, or a wrong one: others compute them. */
  readonly replaced: readonly ReplacedOperator[];
  /** How it computes in half the width, by the type; types that are left out it does not. */
  readonly narrow: Partial<Record<NarrowType, NarrowKernels>>;
  /** Elements up to which parameters are better held as constants than fed. */
  readonly mostConstants: number;
  /** Whether it has a kernel for products with 4-bit matrices. @default {false} */
  readonly computesQuantized?: boolean;
  /** Its device; the processor if left out. @default {undefined} */
  readonly device?: ProviderDevice;
}
