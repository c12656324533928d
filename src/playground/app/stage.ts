import type { BloomFilter } from "../known/bloom_filter.ts";
import type { DrawnFrame, DrawRequest } from "../drawing/messages.ts";
import { find } from "./element.ts";
import type { JudgeClient } from "./judge_client.ts";
import { makePlayer, type Player } from "./player.ts";
import { type DrawnResult, RecordedSheet } from "./recorded_sheet.ts";
import type { SavedSheet } from "./save_sheet.ts";
import { SheetView } from "./sheet_view.ts";

/** Strings that RDKit is asked about at once while a sheet forms. */
const FEW = 8;

/** How long it then rests, in times of what that took. */
const REST = 8;

/** The sheets, side by side, at one step. */
export interface Stage {
  /** Goes through the steps. */
  readonly player: Player;
  /** Starts sheets anew. */
  start(requests: readonly DrawRequest[]): void;
  /** Adds a step to a sheet. */
  add(sheet: number, frame: DrawnFrame): void;
  /** Ends a sheet. @returns Whether all have ended. */
  end(sheet: number, result: DrawnResult): boolean;
  /** Shows the step anew, as more is known of it. */
  refresh(): void;
  /** Final rows of all sheets. */
  saved(): SavedSheet[];
}

/**
 * Makes the stage.
 *
 * @param known Molecules that are known, as soon as they are.
 * @param onFailure Hears of what RDKit could not do.
 */
export function makeStage(
  judge: JudgeClient,
  known: () => BloomFilter | undefined,
  onFailure: (message: string) => void,
): Stage {
  let sheets: RecordedSheet[] = [], views: SheetView[] = [], restsUntil = 0;

  const frameOf = (sheet: RecordedSheet, step: number) => Math.min(step, sheet.frames.length - 1);
  const isLast = (sheet: RecordedSheet, frame: number) =>
    sheet.result !== undefined && frame === sheet.frames.length - 1;

  /**
   * Asks about the strings of the step that is shown: about all if nothing is drawn any more; before,
   * about a few, and no more often than leaves the cores to what draws.
   */
  const ask = async (step: number) => {
    const asked = sheets;
    for (const sheet of asked) {
      const frame = frameOf(sheet, step);
      if (frame < 0 || sheet.request.network.writes === "text") continue;
      const atEnd = isLast(sheet, frame), property = atEnd ? sheet.property : "";
      const isDrawn = sheets.every(({ result }) => result !== undefined);
      const began = performance.now();
      if (!atEnd && (judge.isBusy || !isDrawn && began < restsUntil)) continue;
      const finished = Array.from(
        { length: sheet.request.count },
        (_, row) => sheet.smiles(frame, row),
      ).filter((one) => one !== undefined);
      const open = atEnd || isDrawn
        ? finished
        : finished.filter((one) => judge.of(one, property) === undefined).slice(0, FEW);
      try {
        await judge.ask(open, property);
      } catch (error) {
        onFailure((error as Error).message);
      }
      const now = performance.now();
      restsUntil = now + REST * (now - began);
      if (sheets === asked) paint(player.at, false);
    }
  };
  const paint = (step: number, isFresh: boolean) => {
    views.forEach((view, i) => {
      const frame = frameOf(sheets[i]!, step);
      if (frame >= 0) view.show(frame, { judge, known: known(), isFresh });
    });
  };
  const show = (step: number, isFresh: boolean) => {
    paint(step, isFresh);
    void ask(step);
  };
  const describe = (step: number) => {
    const longest = sheets.reduce((a, b) => a.frames.length >= b.frames.length ? a : b);
    const frame = longest.frames[frameOf(longest, step)];
    if (frame === undefined) return "";
    const { T } = longest.request.setting;
    return `step ${frame.step + 1} of ${T}${
      frame.round === undefined ? "" : `, corrector ${frame.round}`
    }`;
  };
  const player = makePlayer(show, describe);
  const area = find("#sheets");
  const twins = (row: string | undefined) => {
    for (const card of area.querySelectorAll<HTMLElement>(".card")) {
      card.classList.toggle("twin", views.length > 1 && card.dataset.row === row);
    }
  };
  const cardOf = (event: Event) =>
    (event.target as Element).closest<HTMLElement>(".card")?.dataset.row;
  area.addEventListener("pointerover", (event) => twins(cardOf(event)));
  area.addEventListener("pointerleave", () => twins(undefined));
  area.addEventListener("focusin", (event) => twins(cardOf(event)));
  return {
    player,
    start(requests) {
      sheets = requests.map((request) => new RecordedSheet(request));
      views = sheets.map((sheet) => new SheetView(sheet));
      area.replaceChildren(...views.map(({ element }) => element));
      restsUntil = 0;
      player.reset();
    },
    add(sheet, frame) {
      sheets[sheet]!.frames.push(frame);
      player.grow(Math.max(...sheets.map(({ frames }) => frames.length)));
    },
    end(sheet, result) {
      sheets[sheet]!.result = result;
      const isDone = sheets.every(({ result }) => result !== undefined);
      if (isDone) player.end();
      return isDone;
    },
    refresh: () => {
      if (player.at >= 0) show(player.at, false);
    },
    saved: () =>
      sheets.map((sheet) => ({
        sheet,
        rows: Array.from({ length: sheet.request.count }, (_, row) => {
          const smiles = sheet.result?.texts?.[row] ??
            sheet.smiles(sheet.frames.length - 1, row) ?? "";
          return { smiles, judgement: judge.of(smiles, sheet.property) };
        }),
      })),
  };
}
