import { join } from "node:path";
import type { Progress } from "../pipeline/task.ts";

/** How {@linkcode drawCells} names and draws settings, and where their files are kept. */
export interface DrawCellsOptions<Cell> {
  /** Folder that outlives a kill. */
  readonly scratch: string;
  /** Folder to make, with one file for each setting. */
  readonly output: string;
  /** What happened to a setting that an earlier run finished, for the log: `drawn` or `answered`. */
  readonly happened: string;
  /** Name of a setting's file. */
  nameOf(cell: Cell): string;
  /** Steps that a setting takes, for progress. */
  steps(cell: Cell): number;
  /** Draws with a setting and writes its file; a file that is there must be whole. */
  draw(cell: Cell, path: string, onStep: (done: number) => void): Promise<void>;
  /** Hears of every step. */
  progress(progress: Progress): void;
  /** Hears how many settings were finished before. */
  log(line: string): void;
}

/** Draws with each setting into a folder of files. Finished settings outlive a kill. */
export async function drawCells<Cell>(
  cells: readonly Cell[],
  { scratch, output, happened, nameOf, steps, draw, progress, log }: DrawCellsOptions<
    NoInfer<Cell>
  >,
): Promise<void> {
  const folder = join(scratch, "cells");
  await Deno.mkdir(folder, { recursive: true });
  const finished = new Set((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name));
  const known = cells.filter((cell) => finished.has(nameOf(cell))).length;
  if (known > 0) log(`${known} of ${cells.length} settings were ${happened} before`);
  const total = cells.reduce((sum, cell) => sum + steps(cell), 0);
  let before = 0;
  for (const cell of cells) {
    const name = nameOf(cell), values = { setting: name.slice(0, -".json".length) };
    if (!finished.has(name)) {
      await draw(
        cell,
        join(folder, name),
        (done) => progress({ done: before + done, total, values }),
      );
    }
    before += steps(cell);
  }
  await Deno.mkdir(output);
  for (const cell of cells) {
    await Deno.copyFile(join(folder, nameOf(cell)), join(output, nameOf(cell)));
  }
}
