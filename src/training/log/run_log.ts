import type { DrawnSamples, RunProgress } from "../checkpoints.ts";
import { appendHistory, HISTORY_FILE, type HistoryRecord } from "../../artifacts/history.ts";
import { encodeHeader, encodeScalars, encodeTexts, EVENT_FILE } from "./tensorboard.ts";

/** Name of the log's file of sequences that were drawn. */
export const SAMPLES_FILE = "samples.jsonl";

const line = (value: unknown) => new TextEncoder().encode(JSON.stringify(value) + "\n");

function encodeMetrics({ step, ...values }: HistoryRecord): Uint8Array<ArrayBuffer> {
  return encodeScalars(step, values);
}

function encodeSamples({ step, texts }: DrawnSamples): Uint8Array<ArrayBuffer> {
  return encodeTexts(step, "samples", texts);
}

async function append(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.writeFile(path, bytes, { append: true });
}

/**
 * Writes what a run reports, as it goes on: `metrics.jsonl`, `samples.jsonl` and an event file for
 * TensorBoard. The run's state is what counts; these files are for readers.
 */
export class RunLog {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Begins the files anew with what a run reported so far. */
  static async open(
    folder: string,
    { history, samples }: Pick<RunProgress, "history" | "samples">,
  ): Promise<RunLog> {
    const log = new RunLog(folder);
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeFile(`${folder}/${HISTORY_FILE}`, new Uint8Array());
    await Deno.writeFile(`${folder}/${EVENT_FILE}`, encodeHeader());
    if (samples.length > 0) await Deno.writeFile(`${folder}/${SAMPLES_FILE}`, new Uint8Array());
    const byStep = [
      ...history.map((record) => ({ step: record.step, write: () => log.record(record) })),
      ...samples.map((drawn) => ({ step: drawn.step, write: () => log.samples(drawn) })),
    ].sort((a, b) => a.step - b.step);
    for (const { write } of byStep) await write();
    return log;
  }

  /** Appends a record of losses. */
  async record(record: HistoryRecord): Promise<void> {
    await appendHistory(`${this.#folder}/${HISTORY_FILE}`, record);
    await append(`${this.#folder}/${EVENT_FILE}`, encodeMetrics(record));
  }

  /** Appends sequences that were drawn. */
  async samples(drawn: DrawnSamples): Promise<void> {
    await append(`${this.#folder}/${SAMPLES_FILE}`, line(drawn));
    await append(`${this.#folder}/${EVENT_FILE}`, encodeSamples(drawn));
  }
}
