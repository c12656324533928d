import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { foldIn, randomKey } from "../src/random/mod.ts";
import { crashRepeatedly, LEDGER } from "./pipeline_crash.ts";
import { Project } from "./pipeline_fixture.ts";

// bench/pipeline_crash.ts does the same two hundred times.
Deno.test("A run killed at random moments ends with the same bytes and repeats nothing", async () => {
  const report = await crashRepeatedly(foldIn(randomKey(0), "crash"), 4);
  deepStrictEqual(report.repeated, []);
  strictEqual(report.wrong, 0);
  strictEqual(report.kills, 4);
});

for (const processes of [2, 4]) {
  Deno.test(`${processes} processes on one store run each task once in all`, async () => {
    using project = new Project();
    Deno.mkdirSync(join(project.root, dirname(LEDGER)), { recursive: true });
    Deno.env.set("LEDGER", join(project.root, LEDGER));
    try {
      const runs = Array.from({ length: processes }, () => project.command("twelve"));
      for (const { code, stderr } of await Promise.all(runs)) strictEqual(code, 0, stderr);
    } finally {
      Deno.env.delete("LEDGER");
    }
    const names = project.read(LEDGER).trim().split("\n").sort();
    const all = ["2a", "2b", "2c", "2d", "a", "b", "c", "d", "end", "last", "left", "right"];
    deepStrictEqual(names, all);
  });
}

Deno.test("An interrupted run stops in order, keeps its checkpoint and goes on from it", async () => {
  using project = new Project();
  const child = project.spawn("twelve", "--set", "steps=400", "--until", "first[a]", "--json");
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  let text = "", reached = 0;
  for await (const chunk of lines) {
    text += chunk;
    const last = [...text.matchAll(/"done":(\d+)/g)].at(-1)?.[1];
    if (reached === 0 && Number(last ?? 0) > 10) {
      reached = Number(last);
      child.kill("SIGINT");
    }
  }
  strictEqual((await child.status).code, 130);
  await child.stderr.cancel();
  ok(/"type":"stopped"/.test(text), text.slice(-500));
  const [key] = [...Deno.readDirSync(join(project.store.path, "work"))].map(({ name }) => name);
  const checkpoint = Deno.readTextFileSync(join(project.store.scratchFolder(key!), "checkpoint"));
  ok(checkpoint.length >= reached);
  // The same key goes on; far fewer steps are left than there were.
  Deno.writeTextFileSync(join(project.store.scratchFolder(key!), "checkpoint"), "x".repeat(399));
  const run = await project.run("twelve", { load: { set: ["steps=400"] }, until: ["first[a]"] });
  strictEqual(run.status, "done");
  ok([...run.events].filter(({ type }) => type === "progress").length <= 2);
});

Deno.test("A second Ctrl-C ends at once even a task that does not listen", async () => {
  using project = new Project();
  const child = project.spawn("twelve", "--set", "pause=600000", "--until", "first[a]", "--json");
  const after = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>, text: string) => {
    let read = "";
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      read += chunk;
      if (read.includes(text)) break;
    }
  };
  await after(child.stdout, '"started"');
  child.kill("SIGINT");
  await after(child.stderr, "Ctrl-C again stops at once");
  child.kill("SIGINT");
  strictEqual((await child.status).code, 130);
  strictEqual((await project.command("status")).stdout.includes("→"), false);
});
