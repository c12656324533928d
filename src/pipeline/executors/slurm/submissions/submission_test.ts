import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Store } from "../../../store/store.ts";
import {
  createSubmission,
  isCancelled,
  markCancelled,
  outputPattern,
  scriptPath,
  Submissions,
} from "./submission.ts";

function withStore(use: (store: Store) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const folder = Deno.makeTempDirSync({ prefix: "it's a store " });
    try {
      await use(Store.open(folder));
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  };
}

const RECORD = { pipeline: "words", run: "r1", keys: ["aa", "bb", "cc"] };

Deno.test(
  "The script of a submission reads the key of its index, whatever the store is called",
  withStore(async (store) => {
    const submission = createSubmission(store, RECORD, ["echo", "exec", "--store", store.path]);
    for (const [index, key] of ["aa", "bb", "cc"].entries()) {
      const { stdout } = await new Deno.Command("sh", {
        args: [scriptPath(submission)],
        env: { SLURM_ARRAY_TASK_ID: String(index), SLURM_CPUS_ON_NODE: "4" },
      }).output();
      strictEqual(new TextDecoder().decode(stdout), `exec --store ${store.path} --cpus 4 ${key}\n`);
    }
  }),
);

Deno.test(
  "Submissions.ofScript() finds a submission by its script, and knows those of this store only",
  withStore((store) => {
    const submission = createSubmission(store, RECORD, ["true"]);
    const submissions = new Submissions(store);
    deepStrictEqual(submissions.ofScript(scriptPath(submission)), submission);
    // Another node may see the store under another path.
    deepStrictEqual(submissions.ofScript(`/mnt/store/slurm/${submission.id}/job.sh`), submission);
    strictEqual(submissions.ofScript(`/store/slurm/${crypto.randomUUID()}/job.sh`), undefined);
    strictEqual(submissions.ofScript("(null)"), undefined);
  }),
);

Deno.test(
  "Submissions.clear() forgets what Slurm does not know, unless it may be on its way there",
  withStore((store) => {
    const make = () => createSubmission(store, RECORD, ["true"]);
    const [young, old, live] = [make(), make(), make()];
    for (const { folder } of [old, live]) Deno.utimeSync(folder, 1, 1);
    const submissions = new Submissions(store);
    submissions.clear(new Set([submissions.ofScript(scriptPath(live))!]));
    deepStrictEqual(
      submissions.all().map(({ id }) => id).sort(),
      [young.id, live.id].sort(),
    );
  }),
);

Deno.test(
  "A submission that was cancelled on purpose is marked as such",
  withStore((store) => {
    const submission = createSubmission(store, RECORD, ["true"]);
    strictEqual(isCancelled(submission), false);
    markCancelled(submission);
    strictEqual(isCancelled(submission), true);
    deepStrictEqual(Deno.readTextFileSync(join(submission.folder, "cancelled")), "");
  }),
);

Deno.test("What a folder is called is no symbol of Slurm's in the path of the output", () => {
  strictEqual(outputPattern({ folder: "/a/50%j/x" }, true), "/a/50%%j/x/%a.out");
  strictEqual(outputPattern({ folder: "/a/50%j/x" }, false), "/a/50%%j/x/0.out");
});
