import type { BloomFilter } from "../known/bloom_filter.ts";
import type { Judgement } from "../judging/judgement.ts";
import type { JudgeClient } from "./judge_client.ts";
import type { RecordedSheet } from "./recorded_sheet.ts";

/** A molecule of a sheet at a step. */
export interface JudgedRow {
  /** Its string; `undefined` as long as a token is masked. */
  readonly smiles: string | undefined;
  /** What RDKit says of it, as soon as it has. */
  readonly judgement: Judgement | undefined;
  /** Whether it is new, and the first of its kind on the sheet; `undefined` where nobody knows. */
  readonly isNovel: boolean | undefined;
}

/** Judges the rows of a sheet at a step by what is known so far. */
export function judgeRows(
  sheet: RecordedSheet,
  frame: number,
  judge: Pick<JudgeClient, "of">,
  known: BloomFilter | undefined,
): JudgedRow[] {
  const seen = new Set<string>();
  return Array.from({ length: sheet.request.count }, (_, row) => {
    const smiles = sheet.smiles(frame, row);
    const judgement = smiles === undefined
      ? undefined
      : judge.of(smiles, sheet.property) ?? judge.of(smiles, "");
    const canonical = judgement?.canonical ?? undefined;
    if (canonical === undefined) return { smiles, judgement, isNovel: judgement && false };
    const isFirst = !seen.has(canonical);
    seen.add(canonical);
    return { smiles, judgement, isNovel: known && isFirst && !known.has(canonical) };
  });
}

/** What a sheet amounts to at a step. */
export interface SheetCounts {
  /** Sequences without a mask, that are judged. */
  readonly judged: number;
  /** Of these, molecules. */
  readonly valid: number;
  /** Different molecules. */
  readonly unique: number;
  /** New ones; `undefined` where nobody knows. */
  readonly novel: number | undefined;
  /** Mean of the property over the molecules. */
  readonly mean: number | undefined;
}

/** Counts the rows that are judged. */
export function countRows(rows: readonly JudgedRow[]): SheetCounts {
  const judged = rows.filter(({ judgement }) => judgement !== undefined);
  const valid = judged.filter(({ judgement }) => judgement!.canonical !== null);
  const values = valid.flatMap(({ judgement }) => judgement!.value ?? []);
  return {
    ...{ judged: judged.length, valid: valid.length },
    unique: new Set(valid.map(({ judgement }) => judgement!.canonical)).size,
    novel: valid.some(({ isNovel }) => isNovel === undefined)
      ? undefined
      : valid.filter(({ isNovel }) => isNovel).length,
    mean: values.length === 0 ? undefined : values.reduce((a, b) => a + b) / values.length,
  };
}
