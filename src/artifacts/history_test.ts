import assert from "node:assert/strict";
import {
  appendHistory,
  bestRecord,
  evaluationsSinceBest,
  type HistoryRecord,
  readHistory,
} from "./history.ts";

async function read(text: string) {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, text);
    return await readHistory(path);
  } finally {
    await Deno.remove(path);
  }
}

/** A record as the line that a log has of it. */
const line = (step: number, loss: number) =>
  `${JSON.stringify({ step, loss, gradientNorm: 1, learningRate: 0.1 })}\n`;

Deno.test("readHistory() reads what appendHistory() wrote", async () => {
  const path = await Deno.makeTempFile();
  const records: HistoryRecord[] = [
    { step: 1, loss: 3, mdmLoss: 2, correctorLoss: 1, gradientNorm: 4, learningRate: 0.1 },
    { step: 2, loss: 2, mdmLoss: 2, gradientNorm: 3, learningRate: 0.2, validation: 2.5 },
  ];
  try {
    for (const record of records) await appendHistory(path, record);
    assert.deepEqual(await readHistory(path), records);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("readHistory() keeps the last record of a step that was trained twice", async () => {
  const records = await read(line(10, 3) + line(20, 2) + line(20, 2.5) + line(30, 1));
  assert.deepEqual(records.map(({ step, loss }) => [step, loss]), [[10, 3], [20, 2.5], [30, 1]]);
});

Deno.test("readHistory() leaves out a last line that is cut short", async () => {
  assert.equal((await read(line(10, 3) + '{"step":20,"lo')).length, 1);
});

Deno.test("readHistory() names the line that is no record", async () => {
  await assert.rejects(read(line(10, 3) + '{"steps":20}\n'), /line 2 is no record/);
});

Deno.test("bestRecord() is the first of the lowest held-out loss", () => {
  const of = (step: number, validation?: number): HistoryRecord => ({
    ...{ step, loss: 1, gradientNorm: 1, learningRate: 0.1 },
    ...(validation !== undefined && { validation }),
  });
  assert.equal(bestRecord([of(1, 3), of(2), of(3, 2), of(4, 2)])?.step, 3);
  assert.equal(bestRecord([of(1)]), undefined);
});

Deno.test("evaluationsSinceBest() counts those after the lowest, and none before any", () => {
  const at = (step: number, validation?: number) => ({
    ...{ step, loss: 1, gradientNorm: 1, learningRate: 1 },
    ...(validation !== undefined && { validation }),
  });
  const history = [at(1, 3), at(2, 2), at(3), at(4, 2), at(5, 2.5)];
  assert.strictEqual(evaluationsSinceBest([]), 0);
  assert.strictEqual(evaluationsSinceBest(history.slice(0, 3)), 0);
  assert.strictEqual(evaluationsSinceBest(history), 2);
});
