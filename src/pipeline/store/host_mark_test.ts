import { match, notStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { hostMark } from "./host_mark.ts";

const isWindows = Deno.build.os === "windows";

function inFolder(use: (cache: string) => void): void {
  const cache = Deno.makeTempDirSync({ prefix: "host-" });
  try {
    use(cache);
  } finally {
    Deno.removeSync(cache, { recursive: true });
  }
}

Deno.test("The mark of a machine is its own id's, without saying that", () => {
  inFolder((cache) => {
    const machineId = join(cache, "machine-id");
    Deno.writeTextFileSync(machineId, "0123456789abcdef\n");
    const mark = hostMark({ machineId, cache });
    match(mark, /^[0-9a-f]{8}$/);
    strictEqual(hostMark({ machineId, cache }), mark);
    Deno.writeTextFileSync(machineId, "fedcba9876543210\n");
    notStrictEqual(hostMark({ machineId, cache }), mark);
  });
});

Deno.test("Where a machine has no id, a user's processes share a mark of their own", () => {
  inFolder((cache) => {
    const mark = hostMark({ machineId: join(cache, "none"), cache });
    match(mark, /^[0-9a-f]{8}$/);
    strictEqual(hostMark({ machineId: join(cache, "none"), cache }), mark);
    strictEqual([...Deno.readDirSync(join(cache, "proseco"))].length, 1);
  });
});

Deno.test({
  name: "A pipe, a link or a folder in place of a mark neither hangs nor fails a run",
  ignore: isWindows,
  fn: () =>
    inFolder((cache) => {
      const machineId = join(cache, "none");
      const place = join(cache, "proseco", `host-${Deno.hostname()}`);
      Deno.mkdirSync(join(cache, "proseco"));
      strictEqual(new Deno.Command("mkfifo", { args: [place] }).outputSync().success, true);
      strictEqual(hostMark({ machineId, cache }), "");
      strictEqual(hostMark({ machineId: place, cache }), "");
      Deno.removeSync(place);
      Deno.writeTextFileSync(join(cache, "other"), "another's");
      Deno.symlinkSync(join(cache, "other"), place);
      strictEqual(hostMark({ machineId, cache }), "");
      Deno.removeSync(place);
      Deno.mkdirSync(place);
      strictEqual(hostMark({ machineId, cache }), "");
    }),
});

Deno.test({
  name: "A file of another user is no mark, whether it can be read or not",
  ignore: isWindows || Deno.uid() !== 0,
  fn: () =>
    inFolder((cache) => {
      const place = join(cache, "proseco", `host-${Deno.hostname()}`);
      Deno.mkdirSync(join(cache, "proseco"));
      Deno.writeTextFileSync(place, "another's");
      Deno.chownSync(place, 1, 1);
      strictEqual(hostMark({ machineId: join(cache, "none"), cache }), "");
    }),
});
