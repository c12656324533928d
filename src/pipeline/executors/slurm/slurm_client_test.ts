import { rejects, strictEqual } from "node:assert/strict";
import { UserError } from "../../../support/user_error.ts";
import { runClient, SlurmError } from "./slurm_client.ts";

const PASSING = [
  "Unable to contact slurm controller (connect failure)",
  "Batch job submission failed: Socket timed out on send/recv operation",
  "Batch job submission failed: Slurm temporarily unable to accept job, sleeping and retrying",
  "Batch job submission failed: Resource temporarily unavailable",
  "AssocMaxSubmitJobLimit\nBatch job submission failed: Job violates accounting/QOS policy",
  "Zero Bytes were transmitted or received",
  "slurm_load_jobs error: Slurm backup controller in standby mode",
];

const LASTING = [
  "Batch job submission failed: Invalid partition name specified",
  "Batch job submission failed: Requested node configuration is not available",
  "Batch job submission failed: Invalid account or account/partition combination specified",
  "unrecognized option '--nonsense'",
];

Deno.test("SlurmError knows what passes, such as a full queue, from what stays wrong", () => {
  for (const message of PASSING) strictEqual(new SlurmError(message).isTransient, true, message);
  for (const message of LASTING) strictEqual(new SlurmError(message).isTransient, false, message);
});

Deno.test("runClient() says what to do where there is no Slurm", async () => {
  await rejects(runClient("no-such-squeue", []), (error: Error) => {
    strictEqual(
      error.message,
      'Cannot run "no-such-squeue": there is no Slurm on this machine. ' +
        "Run on a node of the cluster, or with --executor local",
    );
    return error instanceof UserError;
  });
});
