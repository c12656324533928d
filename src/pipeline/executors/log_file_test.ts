import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { LogFile } from "./log_file.ts";

function withFolder(use: (path: string) => void): void {
  const path = Deno.makeTempDirSync({ prefix: "log-" });
  try {
    use(path);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
}

Deno.test("A log is made with its first line and goes on where an earlier one ended", () => {
  withFolder((folder) => {
    const path = join(folder, "logs", "a.log");
    for (const line of ["one", "two"]) {
      const log = new LogFile(path);
      log.writeLine(line);
      log.close();
    }
    strictEqual(Deno.readTextFileSync(path), "one\ntwo\n");
  });
});

Deno.test("A log that grows beyond bounds is cut, and says so", () => {
  withFolder((folder) => {
    const log = new LogFile(join(folder, "a.log"));
    for (let i = 0; i < 70; i++) log.write(new Uint8Array(2 ** 20).fill(97));
    log.close();
    const bytes = Deno.readFileSync(log.path);
    ok(bytes.length < 65 * 2 ** 20);
    match(new TextDecoder().decode(bytes.subarray(-100)), /\[cut here: the log is longer than/);
  });
});
