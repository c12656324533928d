import { HISTORY_FILE } from "../../artifacts/history.ts";
import { SAMPLES_FILE } from "./run_log.ts";
import { EVENT_FILE } from "./tensorboard.ts";

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

/**
 * Copies what a finished run left in its folder to a task's outputs: the history, the checkpoints with
 * the best model, and the log.
 */
export async function publishRun(
  scratch: string,
  outputs: Readonly<Record<"history" | "checkpoints" | "log", string>>,
): Promise<void> {
  await Deno.copyFile(`${scratch}/${HISTORY_FILE}`, outputs.history);
  await copyFolder(`${scratch}/checkpoints`, outputs.checkpoints);
  await copyFolder(`${scratch}/best`, `${outputs.checkpoints}/best`);
  await Deno.mkdir(outputs.log);
  for (const name of [HISTORY_FILE, EVENT_FILE, SAMPLES_FILE]) {
    try {
      await Deno.copyFile(`${scratch}/${name}`, `${outputs.log}/${name}`);
    } catch (error) {
      // A run that draws no samples has no file of them.
      if (name !== SAMPLES_FILE || !(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
