import { dirname, join } from "node:path";
import { canonicalJson, compareText, sha256 } from "../../support/json.ts";
import type { Pipeline } from "../graph/load.ts";
import { readRunRecord } from "./run_record.ts";
import { exists, namesIn, statOf } from "../../support/files.ts";
import { hostName, isAlive } from "../store/host.ts";
import { type JournalRecord, readJournals } from "../store/journal.ts";
import { heldKeys } from "../store/lease.ts";
import type { Store } from "../store/store.ts";

/** What is left of a run that ended, was killed, or goes on still. */
export interface RunTrace {
  readonly run: string;
  readonly pipeline: string;
  readonly folder: string;
  /** As `run.json` has it, `partial` if it was told to run some only, `running` or `killed`. */
  readonly status: string;
  /** Whether it came to its end with all of its pipeline. */
  readonly isWhole: boolean;
  /** The same for runs that were asked for the same. */
  readonly request: string;
  /** Keys of what it used or wanted to. */
  readonly keys: ReadonlySet<string>;
  /** When something of it last happened, in milliseconds since 1970. */
  readonly touchedAt: number;
}

/** Folders of runs are named after the time at which they began. */
const RUN_ID = /^\d{4}-\d\d-\d\d_/;

/** Tells apart runs that were asked for something else. */
export function requestOf(
  { params, profile, settings }: Pick<Pipeline, "params" | "profile" | "settings">,
): string {
  return sha256(canonicalJson({ params, profile, settings })).slice(0, 16);
}

/** Whether a run goes on: its own process does, or one that works for it anywhere. */
function isRunning({ status, host, pid, keys }: JournalRecord, held: ReadonlySet<string>): boolean {
  if (status !== undefined) return false;
  return host === hostName() && isAlive(pid) || !held.isDisjointFrom(keys);
}

function timeOf(path: string): number {
  return statOf(path)?.mtime?.getTime() ?? 0;
}

function traceOf(
  folder: string,
  run: string,
  pipeline: string,
  journal: JournalRecord | undefined,
  held: ReadonlySet<string>,
): RunTrace {
  const record = readRunRecord(folder);
  const known = Object.values(record?.instances ?? {}).map(({ key }) => key);
  const isWhole = exists(join(folder, "digest")) || journal?.status === "done";
  const goesOn = journal !== undefined && isRunning(journal, held);
  const ended = record?.status ?? journal?.status ?? (goesOn ? "running" : "killed");
  return {
    run,
    pipeline,
    folder,
    status: ended === "done" && !isWhole ? "partial" : ended,
    isWhole,
    request: journal?.request ?? (record === undefined ? "" : requestOf(record)),
    keys: new Set([...known, ...journal?.keys ?? []]),
    touchedAt: Math.max(timeOf(folder), journal === undefined ? 0 : timeOf(journal.path)),
  };
}

/** The runs whose folders are among the results, each with its journal if the store has one. */
export function tracedRuns(results: string, store: Store): RunTrace[] {
  const journals = new Map(readJournals(store).map((journal) => [journal.run, journal]));
  const held = heldKeys(store);
  return namesIn(results).flatMap((pipeline) =>
    namesIn(join(results, pipeline)).filter((run) => RUN_ID.test(run)).map((run) =>
      traceOf(join(results, pipeline, run), run, pipeline, journals.get(run), held)
    )
  );
}

/**
 * The runs that use a store from elsewhere: of other projects, and of other machines whose folders
 * cannot be seen from here.
 */
export function foreignRuns(known: readonly RunTrace[], store: Store): RunTrace[] {
  const seen = new Set(known.map(({ run }) => run));
  const held = heldKeys(store);
  return readJournals(store).filter((journal) =>
    !seen.has(journal.run) && (exists(journal.folder) || journal.host !== hostName())
  ).map((journal) => traceOf(journal.folder, journal.run, journal.pipeline, journal, held));
}

/** Options of {@linkcode keptRuns}. */
export interface RetentionOptions {
  /** How many of the newest runs that came to their end to keep of each pipeline. */
  readonly last: number;
  /** How many of the newest other runs that no later run made good. @default {Infinity} */
  readonly lastOpen?: number;
}

function newest(runs: readonly RunTrace[], count: number): RunTrace[] {
  return runs.slice(Math.max(0, runs.length - count));
}

/** The runs to keep: the last few of each pipeline, and those that the same command goes on from. */
export function keptRuns(
  runs: readonly RunTrace[],
  { last, lastOpen = Infinity }: RetentionOptions,
): Set<RunTrace> {
  const kept = new Set(runs.filter(({ status }) => status === "running"));
  for (const group of Map.groupBy(runs, ({ folder }) => dirname(folder)).values()) {
    const sorted = group.toSorted((a, b) => compareText(a.run, b.run));
    const open = sorted.filter(({ isWhole, request }, i) =>
      !isWhole && !sorted.slice(i + 1).some((later) => later.isWhole && later.request === request)
    );
    const whole = sorted.filter(({ isWhole }) => isWhole);
    for (const run of [...newest(whole, last), ...newest(open, lastOpen)]) kept.add(run);
  }
  return kept;
}

/** Journals of runs whose folders are gone from this machine. */
export function leftJournals(store: Store): string[] {
  const held = heldKeys(store);
  return readJournals(store).filter((journal) =>
    !exists(journal.folder) && journal.host === hostName() && !isRunning(journal, held)
  ).map(({ path }) => path);
}
