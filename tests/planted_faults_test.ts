import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { OTHER_ROUNDING, PLANTED_FAULTS, plantFault } from "./planted_faults.ts";

const ROOT = new URL("..", import.meta.url).pathname;

Deno.test("every planted fault still finds its place and is a program", async () => {
  const copy = await Deno.makeTempDir({ prefix: "planted-" });
  try {
    for (const name of ["src", "tasks", "pipelines", "deno.json", "deno.lock"]) {
      await cp(join(ROOT, name), join(copy, name), { recursive: true });
    }
    // No two change the same line, so that one check of them all will do.
    for (const fault of [...PLANTED_FAULTS, ...OTHER_ROUNDING]) await plantFault(copy, fault);
    const files = new Set(PLANTED_FAULTS.flatMap(({ edits }) => edits.map(({ file }) => file)));
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", ...files],
      cwd: copy,
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});
