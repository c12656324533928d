import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import { assertFollows } from "../testing/toy_denoiser.ts";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { autoregressiveObjective } from "./autoregressive.ts";
import { type CorrectorTraining, maskedObjective } from "./masked.ts";
import type { Objective } from "./objective.ts";
import { OBJECTIVE_NAMES, trainedObjective } from "./objectives.ts";
import { prismObjective } from "./prism.ts";
import {
  CLEAN,
  emptyArrays,
  evaluateLosses,
  LENGTH,
  MASK,
  predict,
  randomTable,
  tokensOf,
  VOCAB,
} from "./testing/toy_network.ts";
import { uniformObjective } from "./uniform.ts";

const table = randomTable(3);

/** Fills the arrays of a batch of `x0` repeated. */
function fill(
  objective: Objective,
  row: readonly number[],
  { batchSize = 4, step = 1, promptLength }: {
    batchSize?: number;
    step?: number;
    promptLength?: number;
  } = {},
) {
  const x0 = Int32Array.from({ length: batchSize * LENGTH }, (_, i) => row[i % LENGTH]!);
  const arrays = emptyArrays(objective, batchSize);
  const promptLengths = promptLength === undefined
    ? undefined
    : new Int32Array(batchSize).fill(promptLength);
  const stream = new RandomStream(randomKey(9));
  objective.fill({ batchSize, x0, promptLengths, step }, arrays, stream);
  return { x0, arrays };
}

/** The state of a row of tokens `[batch · length]`. */
function stateAt(tokens: ArrayLike<number>, row: number): number {
  return Array.from({ length: LENGTH }, (_, i) => tokens[row * LENGTH + i]! * VOCAB ** i)
    .reduce((a, b) => a + b);
}

Deno.test("autoregressiveObjective() adds up to the negative log-likelihood by the chain rule", async () => {
  const causal = randomTable(5, true), objective = autoregressiveObjective({ maskId: MASK });
  let total = 0;
  for (const state of CLEAN.filter((state) => tokensOf(state)[0] === 0)) {
    const tokens = tokensOf(state), { x0, arrays } = fill(objective, tokens, { batchSize: 1 });
    const [arLoss] = Object.values(await evaluateLosses(objective, causal, x0, arrays)) as [
      Float32Array,
    ];
    // What the table says at a position does not depend on the tokens after it.
    const expected = tokens.slice(1).reduce(
      (sum, token, i) => sum - Math.log(predict(causal, state, i)[token]!),
      0,
    );
    const actual = arLoss.reduce((a, b) => a + b);
    ok(Math.abs(actual - expected) < 1e-5, `${actual} is not ${expected}`);
    total += Math.exp(-actual);
  }
  ok(Math.abs(total - 1) < 1e-5, `the probabilities add up to ${total}`);
});

Deno.test("Objectives leave out padding where it carries no loss, and keep the mean", () => {
  const padId = 1, row = [0, 0, padId];
  for (
    const [objective, weights] of [
      [autoregressiveObjective({ maskId: MASK, padId }), "weights"],
      [uniformObjective({ vocab: VOCAB, maskId: MASK, padId, importance: true }), "weights"],
    ] as const
  ) {
    const { arrays } = fill(objective, row);
    for (let i = 0; i < 4 * LENGTH; i++) {
      const isPad = objective.name === "ar" ? i % LENGTH !== 0 : i % LENGTH === 2;
      assertEquals(arrays[weights]![i] === 0, isPad);
    }
  }
  const { arrays } = fill(
    maskedObjective({ maskId: MASK, padId, corrector: { weighted: false } }),
    row,
  );
  // Two of three positions count, so each weighs half as much again.
  assertEquals([...arrays.correctorWeights!.subarray(0, 3)], [1.5, 1.5, 0]);
});

