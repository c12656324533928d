import type * as tf from "@tensorflow/tfjs-core";
import { AliasError } from "../graph/aliases.ts";
import { allocateArrays, checkArrays, type Elements } from "../graph/bound_arrays.ts";
import type { TensorSpec } from "../graph/graph.ts";
import type { BoundProgram } from "./engine.ts";
import { type EngineOptions, prepare } from "./prepare.ts";

/** A tensor that a compiled program keeps from one run to the next. */
export interface KeptTensor extends TensorSpec {
  /** Its elements before the first run. */
  readonly data: Float32Array | Int32Array;
}

/** Options of {@linkcode compile}. */
export interface CompileOptions<Fed extends string, Kept extends string> extends EngineOptions {
  /** Shape and element type of each tensor that a run is given. */
  readonly inputs: Readonly<Record<Fed, TensorSpec>>;
  /** Tensors that the program keeps: a result of such a name takes the tensor's place. @default {{}} */
  readonly state?: Readonly<Record<Kept, KeptTensor>>;
}

/** A program that was compiled once and runs often. */
export interface CompiledProgram<Fed extends string, Kept extends string> extends AsyncDisposable {
  /**
   * Runs the program.
   *
   * @returns Results by name, but for what it keeps; the next run overwrites the arrays.
   * @throws {Error} If an array is missing or has the wrong size or type.
   */
  run(inputs: Readonly<Record<Fed, Elements>>): Promise<Readonly<Record<string, Elements>>>;
  /** What it keeps, as the last run left it; the next run overwrites the arrays. */
  state(): Promise<Readonly<Record<Kept, Elements>>>;
}

const nextOf = (name: string) => `next/${name}`;

/** A program tied to the memory that it reads its state from. */
interface Turn {
  readonly from: Readonly<Record<string, Elements>>;
  readonly bound: BoundProgram;
}

/**
 * Ties a program to the memory of its state: to one, or in turn to two where something may read a kept
 * tensor after the one that takes its place is written.
 */
function inTurns(
  memory: Readonly<Record<string, Elements>>,
  moved: readonly string[],
  bind: (from: Turn["from"], to: Turn["from"]) => BoundProgram,
): Turn[] {
  try {
    return [{ from: memory, bound: bind(memory, memory) }];
  } catch (error) {
    if (!(error instanceof AliasError)) throw error;
  }
  const copies = Object.fromEntries(moved.map((name) => [name, memory[name]!.slice()]));
  const other = { ...memory, ...copies };
  return [{ from: memory, bound: bind(memory, other) }, {
    from: other,
    bound: bind(other, memory),
  }];
}

/**
 * Compiles a function of tfjs tensors, with the gradients that it takes: it is called once, to be
 * recorded, and every run computes the recorded graph.
 *
 * @param compute Maps tensors by name to results by name, in tfjs operations.
 * @throws {RangeError} If an input has the name of a kept tensor.
 * @throws {Error} If the engine cannot be used here, or an operation is not known to the tracer.
 *
 * @example
 * ```ts ignore
 * const scalar = { shape: [], dtype: "float32" } as const;
 * await using counter = await compile(
 *   ({ count, by }) => ({ count: tf.add(count, by), doubled: tf.mul(count, 2) }),
 *   { inputs: { by: scalar }, state: { count: { ...scalar, data: new Float32Array(1) } } },
 * );
 * await counter.run({ by: Float32Array.of(3) });
 * await counter.state(); // { count: Float32Array [3] }
 * ```
 */
export async function compile<Fed extends string, Kept extends string = never>(
  compute: (tensors: Record<NoInfer<Fed | Kept>, tf.Tensor>) => Record<string, tf.Tensor>,
  { inputs, state, ...options }: CompileOptions<Fed, Kept>,
): Promise<CompiledProgram<Fed, Kept>> {
  const kept: Readonly<Record<string, KeptTensor>> = state ?? {};
  const fedSpecs: Readonly<Record<string, TensorSpec>> = inputs;
  const twice = Object.keys(kept).find((name) => Object.hasOwn(fedSpecs, name));
  if (twice !== undefined) {
    throw new RangeError(`Cannot compile: "${twice}" is an input and kept; rename one`);
  }
  const isKept = (name: string) => Object.hasOwn(kept, name);
  const program = await prepare({
    compute: (tensors) =>
      Object.fromEntries(
        Object.entries(compute(tensors)).map(([name, result]) => [
          isKept(name) ? nextOf(name) : name,
          result,
        ]),
      ),
    inputs: { ...fedSpecs, ...kept },
  }, options);
  const memory: Record<string, Elements> = Object.fromEntries(
    Object.entries(kept).map(([name, { data }]) => [name, data.slice()]),
  );
  const fed = allocateArrays(fedSpecs), { outputs } = program.specs();
  const moved = Object.keys(kept).filter((name) => Object.hasOwn(outputs, nextOf(name)));
  const movedNames = new Set(moved.map(nextOf));
  const results = allocateArrays(
    Object.fromEntries(Object.entries(outputs).filter(([name]) => !movedNames.has(name))),
  );
  const bind = (from: typeof memory, to: typeof memory) => {
    const next = Object.fromEntries(moved.map((name) => [nextOf(name), to[name]!]));
    return program.bind({ inputs: { ...fed, ...from }, outputs: { ...results, ...next } });
  };
  const turns = inTurns(memory, moved, bind);
  let current = 0;
  return {
    async run(given) {
      checkArrays(fedSpecs, given, "input");
      for (const [name, array] of Object.entries(fed)) array.set((given as typeof fed)[name]!);
      await turns[current]!.bound.run();
      current = (current + 1) % turns.length;
      return results;
    },
    async state() {
      await program.sync();
      return turns[current]!.from as Record<Kept, Elements>;
    },
    async [Symbol.asyncDispose]() {
      for (const { bound } of turns) bound.release();
      await program.release();
    },
  };
}
