import { basename, dirname, join } from "node:path";
import type { HistoryRecord } from "../artifacts/history.ts";
import { broadcastText, type Communicator } from "../parallel/communicator.ts";
import { readState, type TrainingState, writeState } from "./step/state.ts";

/** What a run must know to go on, beside the state of its parameters. */
export interface RunProgress {
  /** Records so far. */
  readonly history: readonly HistoryRecord[];
  /** Sequences drawn so far. */
  readonly samples: readonly DrawnSamples[];
  /** Sums of losses since the last record. */
  readonly sums: Readonly<Record<string, number>>;
}

/** Sequences drawn while a run went on. */
export interface DrawnSamples {
  /** Finished steps. */
  readonly step: number;
  /** The sequences as text. */
  readonly texts: readonly string[];
}

/** A state with the progress of its run. */
export interface RunState {
  /** Parameters, optimiser state and averages. */
  readonly state: TrainingState;
  /** Records and sums. */
  readonly progress: RunProgress;
}

/** Options of {@linkcode RunCheckpoints}. */
export interface RunCheckpointOptions {
  /** Seed of the run, which together with the step is the whole state of its random source. */
  readonly seed: number;
  /** How many numbered checkpoints are kept. */
  readonly keep: number;
  /** Hears of a file that cannot be read. */
  readonly onDamaged?: (message: string) => void;
}

const NUMBERED = /^step-(\d{8})\.safetensors$/;

/** Name of the numbered checkpoint of a step. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(8, "0")}.safetensors`;
}

async function numbersIn(folder: string): Promise<number[]> {
  const steps: number[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const match = NUMBERED.exec(name);
      if (match !== null) steps.push(Number(match[1]));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return steps.sort((a, b) => a - b);
}

/**
 * Keeps the states of a run in a folder: the newest, written as time passes, and the last few of those
 * that the settings ask for by step. Every file is whole or absent, and says all that a run needs to go
 * on bit for bit.
 */
export class RunCheckpoints {
  readonly #newest: string;
  readonly #options: RunCheckpointOptions;

  /** Uses a folder, which must exist. */
  constructor(folder: string, options: RunCheckpointOptions) {
    this.#newest = `${folder}/state.safetensors`;
    this.#options = options;
    this.folder = `${folder}/checkpoints`;
  }

  /** Folder of the numbered checkpoints. */
  readonly folder: string;

  #write(path: string, { state, progress }: RunState): Promise<void> {
    return writeState(path, state, {
      rng: JSON.stringify({ algorithm: "philox4x32-10", seed: this.#options.seed }),
      progress: JSON.stringify(progress),
    });
  }

  async #read(path: string): Promise<RunState | undefined> {
    try {
      const found = await readState(path);
      if (found === undefined) return undefined;
      const { state, metadata: { progress } } = found;
      if (progress === undefined) {
        throw new Error(`Cannot go on from "${path}": it tells no progress`);
      }
      return { state, progress: JSON.parse(progress) };
    } catch (error) {
      // The next checkpoint would overwrite what a person may still want to look at.
      const kept = join(dirname(this.#newest), `damaged-${basename(path)}`);
      await Deno.rename(path, kept);
      this.#options.onDamaged?.(
        `${(error as Error).message}; it is kept as ${kept}, going on from what is older`,
      );
      return undefined;
    }
  }

  /** The state to go on from: the newest that can be read. */
  async latest(): Promise<RunState | undefined> {
    const newest = await this.#read(this.#newest);
    for (const step of (await numbersIn(this.folder)).reverse()) {
      if (newest !== undefined && step <= newest.state.step) return newest;
      const numbered = await this.#read(`${this.folder}/${checkpointName(step)}`);
      if (numbered !== undefined) return numbered;
    }
    return newest;
  }

  /** Writes the newest state. */
  save(run: RunState): Promise<void> {
    return this.#write(this.#newest, run);
  }

  /** Writes a numbered checkpoint and removes those that are too many. */
  async saveNumbered(run: RunState): Promise<void> {
    await Deno.mkdir(this.folder, { recursive: true });
    await this.#write(`${this.folder}/${checkpointName(run.state.step)}`, run);
    const steps = await numbersIn(this.folder);
    for (const step of steps.slice(0, -this.#options.keep)) {
      await Deno.remove(`${this.folder}/${checkpointName(step)}`);
    }
  }
}

/**
 * Gives all processes the state and the progress of process 0, which alone reads checkpoints. The
 * elements of the others' arrays are overwritten.
 */
export function shareRun(communicator: Communicator, { state, progress }: RunState): RunState {
  const text = broadcastText(communicator, JSON.stringify({ step: state.step, progress }));
  for (const name of Object.keys(state.arrays).sort()) communicator.broadcast(state.arrays[name]!);
  const { step, ...shared } = JSON.parse(text);
  return { state: { ...state, step }, ...shared };
}
