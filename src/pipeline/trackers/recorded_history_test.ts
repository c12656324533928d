import { deepStrictEqual } from "node:assert/strict";
import type { Manifest } from "../store/manifest.ts";
import type { Store } from "../store/store.ts";
import { recordedHistory } from "./recorded_history.ts";

Deno.test("recordedHistory() reads a line for each step, and nothing of what is none", async () => {
  const path = await Deno.makeTempFile();
  try {
    const store = { objects: { pathOf: () => path } } as unknown as Store;
    const read = (name: string) =>
      recordedHistory(store, { outputs: { [name]: { hash: "h" } } } as unknown as Manifest);
    await Deno.writeTextFile(path, '{"step": 2, "loss": 0.5, "note": "x"}\n[1]\n{"loss": 1}\n');
    deepStrictEqual(read("history"), [{ step: 2, values: { loss: 0.5 } }]);
    deepStrictEqual(read("model"), []);
    await Deno.writeTextFile(path, "no JSON");
    deepStrictEqual(read("history"), []);
  } finally {
    await Deno.remove(path);
  }
});
