import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { listFiles } from "../support/files.ts";
import { dropoutStream, STREAMS } from "./streams.ts";

Deno.test("names of random streams are what they were: every result rests on them", () => {
  deepStrictEqual(STREAMS, {
    dataQm9: "data/qm9",
    enumerate: "enumerate",
    holdout: "holdout",
    initial: "initial",
    qualityHead: "quality head",
    adapters: "adapters",
    epoch: "epoch",
    batch: "batch",
    dropout: "dropout",
    sample: "sample",
    sequences: "sequences",
    labels: "labels",
    sampleGuided: "sample/guided",
    sampleText: "sample/text",
    samplePrompted: "sample/prompted",
    start: "start",
    stay: "stay",
    which: "which",
    order: "order",
    draw: "draw",
    dataPrompted: "data/prompted",
    problems: "problems",
    sudoku: "sudoku",
    correct: "correct",
    splitTexts: "split texts",
    bootstrap: "bootstrap",
    mauve: "mauve",
    search: "search",
  });
  strictEqual(dropoutStream(1, "blocks.0.mlp"), "dropout/1/blocks.0.mlp");
});

Deno.test("no random stream is named where it is drawn from", () => {
  const named = ["src", "tasks"].flatMap((room) => {
    const root = fileURLToPath(new URL(`../../${room}/`, import.meta.url));
    return listFiles(root)
      .filter((path) => path.endsWith(".ts") && !/_test\.ts$|(^|\/)testing\//.test(path))
      .filter((path) => {
        const text = Deno.readTextFileSync(root + path).replace(/\/\*\*[\s\S]*?\*\//g, "");
        return /foldIn\((?:[^()"`]|\((?:[^()"`]|\([^()"`]*\))*\))*["`]/.test(text);
      }).map((path) => `${room}/${path}`);
  });
  deepStrictEqual(named, []);
});
