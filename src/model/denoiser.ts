import { compile, type CompileOptions } from "../tensor/compile.ts";
import type { Program } from "../tensor/program.ts";
import type { DitConfig } from "./config.ts";
import { dit, ditWithQuality } from "./dit.ts";
import { countParameters, type Parameters } from "./parameters.ts";

/** Options for {@linkcode createDenoiser}. */
export interface DenoiserOptions extends CompileOptions {
  /** Most rows evaluated at once. @default {256} */
  readonly maxRows?: number;
}

/** A forward pass of a fixed number of rows with the memory it uses. */
interface ForwardPass {
  readonly tokens: Int32Array;
  readonly labels: Int32Array;
  readonly outputs: Readonly<Record<string, Float32Array>>;
  readonly program: Program;
  run(): Promise<void>;
}

/** Logits and quality of some rows; the next call reuses the arrays. */
export interface JudgedLogits {
  /** `[rows, length, vocab]` */
  readonly logits: Float32Array;
  /** Logits `[rows, length]` of the probability that a token is right. */
  readonly quality: Float32Array;
}

/** A network, ready to run, that maps tokens and labels to logits. */
export interface CompiledDenoiser {
  /** Positions of a sequence. */
  readonly length: number;
  /** Number of tokens, mask included. */
  readonly vocab: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Label that means "no label". */
  readonly noLabel: number;
  /**
   * Evaluates the network.
   *
   * @param tokens `[rows, length]`
   * @param labels `[rows]`
   * @returns Logits `[rows, length, vocab]`; the next call reuses the array.
   */
  evaluate(tokens: Int32Array, labels: Int32Array, rows: number): Promise<Float32Array>;
  /** Evaluates the network with its quality head, where it has one. */
  evaluateWithQuality?(
    tokens: Int32Array,
    labels: Int32Array,
    rows: number,
  ): Promise<JudgedLogits>;
  /** Frees the compiled programs. */
  release(): Promise<void>;
}

/**
 * Parameters up to this number become constants, which ONNX Runtime packs for its matrix products: a
 * pass is then 13% faster at d = 128 and 4% at d = 768, but each compiled pass holds copies of its own.
 * Larger networks are read where they lie.
 */
const MAX_PACKED_PARAMETERS = 16e6;

async function compileForward(
  parameters: Parameters,
  config: DitConfig,
  rows: number,
  options: CompileOptions,
): Promise<ForwardPass> {
  // Constants of an eager engine are uploaded once, inputs by every run.
  const isPacked = countParameters(parameters) <= MAX_PACKED_PARAMETERS ||
    (options.engine ?? "compiled") !== "compiled";
  const weights = Object.entries(parameters);
  const specs = Object.fromEntries(
    weights.map(([name, { shape, data }]) => [name, { shape, data, dtype: "float32" as const }]),
  );
  const program = await compile({
    compute: ({ tokens, labels, ...tensors }) =>
      config.qualityBlocks === undefined
        ? { logits: dit(tensors, config, tokens, labels) }
        : ditWithQuality(tensors, config, tokens, labels),
    inputs: {
      tokens: { shape: [rows, config.length], dtype: "int32" },
      labels: { shape: [rows], dtype: "int32" },
      ...(isPacked ? {} : specs),
    },
    constants: isPacked ? specs : {},
  }, options);
  const tokens = new Int32Array(rows * config.length), labels = new Int32Array(rows);
  const outputs: Record<string, Float32Array> = {
    logits: new Float32Array(rows * config.length * config.vocab),
  };
  if (config.qualityBlocks !== undefined) {
    outputs.quality = new Float32Array(rows * config.length);
  }
  const run = program.bind({
    inputs: {
      ...Object.fromEntries(weights.map(([name, { data }]) => [name, data])),
      tokens,
      labels,
    },
    outputs,
  });
  return { tokens, labels, outputs, program, run };
}

/** Least rows of a pass: compiling a smaller one costs more than it ever saves. */
const MIN_PASS = 16;
/** Share of a pass that must be used: what fills it up costs as much as what is used. */
const LEAST_USED = 7 / 8;

/**
 * Cuts rows into passes of `maxRows` or a power of two, so that few rows are there to fill up only.
 *
 * @returns Rows of each pass and how many of them are used.
 */
export function passSizes(rows: number, maxRows: number): { size: number; used: number }[] {
  const passes: { size: number; used: number }[] = [];
  for (let left = rows; left > 0;) {
    const above = Math.min(maxRows, Math.max(MIN_PASS, 2 ** Math.ceil(Math.log2(left))));
    const isFull = left <= MIN_PASS || left >= LEAST_USED * above;
    const size = isFull ? above : above === maxRows ? 2 ** Math.floor(Math.log2(left)) : above / 2;
    const used = Math.min(size, left);
    passes.push({ size, used });
    left -= used;
  }
  return passes;
}

/** Compiles a network for evaluation, once for each power of two of rows that is needed. */
export function createDenoiser(
  parameters: Parameters,
  config: DitConfig,
  options: DenoiserOptions = {},
): CompiledDenoiser {
  const { maxRows = 256, engine, threads } = options;
  const passes = new Map<number, Promise<ForwardPass>>();
  const passFor = (size: number): Promise<ForwardPass> => {
    let pass = passes.get(size);
    if (pass === undefined) {
      pass = compileForward(parameters, config, size, { engine, threads });
      passes.set(size, pass);
    }
    return pass;
  };
  const { length, vocab } = config;
  const results: Record<string, Float32Array> = {};
  const evaluate = async (tokens: Int32Array, labels: Int32Array, rows: number) => {
    let start = 0;
    for (const { size, used: count } of passSizes(rows, maxRows)) {
      const pass = await passFor(size);
      pass.tokens.set(tokens.subarray(start * length, (start + count) * length));
      pass.labels.set(labels.subarray(start, start + count));
      await pass.run();
      for (const [name, output] of Object.entries(pass.outputs)) {
        const each = name === "logits" ? length * vocab : length;
        if ((results[name]?.length ?? 0) < rows * each) {
          results[name] = new Float32Array(rows * each);
        }
        results[name].set(output.subarray(0, count * each), start * each);
      }
      start += count;
    }
    return results;
  };
  const denoiser: CompiledDenoiser = {
    length,
    vocab,
    maskId: config.maskId,
    noLabel: config.numClasses,
    async evaluate(tokens, labels, rows) {
      return (await evaluate(tokens, labels, rows)).logits.subarray(0, rows * length * vocab);
    },
    async release() {
      for (const pass of passes.values()) await (await pass).program.release();
      passes.clear();
    },
  };
  if (config.qualityBlocks === undefined) return denoiser;
  return {
    ...denoiser,
    async evaluateWithQuality(tokens, labels, rows) {
      const { logits, quality } = await evaluate(tokens, labels, rows);
      return {
        logits: logits.subarray(0, rows * length * vocab),
        quality: quality.subarray(0, rows * length),
      };
    },
  };
}
