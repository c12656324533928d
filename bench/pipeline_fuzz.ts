/**
 * Changes pipeline files at random, a hundred thousand times unless told otherwise, and loads each:
 * `deno run -A bench/pipeline_fuzz.ts [FILES] [SEED]`.
 */
import { foldIn, randomKey } from "../src/random/mod.ts";
import { fuzzPipelineFiles } from "../tests/pipeline_fuzz.ts";

const [files = "100000", seed = "1"] = Deno.args;
const start = performance.now();
const report = await fuzzPipelineFiles(foldIn(randomKey(Number(seed)), "fuzz"), Number(files));
const seconds = Math.round((performance.now() - start) / 1000);
const text = JSON.stringify({ ...report, seconds });
Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
Deno.exit(report.uncaught.length === 0 ? 0 : 1);
