/** What a peer is to time. */
export interface StepJob {
  /** Sequences of a batch. */
  readonly batch: number;
  /** Positions of a sequence. */
  readonly length: number;
  /** Number of tokens, the mask last. */
  readonly vocab: number;
  /** Width of the network. */
  readonly hidden: number;
  /** Blocks of the network. */
  readonly blocks: number;
  /** Attention heads of a block. */
  readonly heads: number;
  /** A whole training step of one or both losses, or an evaluation of the network. */
  readonly objective: "mdm" | "proseco" | "forward";
  /** Threads of an operator. */
  readonly threads: number;
  /** Steps before the clock starts. */
  readonly warmup: number;
  /** Steps to time. */
  readonly steps: number;
}

/** What a peer measured. */
export interface PeerTimes {
  /** What computed, with its version. */
  readonly version: string;
  /** Milliseconds of each step. */
  readonly times: readonly number[];
  /** The most memory that its process has held at once, in MB. */
  readonly memory: number;
}

/**
 * Runs a script of this folder, which takes its job as JSON in its last argument and prints what it
 * measured as JSON. The process has ended when this returns: threads of a peer that waits for its turn
 * would spin beside the one that is timed.
 *
 * @returns What it measured, or why it cannot.
 */
export async function runPeer(
  [program, ...options]: readonly string[],
  [script, ...args]: readonly [path: string, ...args: string[]],
  job: StepJob,
  env: Readonly<Record<string, string>> = {},
): Promise<PeerTimes | string> {
  const path = new URL(`./${script}`, import.meta.url).pathname;
  try {
    const { success, stdout, stderr } = await new Deno.Command(program!, {
      args: [...options, path, ...args, JSON.stringify(job)],
      env,
    }).output();
    const said = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim().split("\n").at(-1)!;
    return success ? JSON.parse(said(stdout)) : said(stderr);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return `there is no ${program}`;
    throw error;
  }
}
