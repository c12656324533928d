import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { Manifest } from "../src/pipeline/mod.ts";
import { Project } from "./pipeline_fixture.ts";

Deno.test("push sends what is stored here, and pull fetches it elsewhere without running anything", async () => {
  using first = new Project();
  using second = new Project();
  const remote = ["--remote", join(first.root, "remote")];
  await first.run("words");
  const pushed = await first.command("push", "words", ...remote);
  match(pushed.stdout, /^7 sent, 0 there already$/m, pushed.stderr);
  match((await first.command("push", "words", ...remote)).stdout, /^0 sent, 7 there already$/m);
  const { code, stdout, stderr } = await second.command("pull", "words", ...remote, "--json");
  strictEqual(code, 0, stderr);
  const { moved, present, missing } = JSON.parse(stdout);
  deepStrictEqual([moved.length, present, missing], [7, [], []]);
  strictEqual((await second.run("words")).counts.cached, 7);
  strictEqual(
    second.read("results/words/latest/report.txt"),
    first.read("results/words/latest/report.txt"),
  );
});

Deno.test("push and pull go on where trials of a search failed, as the run did", async () => {
  using first = new Project();
  using second = new Project();
  const remote = ["--remote", join(first.root, "remote")];
  const rates = [...(await first.run("search")).manifests]
    .flatMap(([name, { parts }]) => /^model-rung-1/.test(name) ? [Number(parts.params.rate)] : []);
  const set = ["--set", `failsAbove=${rates.toSorted((a, b) => a - b)[2]}`];
  strictEqual((await first.run("search", { load: { set: [set[1]!] } })).counts.lost, 2);
  const { stdout, stderr } = await first.command("push", "search", ...remote, ...set, "--json");
  const { moved, missing } = JSON.parse(stdout);
  deepStrictEqual([missing.length, moved.includes("model-rung-3[slot=0]")], [2, true], stderr);
  const pulled = await second.command("pull", "search", ...remote, ...set, "--json");
  deepStrictEqual(JSON.parse(pulled.stdout).moved, moved, pulled.stderr);
});

Deno.test("push sends what a part of a pipeline has, and pull tells what is not to be had", async () => {
  using first = new Project();
  using second = new Project();
  const remote = ["--remote", join(first.root, "remote")];
  await first.run("words");
  const until = "words[pear,seed=1]";
  match((await first.command("push", "words", ...remote, "--until", until)).stdout, /^1 sent/m);
  match(
    (await second.command("pull", "words", ...remote)).stdout,
    /^1 fetched, 0 here already, 6 not to be had$/m,
  );
  match(
    (await second.command("push", "words", ...remote)).stdout,
    /^0 sent, 1 there already, 6 not stored here$/m,
  );
});

Deno.test("a damaged file of a remote folder is whole again after the next push", async () => {
  using first = new Project();
  using second = new Project();
  const folder = join(first.root, "remote"), remote = ["--remote", folder];
  const { manifests } = await first.run("words");
  await first.command("push", "words", ...remote);
  const [[name, { outputs }]] = [...manifests] as [[string, Manifest]];
  const { hash } = Object.values(outputs)[0]!;
  const path = join(folder, "files", hash.slice(0, 2), hash.slice(2));
  const whole = await Deno.readTextFile(path);
  await Deno.chmod(path, 0o644);
  await Deno.writeTextFile(path, whole.replace(/./, "#"));
  const { stderr } = await second.command("pull", "words", ...remote);
  match(stderr, /^! .* is not taken: one of its files is missing or has other bytes$/m);
  const healed = await first.command("push", "words", ...remote);
  match(healed.stdout, /^1 sent, 6 there already$/m, healed.stderr);
  match(healed.stderr, new RegExp(`^↑ ${RegExp.escape(name)}$`, "m"));
  strictEqual(await Deno.readTextFile(path), whole);
  // None is "not to be had".
  match(
    (await second.command("pull", "words", ...remote)).stdout,
    /^\d fetched, \d here already$/m,
  );
});

Deno.test("push sends nothing that was changed here, though its time does not tell", async () => {
  using project = new Project();
  const remote = ["--remote", join(project.root, "remote")];
  const { manifests } = await project.run("words");
  const [[name, { outputs }]] = [...manifests] as [[string, Manifest]];
  const path = project.store.objects.pathOf(Object.values(outputs)[0]!.hash);
  const { mtime } = await Deno.stat(path);
  await Deno.chmod(path, 0o644);
  await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace(/./, "#"));
  await Deno.utime(path, mtime!, mtime!);
  const { code, stderr } = await project.command("push", "words", ...remote);
  strictEqual(code, 2);
  match(
    stderr,
    new RegExp(`^Cannot go on with ${RegExp.escape(name)} .*was changed since it was stored`, "m"),
  );
});

Deno.test("push and pull fail where there is nothing at all to exchange", async () => {
  using project = new Project();
  const remote = ["--remote", join(project.root, "remote")];
  const pulled = await project.command("pull", "words", ...remote);
  deepStrictEqual([pulled.code, pulled.stdout], [
    1,
    "0 fetched, 0 here already, 7 not to be had\n",
  ]);
  match(pulled.stderr, /^Nothing of words is in .*remote: is it the store that was pushed to/m);
  const pushed = await project.command("push", "words", ...remote);
  strictEqual(pushed.code, 1);
  match(pushed.stderr, /^Nothing of words is stored in .*: run it, or name the profile/m);
});

Deno.test("push and pull say which store is missing or fails them", async () => {
  using project = new Project();
  await project.run("words");
  const none = await project.command("push", "words");
  deepStrictEqual([none.code, none.stdout], [2, ""]);
  match(none.stderr, /^Name the other store: push PIPELINE --remote /);
  project.write("remote", "a file where a folder should be");
  const path = join(project.root, "remote");
  const failed = await project.command("push", "words", "--remote", path);
  strictEqual(failed.code, 2);
  match(failed.stderr, /^Cannot go on with words\S* and the store .*remote: /m);
});

Deno.test("A tracker that is down changes neither a run nor what it leaves", async () => {
  using first = new Project();
  using second = new Project();
  await second.run("words");
  const { code, stderr } = await first.command("words", "--tracker", "http://127.0.0.1:1");
  strictEqual(code, 0, stderr);
  strictEqual(stderr.match(/the tracker \S+ does not answer, the run goes on/g)?.length, 1);
  deepStrictEqual([...first.store.keys()].sort(), [...second.store.keys()].sort());
});
