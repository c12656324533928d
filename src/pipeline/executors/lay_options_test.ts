import { deepStrictEqual } from "node:assert/strict";
import { layOptions } from "./lay_options.ts";

Deno.test("layOptions() replaces what is laid over and adds up lists", () => {
  const pipeline = { partition: "cpu", account: "lab", extra: ["--nice=9"] };
  const task = { ...pipeline, partition: "gpu", extra: ["--reservation=r"] };
  deepStrictEqual(layOptions(pipeline, task), {
    partition: "gpu",
    account: "lab",
    extra: ["--nice=9", "--reservation=r"],
  });
  deepStrictEqual(layOptions<{ extra?: string[] }>({}, { extra: ["-x"] }), { extra: ["-x"] });
});