Deno.test("Objectives never corrupt a prompt nor let it carry loss", async () => {
  const row = [1, 0, 1], prompted = { batchSize: 300, promptLength: 1 };
  const masked = maskedObjective({ maskId: MASK, prompted: true, corrector: {} });
  const { x0, arrays } = fill(masked, row, prompted);
  const losses = await evaluateLosses(masked, table, x0, arrays);
  const uniform = uniformObjective({ vocab: VOCAB, maskId: MASK });
  const { arrays: noisy } = fill(uniform, row, prompted);
  const prism = prismObjective({ maskId: MASK, judged: 3 });
  const { arrays: judged } = fill(prism, row, prompted);
  const ar = fill(autoregressiveObjective({ maskId: MASK }), row, { promptLength: 2 }).arrays;
  for (let i = 0; i < x0.length; i += LENGTH) {
    assertEquals([arrays.zt![i], noisy.zt![i], judged.zt![i]], [1, 1, 1]);
    assertEquals([losses.mdmLoss![i], losses.correctorLoss![i], judged.weights![i]], [0, 0, 0]);
    assertEquals(noisy.weights![i], 0);
  }
  assertEquals([...ar.weights!.subarray(0, LENGTH)], [0, 3, 0]);
  ok(arrays.zt!.includes(MASK) && judged.judged!.includes(1));
});

for (
  const [corrector, expected] of [
    [{ lambda: 0.5 }, (weight: number) => 0.5 * weight],
    [{ lambda: 0.5, weighted: false }, () => 0.5],
    [{ startStep: 2 }, () => 0],
  ] satisfies [CorrectorTraining, (weight: number) => number][]
) {
  Deno.test(`maskedObjective() with the corrector ${JSON.stringify(corrector)} weighs it so`, () => {
    const objective = maskedObjective({ maskId: MASK, corrector });
    const { arrays } = fill(objective, [0, 1, 0], { batchSize: 50 });
    let compared = 0;
    for (let i = 0; i < arrays.zt!.length; i++) {
      if (arrays.zt![i] !== MASK) continue;
      const weight = expected(arrays.mdmWeights![i]!);
      ok(Math.abs(arrays.correctorWeights![i]! - weight) < 1e-6);
      compared++;
    }
    ok(compared > 30);
    const later = fill(objective, [0, 1, 0], { step: 2 }).arrays;
    ok(later.correctorWeights!.every((weight) => weight > 0));
  });
}

Deno.test("maskedObjective() of T steps weighs a step by what it unmasks", () => {
  const { arrays } = fill(maskedObjective({ maskId: MASK, T: 4 }), [0, 1, 0], { batchSize: 4 });
  // Step i of 4 unmasks 1/i of what is masked.
  const expected = [4, 2, 4 / 3, 1];
  for (const [i, token] of arrays.zt!.entries()) {
    const weight = token === MASK ? expected[Math.floor(i / LENGTH)]! : 0;
    ok(Math.abs(arrays.mdmWeights![i]! - weight) < 1e-6);
  }
});

Deno.test("prismObjective() judges tokens that the denoiser draws, and nothing else", async () => {
  const rows = 4000, row = [0, 1, 1], objective = prismObjective({ maskId: MASK, judged: 2 });
  const { x0, arrays } = fill(objective, row, { batchSize: rows });
  // All rows are fully masked, so that what is drawn has one distribution.
  arrays.zt!.fill(MASK);
  arrays.judged!.fill(1);
  arrays.weights!.fill(1);
  const losses = await evaluateLosses(objective, table, x0, arrays);
  const qualityLoss = losses.qualityLoss!;
  const masked = stateAt([MASK, MASK, MASK], 0);
  // The loss of a row tells which tokens were drawn: the head's logits are the table's first ones.
  const quality = (state: number, position: number) => table[(state * LENGTH + position) * VOCAB]!;
  const drawn = new Int32Array(rows * LENGTH);
  const lossOf = (state: number) =>
    row.map((x, i) => {
      const logit = quality(state, i);
      return Math.log1p(Math.exp(tokensOf(state)[i] === x ? -logit : logit));
    });
  for (let r = 0; r < rows; r++) {
    const seen = [...qualityLoss.subarray(r * LENGTH, (r + 1) * LENGTH)];
    const state = CLEAN.find((state) =>
      lossOf(state).every((loss, i) => Math.abs(loss - seen[i]!) < 1e-4)
    );
    ok(state !== undefined, `no sequence has the losses ${seen}`);
    drawn.set(tokensOf(state), r * LENGTH);
  }
  const expected = new Map(CLEAN.map((state) => [
    tokensOf(state).join(),
    tokensOf(state).reduce((p, token, i) => p * predict(table, masked, i)[token]!, 1),
  ]));
  assertFollows(drawn, LENGTH, expected);
});

