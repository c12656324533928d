import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { openRemote, type Store } from "../src/pipeline/mod.ts";
import { sha256 } from "../src/support/json.ts";
import { Project } from "./pipeline_fixture.ts";

/** Serves the part of the S3 protocol that a client needs to put, look for and get objects. */
function serveS3() {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>();
  const requests: string[] = [];
  const server = Deno.serve({ port: 0, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    requests.push(`${request.method} ${pathname}`);
    if (!request.headers.get("authorization")?.startsWith("AWS4-HMAC-SHA256 ")) {
      return new Response("<Error><Code>AccessDenied</Code></Error>", { status: 403 });
    }
    if (request.method === "PUT") {
      objects.set(pathname, new Uint8Array(await request.arrayBuffer()));
      return new Response(null, { headers: { etag: '"1"' } });
    }
    const object = objects.get(pathname);
    if (object === undefined) {
      return new Response("<Error><Code>NoSuchKey</Code></Error>", { status: 404 });
    }
    if (request.method === "GET") return new Response(object);
    return new Response(null, { headers: { "content-length": String(object.length) } });
  });
  const { port } = server.addr as Deno.NetAddr;
  return { objects, requests, server, endpoint: `http://127.0.0.1:${port}` };
}

function withEnvironment(values: Record<string, string>): Disposable {
  const before = Object.keys(values).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(values)) Deno.env.set(name, value);
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) Deno.env.delete(name);
        else Deno.env.set(name, value);
      }
    },
  };
}

Deno.test("A remote folder gives one project what another has run", async () => {
  using first = new Project();
  using second = new Project();
  const remote = await openRemote(join(first.root, "remote"));
  await first.run("words", { remote });
  const run = await second.run("words", { remote });
  const finished = run.events.filter((event) => event.type === "finished");
  strictEqual(finished.length, 7);
  ok(finished.every((event) => event.by === "the remote store"));
  strictEqual(
    second.read("results/words/latest/report.txt"),
    first.read("results/words/latest/report.txt"),
  );
});

Deno.test("A remote store that holds other bytes than it should is not believed", async () => {
  using first = new Project();
  using second = new Project();
  const folder = join(first.root, "remote");
  const remote = await openRemote(folder);
  await first.run("words", { remote });
  const [a] = [...Deno.readDirSync(join(folder, "files"))];
  const [b] = [...Deno.readDirSync(join(folder, "files", a!.name))];
  Deno.writeTextFileSync(join(folder, "files", a!.name, b!.name), "something else");
  const run = await second.run("words", { remote });
  strictEqual(run.status, "done");
  const own = run.events.filter((event) => event.type === "finished" && event.by === "this run");
  ok(own.length >= 1);
  strictEqual(
    second.read("results/words/latest/report.txt"),
    first.read("results/words/latest/report.txt"),
  );
});

Deno.test({
  name: "A remote store on an S3-compatible service works the same",
  // The client keeps connections for reuse.
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    using first = new Project();
    using second = new Project();
    const { objects, requests, server, endpoint } = serveS3();
    using _environment = withEnvironment({
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "us-east-1",
    });
    const remote = await openRemote("s3://bucket/some/prefix");
    await first.run("words", { remote });
    const names = [...objects.keys()];
    ok(names.every((name) => name.startsWith("/bucket/some/prefix/")));
    strictEqual(names.filter((name) => name.includes("/manifests/")).length, 7);
    requests.length = 0;
    const run = await second.run("words", { remote });
    deepStrictEqual(requests.filter((request) => !request.startsWith("GET ")), []);
    ok(run.events.every((event) => event.type !== "finished" || event.by === "the remote store"));
    await server.shutdown();
  },
});

Deno.test("A remote store that cannot be reached is told once and does not stop the run", async () => {
  using project = new Project();
  project.write("remote", "a file where a folder should be");
  const remote = await openRemote(join(project.root, "remote"));
  const run = await project.run("words", { remote });
  strictEqual(run.status, "done");
  const warnings = run.events.filter((event) => event.type === "warning");
  strictEqual(warnings.length, 1);
  match(warnings[0]!.message, /going on without the remote store/);
});

/** A manifest with a right checksum, whatever it says. */
function forge(manifest: unknown): string {
  const body = JSON.stringify(manifest);
  return `${sha256(body)}\n${body}\n`;
}

// deno-lint-ignore no-explicit-any
type Loose = any;

/** What may be said in a manifest by someone who means harm; `object` is one of the store's. */
const POISON: readonly [what: string, change: (manifest: Loose, object: string) => unknown][] = [
  ["null", () => null],
  ["no outputs", (manifest) => ({ ...manifest, outputs: {} })],
  ["no parts", ({ parts: _, ...manifest }) => manifest],
  ["an output that climbs", (manifest) => {
    const [record] = Object.values(manifest.outputs);
    return { ...manifest, outputs: { ...manifest.outputs, "../../../x": record } };
  }],
  ["a file that climbs", (manifest) => {
    const files = { "../../../../../x": [sha256("pwned"), 5] };
    return { ...manifest, outputs: withFolder(manifest, files, sha256("some folder")) };
  }],
  ["a folder that climbs", (manifest, object) => {
    const files = { [object]: [sha256("pwned"), 5] };
    return { ...manifest, outputs: withFolder(manifest, files, "../../../") };
  }],
  ["a hash that climbs", (manifest) => {
    const record = { kind: "file", hash: "../../../../secret", bytes: 6 };
    const names = Object.keys(manifest.outputs);
    return { ...manifest, outputs: Object.fromEntries(names.map((name) => [name, record])) };
  }],
];

function withFolder(manifest: Loose, files: Loose, hash: string): Loose {
  const names = Object.keys(manifest.outputs);
  return Object.fromEntries(
    names.map((name) => [name, { kind: "folder", hash, bytes: 5, files }]),
  );
}

