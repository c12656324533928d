import type { Program } from "../tensor/engines/engine.ts";
import { engineOf } from "../tensor/engines/engines.ts";
import type { EngineOptions } from "../tensor/engines/prepare.ts";
import { architectureOf, outputsOf } from "./architectures.ts";
import type { NetworkConfig } from "./config.ts";
import { forwardSource, heldTensors, parameterTensors } from "./forward.ts";
import { loadNetwork } from "./network.ts";
import { countParameters, type Parameters } from "./parameters.ts";
import type { EvaluatePart } from "./parts/denoiser_part.ts";
import { partEvaluator } from "./parts/part_evaluator.ts";
import type { PartProgram } from "./parts/part_program.ts";
import { QuantizedParameter } from "./quantized/quantized_parameter.ts";

/** Options for {@linkcode createDenoiser}. */
export interface DenoiserOptions extends EngineOptions {
  /** Most rows evaluated at once. @default {256} */
  readonly maxRows?: number;
}

/** What a network makes of some rows; the next call may reuse the arrays. */
export interface DenoiserOutput {
  /** `[rows, length, vocab]` */
  readonly logits: Float32Array;
  /** Logits `[rows, length]` of the probability that a token is right, of a network that judges. */
  readonly quality?: Float32Array;
}

/** A network that predicts clean tokens from partly masked ones, whatever engine runs it. */
export interface Denoiser {
  /** Positions of a sequence. */
  readonly length: number;
  /** Tokens, the mask included. */
  readonly vocab: number;
  /** Id of the mask token. */
  readonly maskId: number;
  /** Label that stands for "no label": with it the network is unconditional. */
  readonly noLabel: number;
  /** Whether a position sees none after it, so that its logits are of the next token. @default {false} */
  readonly causal?: boolean;
  /** Whether it judges the tokens that it is given. @default {false} */
  readonly judges?: boolean;
  /**
   * Evaluates the network without time conditioning, so that what it makes of a row depends on the
   * row's tokens and label alone.
   *
   * @param tokens `[rows, length]`
   * @param labels `[rows]`
   * @param seen `[rows, length]`: 1 at the tokens that others see, 0 at those that fill up a shorter
   *   row. @default {all are seen}
   */
  evaluate(
    tokens: Int32Array,
    labels: Int32Array,
    rows: number,
    seen?: Int32Array,
  ): Promise<DenoiserOutput>;
  /** As {@linkcode Denoiser.evaluate}, of a part of the positions alone; not of every network. */
  readonly evaluatePart?: EvaluatePart;
  /** Frees what runs it. */
  release(): Promise<void>;
}

/**
 * Prepares a network for evaluation; it is compiled when it is first used.
 *
 * @throws {RangeError} If the network predicts labels in place of tokens.
 */
export function createDenoiser(
  parameters: Parameters,
  config: NetworkConfig,
  options: DenoiserOptions = {},
): Denoiser {
  if (config.classifies) {
    throw new RangeError(
      "Cannot predict tokens: the checkpoint is a classifier (train/classifier), which guides what " +
        "another network draws: give it as the input classifier, beside a checkpoint",
    );
  }
  const { maxRows = 256, threads, profile } = options, engine = engineOf(options.engine);
  const keepsQuantized = engine.computesQuantized ?? false;
  const isPacked = countParameters(parameters) <= engine.constants.most &&
    !Object.values(parameters).some((parameter) => parameter instanceof QuantizedParameter);
  const { constants, fed } = isPacked
    ? { constants: parameterTensors(parameters), fed: {} }
    : heldTensors(parameters, keepsQuantized);
  const weights = Object.fromEntries(Object.entries(fed).map(([name, { data }]) => [name, data]));
  // Most are asked for all positions and hide no keys, and pay nothing for what others ask.
  const programs = new Map<string, Promise<Program>>();
  const programFor = (options: { readonly hidesKeys: boolean; readonly part?: PartProgram }) => {
    const name = JSON.stringify(options);
    const program = programs.get(name) ??
      loadNetwork(config).then((network) =>
        engine.prepare(forwardSource(network, { constants, fed, ...options }), {
          ...{ threads, profile },
        })
      );
    programs.set(name, program);
    return program;
  };
  const { length, vocab } = config;
  let logits = new Float32Array(0), quality = new Float32Array(0);
  const judges = outputsOf(config).includes("quality");
  const evaluate: Denoiser["evaluate"] = async (tokens, labels, rows, seen) => {
    const { bind } = await programFor({ hidesKeys: seen !== undefined });
    if (logits.length < rows * length * vocab) logits = new Float32Array(rows * length * vocab);
    if (quality.length < rows * length) quality = new Float32Array(rows * length);
    for (let start = 0; start < rows; start += maxRows) {
      const size = Math.min(maxRows, rows - start);
      const bound = bind({
        inputs: {
          ...weights,
          tokens: tokens.subarray(start * length, (start + size) * length),
          labels: labels.subarray(start, start + size),
          ...(seen && { seen: seen.subarray(start * length, (start + size) * length) }),
        },
        outputs: {
          logits: logits.subarray(start * length * vocab, (start + size) * length * vocab),
          quality: quality.subarray(start * length, (start + size) * length),
        },
      }, size);
      try {
        await bound.run();
      } finally {
        bound.release();
      }
    }
    return {
      logits: logits.subarray(0, rows * length * vocab),
      ...(judges && { quality: quality.subarray(0, rows * length) }),
    };
  };
  const keptShapes = config.causal ? undefined : architectureOf(config).keptShapes?.(config);
  const evaluatePart = keptShapes === undefined
    ? undefined
    : partEvaluator({ config, keptShapes, weights, programFor, maxRows });
  return {
    ...{ length, vocab, judges, evaluatePart },
    maskId: config.maskId,
    noLabel: config.numClasses,
    causal: config.causal,
    evaluate,
    async release() {
      for (const program of programs.values()) await (await program).release();
      programs.clear();
    },
  };
}
