import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const OUTSIDE = [
  ...["Deno", "process", "Buffer", "fetch", "WebSocket", "EventSource", "Worker", "SharedWorker"],
  ...["localStorage", "sessionStorage", "caches", "navigator", "indexedDB", "prompt", "close"],
  ...["ReadableStream", "Blob", "crypto", "setInterval", "SharedArrayBuffer", "onmessage"],
];

Deno.test("nothing that reaches outside is left, and nothing that verdicts hang on can be patched", async () => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-check"],
      fileURLToPath(new URL("../../testing/lockdown_fixture.ts", import.meta.url)),
    ],
    stderr: "inherit",
  }).output();
  assert.ok(success);
  const { names, patched, compiled, stack, environment } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  assert.equal(environment, "undefined");
  assert.deepEqual(names.filter((name: string) => OUTSIDE.includes(name)), []);
  assert.deepEqual(patched, []);
  assert.deepEqual(compiled, []);
  assert.equal(stack, "Error: any");
  for (const name of ["Array", "JSON", "WebAssembly", "setTimeout"]) {
    assert.ok(names.includes(name), name);
  }
});