Deno.test("prismObjective() with a regulariser adds that much of the denoising loss", async () => {
  const row = [0, 1, 1], regularizer = 0.25, batch = { batchSize: 50 };
  const tuned = prismObjective({ maskId: MASK, regularizer });
  assertEquals([tuned.trains, tuned.facts], [undefined, { regularizer: "0.25" }]);
  const { x0, arrays } = fill(tuned, row, batch);
  const masked = fill(maskedObjective({ maskId: MASK }), row, batch).arrays;
  assertEquals(arrays.zt, masked.zt);
  const { mdmLoss } = await evaluateLosses(tuned, table, x0, arrays);
  const alone = await evaluateLosses(maskedObjective({ maskId: MASK }), table, x0, masked);
  ok(mdmLoss!.some((loss) => loss > 0));
  mdmLoss!.forEach((loss, i) => ok(Math.abs(loss - regularizer * alone.mdmLoss![i]!) < 1e-4));
  throws(
    () => prismObjective({ maskId: MASK, regularizer: 0 }),
    /regularizer must be above 0, or left out: got 0/,
  );
});

Deno.test("held-out data are judged by the corrector's loss as well where that is asked for", async () => {
  const row = [0, 1, 1], batch = { batchSize: 50 };
  const of = (validated: boolean) =>
    maskedObjective({ maskId: MASK, corrector: { validated, upweightErrors: true } });
  const names = async (objective: Objective) => {
    const { x0, arrays } = fill(objective, row, batch);
    return Object.keys(await evaluateLosses(objective, table, x0, arrays));
  };
  assertEquals(await names(of(false).heldOut), ["mdmLoss"]);
  assertEquals(await names(of(true).heldOut), ["mdmLoss", "correctorLoss"]);
  assertEquals(await names(of(true).bound!), ["mdmLoss"]);
  assertEquals(of(false).bound, undefined);
});

Deno.test("prismObjective() chooses as many masked tokens as it should", () => {
  const objective = prismObjective({ maskId: MASK, judged: 2 }), batchSize = 200;
  const { arrays } = fill(objective, [0, 1, 0], { batchSize });
  let judged = 0;
  for (let row = 0; row < batchSize; row++) {
    const positions = [0, 1, 2].map((i) => row * LENGTH + i);
    const masked = positions.filter((i) => arrays.zt![i] === MASK).length;
    const chosen = positions.filter((i) => arrays.judged![i] === 1);
    assertEquals(chosen.length, Math.min(2, masked));
    ok(chosen.every((i) => arrays.zt![i] === MASK && arrays.weights![i]! > 0));
    judged += chosen.length;
  }
  const sum = [...arrays.weights!].reduce((a, b) => a + b, 0);
  ok(judged > 0 && Math.abs(sum / (batchSize * LENGTH) - 1) < 1e-5, "the weights have mean 1");
  throws(() => prismObjective({ maskId: MASK, judged: 0 }), /judged must be at least 1: got 0/);
});

Deno.test("Objectives are judged on held-out data by their bound", () => {
  const masked = maskedObjective({ maskId: MASK, corrector: {}, tMin: 0.5, T: 3 });
  assertEquals(Object.keys(masked.heldOut.specs(1, LENGTH)), ["zt", "mdmWeights"]);
  const { arrays } = fill(
    uniformObjective({ vocab: VOCAB, maskId: MASK, tMin: 0.9, importance: true }).heldOut,
    [0, 0, 0],
    { batchSize: 100 },
  );
  ok(Math.min(...arrays.moveChance!) < 0.02, "the bound is over all times");
  const prism = prismObjective({ maskId: MASK });
  assertEquals([prism.heldOut, prism.bound?.name], [prism, "mdm"]);
  assertEquals(prism.trains, "head");
});

Deno.test("trainedObjective() makes the objective that a checkpoint names", () => {
  const of = (training: Record<string, string>) =>
    trainedObjective({ vocab: VOCAB, maskId: MASK, training });
  for (const objective of OBJECTIVE_NAMES) assertEquals(of({ objective }).name, objective);
  const facts = { parameterization: "plain" };
  assertEquals(of({ objective: "proseco", ...facts }).heldOut.facts, facts);
  for (const objective of ["mdlm", "constructor"]) {
    throws(
      () => of({ objective }),
      new RegExp(`^RangeError: .* one of mdm, proseco, .*: got ${objective}$`),
    );
  }
  throws(() => of({}), /got none$/);
});
