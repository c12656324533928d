/**
 * The sandboxed process: reads programs from standard input, runs each and writes its result to
 * standard output, a line of JSON each. Without a snapshot it writes one, as bytes, and ends.
 *
 * It starts with the permission to read Pyodide's folder, the snapshot and the watchdog, and gives that
 * up before the first program runs. Python code can reach JavaScript objects, so what a verdict depends
 * on is out of reach of JavaScript code too: global names are removed, prototypes frozen, and strings
 * cannot become code (a flag of V8, see `python_process.ts`).
 *
 * Usage: `python_child.ts <settings in JSON>`
 */
import { limitWasmMemory } from "./lockdown/wasm_memory.ts";
import { freezeIntrinsics, removeGlobals } from "./lockdown/javascript.ts";
import { makeSnapshot, startInterpreter } from "./python_interpreter.ts";
import type { ChildAnswer, ChildRequest, ChildSettings } from "./python_protocol.ts";

const PERMISSIONS = ["read", "write", "net", "env", "run", "ffi", "sys", "import"] as const;

const settings: ChildSettings = JSON.parse(Deno.args[0]!);
const { pyodideUrl, snapshotPath } = settings;
const { permissions, readFile, readTextFile, exit } = Deno;

const writeSome = Deno.stdout.writeSync.bind(Deno.stdout);
function write(bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(writeSome(rest));
}

const encoder = new TextEncoder();
function answer(answer: ChildAnswer): void {
  write(encoder.encode(JSON.stringify(answer) + "\n"));
}

const requests: string[] = [];
let wake = () => {};
const watchdog = new Worker(new URL("./python_watchdog.ts", import.meta.url), { type: "module" });
const watching = new Promise<void>((resolve) => wake = resolve);
watchdog.onmessage = ({ data }) => {
  if (data !== "ready") requests.push(data);
  wake();
};

const [wasmBytes, standardLibrary, lockFile, snapshot] = await Promise.all([
  readFile(new URL("pyodide.asm.wasm", pyodideUrl)),
  readFile(new URL("python_stdlib.zip", pyodideUrl)),
  readTextFile(new URL("pyodide-lock.json", pyodideUrl)),
  snapshotPath === null ? undefined : readFile(snapshotPath),
]);
const compiled = WebAssembly.compile(limitWasmMemory(wasmBytes, settings.memoryPages));
await watching;

removeGlobals();
const { loadPyodide } = await import(new URL("pyodide.mjs", pyodideUrl).href);
const { default: createPyodideModule } = await import(new URL("pyodide.asm.mjs", pyodideUrl).href);
await permissions.revoke({ name: "read" });
const states: Record<string, Deno.PermissionState> = {};
for (const name of PERMISSIONS) {
  states[name] = (await permissions.query({ name } as Deno.PermissionDescriptor)).state;
}

const parts = {
  loadPyodide,
  createPyodideModule,
  wasm: await compiled,
  standardLibrary,
  lockFile,
};
if (snapshot === undefined) {
  write(await makeSnapshot(parts));
  exit(0);
} else {
  await answerRequests(snapshot);
}

async function answerRequests(snapshot: Uint8Array<ArrayBuffer>): Promise<never> {
  const run = await startInterpreter(parts, { ...settings, snapshot });
  freezeIntrinsics();
  answer({ kind: "ready", permissions: states });
  for (;;) {
    const line = requests.shift();
    if (line === undefined) {
      await new Promise<void>((resolve) => wake = resolve);
    } else {
      const { nonce, ...program } = JSON.parse(line) as ChildRequest;
      const secret = `_${nonce.replaceAll("-", "")}`;
      answer({ kind: "result", nonce, ...run(program, secret) });
    }
  }
}
