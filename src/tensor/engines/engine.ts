import type { BoundArrays } from "../graph/bound_arrays.ts";
import type { TensorSpec } from "../graph/graph.ts";
import type { Precision } from "./precision.ts";
import type { FreeSource, ProgramSource } from "../trace/program_source.ts";

/** How an engine runs a program. */
export interface ProgramOptions {
  /**
   * Threads of one operator, for engines that can be told.
   *
   * @default {navigator.hardwareConcurrency}
   */
  readonly threads?: number;
  /**
   * What matrix products and what lies between them are computed in.
   *
   * @default {"float32"}
   */
  readonly precision?: Precision;
  /**
   * How the path of a file begins that tells what each operator of each run took, where ONNX Runtime is
   * reached by its C interface: JSON as trace viewers read it, written when the program is released.
   *
   * @default {undefined}, nothing is timed
   */
  readonly profile?: string;
}

/** What a program reads and writes. */
export interface ProgramSpecs {
  /** Shape and element type of what it reads. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Shape and element type of what it writes. */
  readonly outputs: Readonly<Record<string, TensorSpec>>;
}

/** A program with the memory that it reads and writes. */
export interface BoundProgram {
  /** Runs the program once. */
  run(): Promise<void>;
  /** Frees what ties it to the memory; no run may be going on. The program's own release does so too. */
  release(): void;
}

/** A program that an engine is ready to run: for one size of its axis, or for every size. */
export interface Program {
  /**
   * What it reads and writes.
   *
   * @param size Of its free axis; a program without one is asked without.
   * @throws {RangeError} If it has a free axis and no size is given, or the other way round.
   */
  specs(size?: number): ProgramSpecs;
  /**
   * Ties the program to the memory it reads and writes, so that a run allocates no result. One array
   * may stand for an input and an output: the output takes the input's place.
   *
   * @param size Of its free axis, as in {@linkcode Program.specs}.
   * @throws {Error} If an array is missing or has the wrong size or type.
   */
  bind(arrays: BoundArrays, size?: number): BoundProgram;
  /**
   * Brings arrays that stand for an input and an output up to date: an engine with memory of its own
   * keeps their elements there between runs.
   */
  sync(): Promise<void>;
  /** Frees the program's memory. */
  release(): Promise<void>;
}

/** How an engine treats tensors that become part of a program. */
export interface ConstantTraits {
  /** Whether what depends on constants alone is computed when a program is prepared, not by its runs. */
  readonly areFolded: boolean;
  /** Elements up to which a program's parameters are better held as constants than fed as inputs. */
  readonly most: number;
}

/**
 * Something that runs programs. The value itself is light, so that a pipeline's parameters can be read
 * without loading what computes; its functions load that.
 */
export interface Engine {
  /** Name by which a pipeline file chooses it. */
  readonly name: string;
  /** What it computes in. @default {["float32"]} */
  readonly precisions?: readonly Precision[];
  /** Whether its programs may hold products with 4-bit matrices. @default {false} */
  readonly computesQuantized?: boolean;
  /** Whether arrays that stand for an input and an output stay in memory of its own. @default {false} */
  readonly hasOwnMemory?: boolean;
  /** How it treats constants. */
  readonly constants: ConstantTraits;
  /**
   * Makes a program ready to run.
   *
   * @throws {EngineUnavailable} If the engine cannot be used here.
   * @throws {Error} If the program uses an operation that the tracer does not know.
   */
  prepare(source: ProgramSource | FreeSource, options?: ProgramOptions): Promise<Program>;
  /**
   * Says what it computes with on this machine, in a phrase.
   *
   * @throws {EngineUnavailable} If the engine cannot be used here.
   */
  describe(options?: ProgramOptions): Promise<string>;
  /**
   * What decides its results and stands in no lock file, such as the version of a package that a user
   * installs; it enters the keys of tasks. Quick, and `{}` where there is nothing such or the engine
   * cannot be used here.
   */
  facts(): Promise<Readonly<Record<string, string>>>;
  /** Whether it computes on the processor, if need be in disguise. @default {() => true} */
  isSoftware?(): Promise<boolean>;
}

/** Thrown where a machine lacks what an engine needs. */
export class EngineUnavailable extends Error {
  /** What is missing and how to install it, without the engine's name. */
  readonly reason: string;

  /**
   * Says that an engine cannot be used, and why.
   *
   * @param engine Its name.
   * @param reason What is missing and how to install it.
   */
  constructor(engine: string, reason: string, options?: ErrorOptions) {
    super(`Cannot use engine "${engine}": ${reason}`, options);
    this.name = "EngineUnavailable";
    this.reason = reason;
  }
}
