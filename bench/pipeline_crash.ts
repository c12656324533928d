/**
 * Kills a pipeline of twelve tasks with SIGKILL at seeded random moments, two hundred times unless
 * told otherwise: `deno run -A bench/pipeline_crash.ts [KILLS] [SEED]`.
 */
import { foldIn, randomKey } from "../src/random/mod.ts";
import { crashRepeatedly } from "../tests/pipeline_crash.ts";

const [kills = "200", seed = "1"] = Deno.args;
const start = performance.now();
const report = await crashRepeatedly(foldIn(randomKey(Number(seed)), "crash"), Number(kills));
const seconds = Math.round((performance.now() - start) / 1000);
const text = JSON.stringify({ ...report, seconds });
Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
Deno.exit(report.repeated.length === 0 && report.wrong === 0 ? 0 : 1);
