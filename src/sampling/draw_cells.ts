import { join } from "node:path";
import { writeAtomically } from "../support/files.ts";
import { canonicalJson } from "../support/json.ts";
import type { Progress } from "../pipeline/task.ts";

/** A folder that an earlier run wrote, of which settings may be taken. */
export interface EarlierCells<Cell> {
  /** The settings that it has, drawn from the same network by the same code. */
  readonly cells: readonly Cell[];
  /** The folder, with one file for each setting. */
  readonly folder: string;
}

/** How {@linkcode drawCells} names and draws settings, and where their files are kept. */
export interface DrawCellsOptions<Cell> {
  /** Folder that outlives a kill. */
  readonly scratch: string;
  /** Folders of which settings that are equal are copied. */
  readonly earlier: readonly EarlierCells<Cell>[];
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

/** The files of settings in earlier folders, by what the settings are. */
function earlierFiles<Cell>(
  { earlier, nameOf }: Pick<DrawCellsOptions<Cell>, "earlier" | "nameOf">,
): Map<string, string> {
  const files = earlier.flatMap(({ cells, folder }) =>
    cells.map((cell) => [canonicalJson(cell), join(folder, nameOf(cell))] as const)
  );
  return new Map(files);
}

/**
 * Draws with each setting into a folder of files. Finished settings outlive a kill; what earlier runs
 * have drawn is copied.
 */
export async function drawCells<Cell>(
  cells: readonly Cell[],
  { scratch, earlier, output, happened, nameOf, steps, draw, progress, log }: DrawCellsOptions<
    NoInfer<Cell>
  >,
): Promise<void> {
  const folder = join(scratch, "cells");
  await Deno.mkdir(folder, { recursive: true });
  const finished = new Set((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name));
  const files = earlierFiles({ earlier, nameOf });
  for (const cell of cells) {
    const name = nameOf(cell), file = files.get(canonicalJson(cell));
    if (file === undefined || finished.has(name)) continue;
    // Whole or not there: a kill may come in between.
    writeAtomically(join(folder, name), await Deno.readFile(file));
    finished.add(name);
  }
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
