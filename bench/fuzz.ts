/**
 * Changes what comes from outside at random, a hundred thousand times each unless told otherwise, and
 * reads it: `deno run -A bench/fuzz.ts [COUNT] [SEED] [NAME…]`, where a name is one of safetensors,
 * manifests, messages and pipelines. Prints what was believed and refused; ends with 1 if anything
 * else happened.
 */
import { foldIn, randomKey } from "../src/random/mod.ts";
import { fuzzPipelineFiles } from "../tests/pipeline_fuzz.ts";
import { FUZZ_TARGETS, fuzzReader } from "../tests/readers_fuzz.ts";

const [count = "100000", seed = "1", ...names] = Deno.args;
const key = foldIn(randomKey(Number(seed)), "fuzz");
const targets = [
  ...FUZZ_TARGETS.map((target) => ({
    name: target.name,
    run: () => Promise.resolve(fuzzReader(target, foldIn(key, target.name), Number(count))),
  })),
  { name: "pipelines", run: () => fuzzPipelineFiles(key, Number(count)) },
];

let isClean = true;
for (const { name, run } of targets) {
  if (names.length > 0 && !names.includes(name)) continue;
  const start = performance.now();
  const report = await run();
  const seconds = Math.round((performance.now() - start) / 1000);
  const line = JSON.stringify({ name, ...report, seconds });
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  isClean &&= report.uncaught.length === 0;
}
Deno.exit(isClean ? 0 : 1);
