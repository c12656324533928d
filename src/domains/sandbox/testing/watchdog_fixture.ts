/**
 * Starts a program that never ends, writes the sandboxed process's id and waits to be killed.
 *
 * Usage: `watchdog_fixture.ts <settings in JSON>`
 */
import { PythonProcess } from "../python_process.ts";

const child = new PythonProcess(JSON.parse(Deno.args[0]!));
await child.ready;
const never = child.run({ source: "while True: pass" }, 2 ** 30);
Deno.stdout.writeSync(new TextEncoder().encode(`${child.pid}\n`));
await never;
