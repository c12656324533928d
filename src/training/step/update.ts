import * as tf from "@tensorflow/tfjs-core";
import type { ParameterSpec } from "../../model/architecture.ts";
import { adamw } from "../../tensor/optimizers/adamw.ts";
import { clipByGlobalNorm } from "../../tensor/optimizers/clip.ts";
import type {
  MovedParameter,
  Optimizer,
  OptimizerOptions,
} from "../../tensor/optimizers/optimizer.ts";
import { skipOverflow } from "./loss_scale.ts";
import { type Named, stateName, type StepInputs, type StepResults } from "./layout.ts";

/** How gradients move the parameters. */
export interface UpdateOptions extends OptimizerOptions {
  /** Bound of the global gradient norm. @default {1} */
  readonly clip?: number;
  /** What moves them; the paper uses AdamW. @default {adamw} */
  readonly optimizer?: Optimizer;
}

/** Parameters that are moved as one. */
type Group = readonly [ParameterSpec, ...ParameterSpec[]];

/**
 * Elements up to which parameters are moved together: to start an operation on few costs more than the
 * operation.
 */
const FEW_ELEMENTS = 2 ** 14;

/** All small parameters, where the optimiser moves each element by itself, and each other one alone. */
function groupsOf(parameters: readonly ParameterSpec[], { isElementwise }: Optimizer): Group[] {
  const isSmall = (spec: ParameterSpec) =>
    isElementwise(spec) && tf.util.sizeFromShape([...spec.shape]) <= FEW_ELEMENTS;
  const [first, ...rest] = parameters.filter(isSmall);
  const others = parameters.filter((spec) => !isSmall(spec)).map((spec): Group => [spec]);
  return first === undefined ? others : [[first, ...rest], ...others];
}

/** All elements of several tensors, one after the other; a single one as it is. */
function join(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tensors.length === 1 ? tensors[0]! : tf.concat(tensors.map((x) => tf.reshape(x, [-1])));
}

/** What {@linkcode join} has joined. */
function separate(joined: tf.Tensor, group: Group): tf.Tensor[] {
  if (group.length === 1) return [joined];
  const parts = tf.split(joined, group.map(({ shape }) => tf.util.sizeFromShape([...shape])));
  return parts.map((part, i) => tf.reshape(part, [...group[i]!.shape]));
}

/**
 * Clips gradients by their global norm and moves the state: parameters, what the optimiser keeps and
 * the averages.
 *
 * @param inputs The state and the scalars `learningRate`, `step` and `emaDecay`.
 * @param parameters Those that have gradients.
 * @param gradients Gradients by the parameter's name.
 * @returns The new state, and `gradientNorm`, the norm before clipping.
 */
export function updateState(
  { scalars, state }: Pick<StepInputs<tf.Tensor>, "scalars" | "state">,
  parameters: readonly ParameterSpec[],
  gradients: Named<tf.Tensor>,
  options: UpdateOptions,
): Omit<StepResults<tf.Tensor>, "sums"> {
  const { clip = 1, optimizer = adamw } = options, { learningRate, step, emaDecay } = scalars;
  const groups = groupsOf(parameters, optimizer);
  const joined = groups.map((group) => join(group.map(({ name }) => gradients[name]!)));
  const { norm, factor } = clipByGlobalNorm(joined, clip);
  const joinState = (slot: string, group: Group) =>
    join(group.map(({ name }) => state[stateName(slot, name)]!));
  const moved = optimizer.update(
    Object.fromEntries(groups.map((group, i): [string, MovedParameter] => [group[0].name, {
      parameter: joinState("parameter", group),
      gradient: joined[i]!,
      kept: Object.fromEntries(
        optimizer.keeps(group[0]).map((slot) => [slot, joinState(slot, group)]),
      ),
      isMatrix: group[0].isMatrix,
    }])),
    { learningRate: learningRate!, step: step!, factor },
    options,
  );
  const next: Record<string, tf.Tensor> = {};
  for (const group of groups) {
    const { parameter, kept } = moved[group[0].name]!;
    const ema = tf.add(
      tf.mul(joinState("ema", group), emaDecay!),
      tf.mul(parameter, tf.sub(1, emaDecay!)),
    );
    for (const [slot, tensor] of Object.entries({ parameter, ...kept, ema })) {
      const parts = separate(tensor, group);
      group.forEach(({ name }, part) => next[stateName(slot, name)] = parts[part]!);
    }
  }
  const { gradientNorm, state: kept } = skipOverflow(state, { gradientNorm: norm, state: next });
  return { values: { gradientNorm }, state: kept };
}
