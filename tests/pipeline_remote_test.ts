import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { openRemote } from "../src/pipeline/mod.ts";
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
    return new Response(request.method === "HEAD" ? null : object);
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
