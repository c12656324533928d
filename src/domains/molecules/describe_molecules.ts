import { childEnvironment } from "../../support/processes/child_environment.ts";
import { readLines } from "../../support/read_lines.ts";
import {
  type MoleculeDescription,
  prepareDescribe,
  type PropertyOptions,
} from "./properties/properties.ts";
import { areQuick } from "./properties/property_names.ts";
import { askRdkit } from "./rdkit/ask_rdkit.ts";
import { whyTooLarge } from "./rdkit/molecule_size.ts";
import { RdkitFailure } from "./rdkit/rdkit.ts";

/** Options of {@linkcode describeMolecules}. */
export interface DescribeMoleculesOptions extends PropertyOptions {
  /** Most worker processes; one works in this process instead. @default {1} */
  readonly workers?: number;
  /**
   * Milliseconds that worker processes must save to be started; each spends about so long loading and
   * compiling RDKit. @default {1000}
   */
  readonly minSaving?: number;
  /** Stops the work; the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
  /** Called after each finished part. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Called for each string that counts as invalid because RDKit cannot hold it or failed at it, with
   * its index.
   */
  readonly onRefused?: (index: number, reason: string) => void;
}

/** A description, `null` for an invalid string, or what RDKit failed at. */
type Answer = MoleculeDescription | RdkitFailure | null;

type DescribePart = (part: readonly string[]) => Promise<Answer[]>;

/** Large enough that talking costs nothing, small enough that progress is seen. */
const PART_LENGTH = 256;

/** Milliseconds that a molecule takes: its canonical form and rings, and everything. */
const QUICK = 0.15, FULL = 0.7;

/** How many worker processes are worth their start. */
function usefulWorkers(
  molecules: number,
  { properties = [], workers = 1, minSaving = 1000 }: DescribeMoleculesOptions,
): number {
  const milliseconds = molecules * (areQuick(properties) ? QUICK : FULL);
  const most = Math.min(workers, Math.ceil(molecules / PART_LENGTH));
  return most > 1 && milliseconds * (1 - 1 / most) >= minSaving ? most : 1;
}

interface Worker extends AsyncDisposable {
  readonly describePart: DescribePart;
}

function startWorker(settings: PropertyOptions): Worker {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-read",
      new URL("./describe_worker.ts", import.meta.url).href,
    ],
    ...childEnvironment(),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const writer = child.stdin.getWriter();
  const lines = readLines(child.stdout);
  const encoder = new TextEncoder();
  const send = (value: unknown) => writer.write(encoder.encode(JSON.stringify(value) + "\n"));
  const sent = send(settings);
  // A worker that died shows itself by its missing answer, which says more than the broken pipe.
  sent.catch(() => {});

  return {
    async describePart(part) {
      await send(part).catch(() => {});
      const { value: line } = await lines.next();
      if (line === undefined) {
        const { code, signal } = await child.status;
        throw new Error(
          `Cannot describe ${part.length} molecules beginning with ${JSON.stringify(part[0])}: ` +
            `the worker process ended with ${signal ?? `code ${code}`}: ${(await stderr).trim()}`,
        );
      }
      return (JSON.parse(line) as ([string, number[]] | string | null)[]).map((answer) =>
        typeof answer === "string"
          ? new RdkitFailure(answer)
          : answer && { canonical: answer[0], values: answer[1] }
      );
    },
    async [Symbol.asyncDispose]() {
      await writer.close().catch(() => {});
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended by itself.
      }
      await lines.return(undefined);
      await Promise.all([child.status, stderr]);
    },
  };
}

function startInProcess(settings: PropertyOptions): Worker {
  const describe = askRdkit((rdkit) => prepareDescribe(rdkit, settings));
  return {
    describePart: async (part) => {
      // Lets signals and timers through.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const answers: Answer[] = [];
      for (const smiles of part) answers.push(await describe(smiles));
      return answers;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/**
 * Describes many SMILES strings: canonical form and properties, `null` where one is invalid. The
 * answers stand in the order of the strings, whatever the number of workers. A string that RDKit
 * cannot hold counts as invalid; one that kills it does too, and it starts anew for the next.
 *
 * @throws {RangeError} If the number of workers is no positive integer.
 * @throws {Error} If a worker process dies.
 *
 * @example
 * ```ts ignore
 * await describeMolecules(["C1CC1", "C1CC"], { properties: ["ring_count"], workers: 2 });
 * // [{ canonical: "C1CC1", values: [1] }, null]
 * ```
 */
export async function describeMolecules(
  smiles: readonly string[],
  options: DescribeMoleculesOptions = {},
): Promise<(MoleculeDescription | null)[]> {
  const { properties, rings, identity, workers = 1, signal, onProgress, onRefused } = options;
  if (!Number.isInteger(workers) || workers < 1) {
    throw new RangeError(
      `Cannot describe molecules: workers must be a positive integer: got ${workers}`,
    );
  }
  signal?.throwIfAborted();
  const settings: PropertyOptions = { properties, rings, identity };
  const descriptions = new Array<MoleculeDescription | null>(smiles.length);
  let next = 0, done = 0;

  const work = async (describePart: DescribePart) => {
    while (next < smiles.length) {
      signal?.throwIfAborted();
      const start = next;
      next += PART_LENGTH;
      const answers = await describePart(smiles.slice(start, next));
      for (const [i, answer] of answers.entries()) {
        const reason = answer instanceof RdkitFailure
          ? answer.message
          : answer === null
          ? whyTooLarge(smiles[start + i]!)
          : undefined;
        if (reason !== undefined) onRefused?.(start + i, reason);
        descriptions[start + i] = answer instanceof RdkitFailure ? null : answer;
      }
      done += answers.length;
      onProgress?.(done, smiles.length);
    }
  };

  const count = usefulWorkers(smiles.length, options);
  await using stack = new AsyncDisposableStack();
  if (count === 1) {
    await work(stack.use(startInProcess(settings)).describePart);
  } else {
    const started = Array.from({ length: count }, () => stack.use(startWorker(settings)));
    await Promise.all(started.map((worker) => work(worker.describePart)));
  }
  return descriptions;
}
