import { deepStrictEqual as assertEquals, ok, strictEqual } from "node:assert/strict";
import mdm from "../../tasks/train/mdm.ts";
import prism from "../../tasks/train/prism.ts";
import proseco from "../../tasks/train/proseco.ts";

const RATES = { learningRate: 0.001, warmupSteps: 0 };
const DATA = { length: 24, vocab: 34 };
const SIZES = { hiddenSize: 128, nBlocks: 4, nHeads: 4, condDim: 8 };

const base = mdm.params.parse({ ...RATES, ...SIZES, steps: 100, batchSize: 128 });

Deno.test("A training foresees the network that it writes, also of a network that it goes on from", async () => {
  const network = { ...DATA, ...SIZES };
  const { facts } = await mdm.foresee!(base, { dataset: [DATA], checkpoint: [] });
  assertEquals(facts, network);
  const params = proseco.params.parse({ ...RATES, steps: 1, batchSize: 1 });
  const tuned = await proseco.foresee!(params, { dataset: [DATA], checkpoint: [network] });
  assertEquals(tuned.facts, network);
  const unknown = await proseco.foresee!(params, { dataset: [DATA], checkpoint: [] });
  strictEqual(unknown.seconds, undefined);
});

Deno.test("A training is foreseen to take time in proportion to its steps and to its objective's passes", async () => {
  const inputs = { dataset: [DATA], checkpoint: [{ ...DATA, hiddenSize: 128, nBlocks: 4 }] };
  const settings = { ...RATES, steps: 100, batchSize: 128 };
  const once = (await mdm.foresee!(base, inputs)).seconds!;
  const isTimes = (factor: number, seconds: number) =>
    ok(Math.abs(seconds / once / factor - 1) < 1e-9, `${seconds} ${once}`);
  isTimes(3, (await mdm.foresee!({ ...base, steps: 300 }, inputs)).seconds!);
  isTimes(2, (await proseco.foresee!(proseco.params.parse(settings), inputs)).seconds!);
  isTimes(1, (await prism.foresee!(prism.params.parse(settings), inputs)).seconds!);
  // They share the cores of this machine.
  isTimes(1, (await mdm.foresee!({ ...base, processes: 2 }, inputs)).seconds!);
  Deno.env.set("PROSECO_MPIRUN", "mpirun --hostfile hosts");
  try {
    isTimes(0.5, (await mdm.foresee!({ ...base, processes: 2 }, inputs)).seconds!);
  } finally {
    Deno.env.delete("PROSECO_MPIRUN");
  }
});
