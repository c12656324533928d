/**
 * Peak memory and seconds of a training step of a deep, narrow network, with and without blocks that
 * are computed anew: `deno run -A bench/networks/recompute.ts [BLOCKS…]`. About a minute.
 */
import { maskedObjective } from "../../src/diffusion/objectives/masked.ts";
import type { LladaConfig } from "../../src/model/llada/llada_config.ts";
import { loadNetwork } from "../../src/model/network.ts";
import { initialParameters } from "../../src/model/parameters.ts";
import { randomKey } from "../../src/random/mod.ts";
import { initialState } from "../../src/training/step/state.ts";
import { createUpdater } from "../../src/training/step/updater.ts";

/** Steps that are timed, after one that is not. */
const STEPS = 3;

const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));

/** Most memory that this process had, in MB. */
function peakMegabytes(): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(Deno.readTextFileSync("/proc/self/status"))!;
  return Math.round(Number(kilobytes) / 1000);
}

/** Trains a deep, narrow network for a few steps in this process. */
async function measure(nBlocks: number, recompute: boolean) {
  const config: LladaConfig = {
    ...{ architecture: "llada", vocab: 64, length: 128, hiddenSize: 64, nBlocks, nHeads: 2 },
    ...{ nKeyHeads: 2, mlpSize: 192, numClasses: 0, maskId: 63 },
  };
  const network = await loadNetwork(config), key = randomKey(0);
  const objective = maskedObjective({ maskId: config.maskId });
  const options = { batchSize: 16, objective, recompute, weightDecay: 0 };
  const state = initialState(network, initialParameters(config, key), options);
  const before = peakMegabytes();
  const updater = await createUpdater(network, state, options, {
    fill(_, { x0, zt, mdmWeights }) {
      x0!.fill(1);
      zt!.fill(63);
      mdmWeights!.fill(1);
    },
    key,
    frozen: {},
  });
  const scalars = { step: 1, learningRate: 1e-4, emaDecay: 0.9 };
  await updater.update(scalars);
  const started = performance.now();
  for (let step = 0; step < STEPS; step++) await updater.update(scalars);
  const seconds = (performance.now() - started) / 1000 / STEPS;
  await updater.release();
  return { nBlocks, recompute, megabytes: peakMegabytes() - before, seconds };
}

const [task, ...rest] = Deno.args;
if (task === "one") {
  print(JSON.stringify(await measure(Number(rest[0]), rest[1] === "true")));
} else {
  const all = Deno.args.length > 0 ? Deno.args : ["4", "16", "64"];
  for (const blocks of all) {
    for (const recompute of ["false", "true"]) {
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", import.meta.filename!, "one", blocks, recompute],
        stderr: "inherit",
      }).output();
      print(new TextDecoder().decode(stdout).trim());
    }
  }
}
