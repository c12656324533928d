import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import { bestEngine, chosenEngine, engineFacts } from "./choose_engine.ts";
import { engineOf } from "./engines.ts";

Deno.test("auto takes an engine, says why no better one, and lets the key know", async () => {
  const { name, passedOver } = await bestEngine();
  for (const reason of Object.values(passedOver)) match(reason, /\w/);
  assertEquals(Object.keys(passedOver), ["cuda", "gpu"].slice(0, Object.keys(passedOver).length));
  assertEquals(await chosenEngine("auto"), name);
  assertEquals(await engineFacts("auto"), { engine: name, ...await engineOf(name).facts() });
});

Deno.test("auto computes with what entered the key, wherever that is", async () => {
  assertEquals(await chosenEngine("auto", { engine: "wasm" }), "wasm");
  assertEquals(await chosenEngine("cpu", { engine: "wasm" }), "cpu");
  assertEquals(await chosenEngine(), "compiled");
});
