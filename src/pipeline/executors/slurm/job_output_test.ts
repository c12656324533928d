import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { LogFile } from "../log_file.ts";
import { formatMessage, type Message } from "../../worker/protocol.ts";
import { JobOutput } from "./job_output.ts";

Deno.test("JobOutput reads messages among other lines as they come, and keeps the last lines", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = join(folder, "0.out"), log = new LogFile(join(folder, "log"));
    const messages: Message[] = [];
    const output = new JobOutput(path, log, (message) => messages.push(message));
    output.readNew();
    const add = (text: string) => Deno.writeTextFileSync(path, text, { append: true });
    const done = formatMessage({ type: "done", cached: false });
    add(`loading\n${formatMessage({ type: "started" })}`);
    output.readNew();
    deepStrictEqual(messages, [{ type: "started" }]);
    // A message may come in two parts, and after text that did not end its line.
    add(`${formatMessage({ type: "log", line: "epoch 1" })}warning: ${done.slice(0, 10)}`);
    output.readNew();
    strictEqual(messages.length, 2);
    add(`${done.slice(10)}killed`);
    output.end();
    deepStrictEqual(messages.at(-1), { type: "done", cached: false });
    deepStrictEqual(output.tail, ["loading", "epoch 1", "warning: ", "killed"]);
    log.close();
    strictEqual(Deno.readTextFileSync(log.path), "loading\nepoch 1\nwarning: \nkilled\n");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