function objectOf(store: Store): string {
  const [first] = [...Deno.readDirSync(store.objects.path)];
  const [second] = [...Deno.readDirSync(join(store.objects.path, first!.name))];
  return `${first!.name}/${second!.name}`;
}

/** Every file below a folder but the results' own, with its text: what must not change. */
function userFiles(root: string): string[] {
  const files = [...Deno.readDirSync(root)].filter(({ name }) => name !== "results");
  return files.map(({ name }) => name).sort();
}

for (const [what, change] of POISON) {
  Deno.test(`A remote folder whose manifests say ${what} is doubted once and changes nothing`, async () => {
    using first = new Project();
    using second = new Project();
    const folder = join(first.root, "remote");
    const remote = await openRemote(folder);
    await first.run("words", { remote });
    Deno.writeTextFileSync(join(first.root, "secret"), "secret");
    Deno.mkdirSync(join(folder, "files", sha256("pwned").slice(0, 2)), { recursive: true });
    const pwned = sha256("pwned");
    Deno.writeTextFileSync(join(folder, "files", pwned.slice(0, 2), pwned.slice(2)), "pwned");
    for (const key of first.store.keys()) {
      const { manifest } = first.store.readManifest(key)!;
      const path = join(folder, "manifests", key.slice(0, 2), `${key.slice(2)}.json`);
      Deno.writeTextFileSync(path, forge(change(manifest, objectOf(first.store))));
    }
    const before = userFiles(second.root);
    const run = await second.run("words", { remote });
    strictEqual(run.status, "done");
    strictEqual(run.ran.length, 7);
    ok(run.events.every((event) => event.type !== "finished" || event.by === "this run"));
    const warnings = run.events.flatMap((event) => event.type === "warning" ? event.message : []);
    strictEqual(warnings.length, 1);
    match(warnings[0]!, /^not taking [0-9a-f]{64} from the remote store .*remote, /);
    deepStrictEqual(userFiles(second.root), before);
    deepStrictEqual([...Deno.readDirSync(join(second.store.path, "incoming"))], []);
    strictEqual(
      second.read("results/words/latest/report.txt"),
      first.read("results/words/latest/report.txt"),
    );
  });

  Deno.test(`A store whose manifests say ${what} is damaged, and verify names it`, async () => {
    using project = new Project();
    await project.run("words");
    const { store } = project;
    const report = project.read("results/words/latest/report.txt");
    for (const key of store.keys()) {
      const { manifest } = store.readManifest(key)!;
      const text = forge(change(manifest, objectOf(store)));
      Deno.writeTextFileSync(store.manifestPath(key), text);
    }
    const before = userFiles(project.root);
    const { code, stdout, stderr } = await project.command("verify");
    strictEqual(code, 1, stderr);
    match(stdout, /its manifest is damaged: .*\n.*\n.*\n.*\n.*\n.*\n.*\n7 manifests/);
    const run = await project.run("words");
    strictEqual(run.status, "done");
    strictEqual(run.ran.length, 7);
    strictEqual(run.events.filter(({ type }) => type === "damaged").length, 7);
    deepStrictEqual(userFiles(project.root), before);
    strictEqual(project.read("results/words/latest/report.txt"), report);
    strictEqual((await project.command("verify", "--mend")).code, 0);
  });
}

Deno.test({
  name: "A pipe in place of a remote file is none",
  ignore: Deno.build.os === "windows",
  async fn() {
    using first = new Project();
    using second = new Project();
    const folder = join(first.root, "remote");
    const remote = await openRemote(folder);
    await first.run("words", { remote });
    for (const key of first.store.keys()) {
      const path = join(folder, "manifests", key.slice(0, 2), `${key.slice(2)}.json`);
      Deno.removeSync(path);
      strictEqual((await new Deno.Command("mkfifo", { args: [path] }).output()).code, 0);
    }
    const run = await second.run("words", { remote });
    strictEqual(run.status, "done");
    strictEqual(run.ran.length, 7);
  },
});

Deno.test({
  name: "What a service says is not believed either: names that climb, files without an end",
  // The client keeps connections for reuse.
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    using first = new Project();
    using second = new Project();
    const { objects, server, endpoint } = serveS3();
    using _environment = withEnvironment({
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "us-east-1",
    });
    const remote = await openRemote("s3://bucket/prefix");
    await first.run("words", { remote });
    const encoder = new TextEncoder();
    const names = [...objects.keys()].filter((name) => name.includes("/manifests/"));
    const keys = names.map((name) => name.match(/([0-9a-f/]{65})\.json$/)![1]!.replace("/", ""));
    for (const [index, name] of names.entries()) {
      const { manifest } = first.store.readManifest(keys[index]!)!;
      const [, change] = POISON[index % POISON.length]!;
      objects.set(name, encoder.encode(forge(change(manifest, objectOf(first.store)))));
    }
    const before = userFiles(second.root);
    const run = await second.run("words", { remote });
    strictEqual(run.status, "done");
    strictEqual(run.ran.length, 7);
    deepStrictEqual(userFiles(second.root), before);
    const warnings = run.events.flatMap((event) => event.type === "warning" ? event.message : []);
    match(warnings.join("\n"), /^not taking [0-9a-f]{64} from the remote store s3:.*$/);

    using third = new Project();
    const files = [...objects.keys()].filter((name) => name.includes("/files/"));
    for (const name of files) objects.set(name, new Uint8Array(2 ** 20));
    const again = await third.run("words", { remote });
    strictEqual(again.status, "done");
    ok(again.events.some((event) => event.type === "warning" && /other bytes/.test(event.message)));
    await server.shutdown();
  },
});
