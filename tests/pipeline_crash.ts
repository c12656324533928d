import { dirname, join } from "node:path";
import { RandomStream } from "../src/random/mod.ts";
import type { RandomKey } from "../src/random/mod.ts";
import { Project } from "./pipeline_fixture.ts";

/** What {@linkcode crashRepeatedly} saw. */
export interface CrashReport {
  readonly kills: number;
  /** How often the pipeline came to its end. */
  readonly completions: number;
  /** Instances that had finished and yet ran again. */
  readonly repeated: readonly string[];
  /** Ends whose published files were not those of an uninterrupted run. */
  readonly wrong: number;
}

const PUBLISHED = ["last.txt", "end.txt", ...[0, 1, 2, 3].map((i) => `folder/${i}.txt`)];

function published(project: Project): string {
  return PUBLISHED.map((name) => project.read(`results/twelve/latest/${name}`)).join("\n");
}

/** In a folder of the project that tasks may write to. */
export const LEDGER = join("data", "cache", "ledger");

function ledgerOf(project: Project): string[] {
  try {
    return project.read(LEDGER).split("\n").filter((line) => line !== "");
  } catch {
    return [];
  }
}

/** Names of the tasks whose results are stored. */
function finished(project: Project): Set<string> {
  return new Set([...project.store.manifests()].map(({ parts }) => String(parts.params.name)));
}

/**
 * Kills a run with SIGKILL at random moments and starts it again, until it has been killed often
 * enough; each time it comes to its end, its outputs are compared and it starts afresh.
 */
export async function crashRepeatedly(key: RandomKey, kills: number): Promise<CrashReport> {
  const random = new RandomStream(key);
  using reference = new Project();
  const start = performance.now();
  await reference.command("twelve");
  const duration = performance.now() - start;
  const expected = published(reference);

  using project = new Project();
  Deno.mkdirSync(join(project.root, dirname(LEDGER)), { recursive: true });
  Deno.env.set("LEDGER", join(project.root, LEDGER));
  const repeated: string[] = [];
  let done = 0, completions = 0, wrong = 0;
  try {
    while (done < kills) {
      const before = finished(project);
      const ledgerBefore = ledgerOf(project).length;
      const child = project.spawn("twelve");
      const output = child.output();
      const moment = new Promise<"killed">((resolve) =>
        setTimeout(() => resolve("killed"), random.uniform() * duration)
      );
      const how = await Promise.race([moment, child.status.then(() => "ended" as const)]);
      if (how === "killed") {
        try {
          child.kill("SIGKILL");
          done++;
        } catch {
          // It ended in this very moment.
        }
      }
      const { success } = await output;
      repeated.push(...ledgerOf(project).slice(ledgerBefore).filter((name) => before.has(name)));
      if (!success) continue;
      completions++;
      if (published(project) !== expected) wrong++;
      Deno.removeSync(join(project.root, "results"), { recursive: true });
      Deno.removeSync(join(project.root, LEDGER));
    }
    const { code } = await project.command("twelve");
    if (code !== 0 || published(project) !== expected) wrong++;
  } finally {
    Deno.env.delete("LEDGER");
  }
  return { kills: done, completions, repeated, wrong };
}
