import type { Outlook } from "../pipeline/plan/forecast.ts";
import { networkOf, passOperations } from "./network.ts";

/** Forward passes that the work on one sequence of a batch is worth; a backward pass is two. */
const PASSES_OF_A_STEP: Readonly<Record<string, number>> = {
  "train/mdm": 3,
  "train/ar": 3,
  "train/udlm": 3,
  "train/proseco": 6,
  "train/prism": 3,
};

/** Share of the peak of matrix products that steps and evaluations reach (bench/training_step.ts). */
const SHARE_OF_PEAK = 0.4;

/** Seconds until a task's process has started and its program is compiled. */
const START = 2;

/** RDKit's seconds for a molecule with its properties, and for one that is made here. */
const SECONDS_OF_MOLECULE = 7e-4, SECONDS_OF_ENUMERATED = 2e-3;

/** Molecules of QM9. */
const QM9_ROWS = 133_885;

let peak: Promise<number> | undefined;

/** Operations a second that matrix products reach here; measured once. */
function operationsPerSecond(): Promise<number> {
  peak ??= import("../tensor/engines/matrix_peak.ts").then(({ matrixPeak }) =>
    matrixPeak({ rounds: 3 })
  );
  return peak.then((gigaflops) => gigaflops * 1e9 * SHARE_OF_PEAK);
}

const numbersOf = (value: unknown, one: unknown): number[] =>
  Array.isArray(value) ? value : typeof one === "number" ? [one] : [];

/** Expected evaluations of one sequence, where rows that do not change are not evaluated. */
function evaluationsOf(params: Outlook["params"], length: number, T: number): number {
  const { sampler, S, omega } = params as { sampler: string; S: number; omega: number };
  if (sampler === "ar") return length - 1;
  // The chance that a step unmasks none of a sequence's tokens, each in a step of its own choice.
  const unmasking = T * (1 - (1 - 1 / T) ** length);
  if (sampler === "mdm" || sampler === "first-hitting") return unmasking;
  if (sampler !== "proseco") return T;
  // A corrector that has reached its fixed point is not asked again.
  return unmasking + 0.75 * S * Math.ceil(T / omega);
}

function passesOfSampling({ params }: Outlook, length: number): number {
  let passes = 0;
  const seeds = numbersOf(params.seeds, params.seed).length;
  const properties = Array.isArray(params.properties) ? params.properties.length : 1;
  for (const T of numbersOf(params.steps, params.T)) {
    for (const gamma of numbersOf(params.gammas, params.gamma ?? 1)) {
      const streams = gamma === 0 || gamma === 1 ? 1 : 2;
      passes += streams * evaluationsOf(params, length, T) * seeds * properties;
    }
  }
  return passes * Number(params.count);
}

/** Seconds of work that no network does. */
function reckonMolecules({ kind, params }: Outlook): number | undefined {
  if (kind !== "data/qm9") return undefined;
  if (params.source === "enumerated") {
    return START + Number(params.enumerate) * SECONDS_OF_ENUMERATED;
  }
  const rows = Number(params.limit ?? QM9_ROWS);
  return START + rows * SECONDS_OF_MOLECULE / navigator.hardwareConcurrency;
}

/**
 * Reckons how many seconds a task of this project takes on this machine, from the size of its network
 * and the speed of matrix products here; within a factor of two.
 */
export async function reckon(outlook: Outlook): Promise<number | undefined> {
  const { kind, params } = outlook, network = networkOf(outlook);
  if (network === undefined) return reckonMolecules(outlook);
  const isSampling = kind.startsWith("sample/");
  const passesOfStep = PASSES_OF_A_STEP[kind];
  if (!isSampling && passesOfStep === undefined) return undefined;
  const passes = isSampling
    ? passesOfSampling(outlook, network.length)
    : passesOfStep * Number(params.steps) * Number(params.batchSize);
  return START + passes * passOperations(network) / await operationsPerSecond();
}
