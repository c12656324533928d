import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { downloadFile } from "./download.ts";

const BODY = new TextEncoder().encode("smiles\n" + "CCO\n".repeat(1000));
const SHA256 = createHash("sha256").update(BODY).digest("hex");
const OPTIONS = { sha256: SHA256, bytes: BODY.length };

interface Stage extends AsyncDisposable {
  /** Address of the server, without a path. */
  readonly url: string;
  /** File to download to, in a folder of its own that does not exist yet. */
  readonly path: string;
  /** The `range` header of each request. */
  readonly ranges: (string | null)[];
}

/** Starts a server on this machine that answers with `answer`. */
async function serve(answer: (request: Request) => Response | Promise<Response>): Promise<Stage> {
  const folder = await Deno.makeTempDir();
  const ranges: (string | null)[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    ranges.push(request.headers.get("range"));
    return answer(request);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    path: join(folder, "cache", "qm9.csv"),
    ranges,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Answers as a server that knows ranges does. */
function withRanges(request: Request): Response {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
  return new Response(BODY.slice(start), { status: start > 0 ? 206 : 200 });
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("downloadFile() fetches a file, checks its hash and reports progress", async () => {
  await using stage = await serve(withRanges);
  const progress: [number, number][] = [];
  const url = await downloadFile([`${stage.url}/a`], stage.path, {
    ...OPTIONS,
    onProgress: (...at) => progress.push(at),
  });
  assertEquals(url, `${stage.url}/a`);
  assertEquals(await Deno.readFile(stage.path), BODY);
  assertEquals(progress.at(-1), [BODY.length, BODY.length]);
  assertEquals(await exists(`${stage.path}.part`), false);
});

Deno.test("downloadFile() goes on where an interrupted download stopped", async () => {
  let interrupted = false;
  await using stage = await serve((request) => {
    if (interrupted) return withRanges(request);
    interrupted = true;
    return new Response(new ReadableStream({ start: (body) => body.enqueue(BODY.slice(0, 1500)) }));
  });
  const stop = new AbortController();
  const stopped = downloadFile([stage.url], stage.path, {
    ...OPTIONS,
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("stopped")),
  });
  await rejects(stopped, /stopped/);
  assertEquals(await exists(stage.path), false);
  await downloadFile([stage.url], stage.path, OPTIONS);
  assertEquals(stage.ranges, [null, "bytes=1500-"]);
  assertEquals(await Deno.readFile(stage.path), BODY);
});

Deno.test("downloadFile() starts over where the server knows no ranges", async () => {
  await using stage = await serve(() => new Response(BODY));
  await Deno.mkdir(join(stage.path, ".."));
  await Deno.writeTextFile(`${stage.path}.part`, "something else");
  await downloadFile([stage.url], stage.path, OPTIONS);
  assertEquals(await Deno.readFile(stage.path), BODY);
});

Deno.test("downloadFile() starts over where what it went on from was another file", async () => {
  await using stage = await serve(withRanges);
  await Deno.mkdir(join(stage.path, ".."));
  await Deno.writeTextFile(`${stage.path}.part`, "<html>Log in to this network</html>");
  await downloadFile([stage.url], stage.path, OPTIONS);
  assertEquals(stage.ranges, ["bytes=35-", null]);
  assertEquals(await Deno.readFile(stage.path), BODY);
});

Deno.test("downloadFile() refuses wrong bytes and does not keep them", async () => {
  const wrong = BODY.slice();
  wrong[100]! ^= 1;
  await using stage = await serve(() => new Response(wrong));
  await rejects(downloadFile([stage.url], stage.path, OPTIONS), {
    message: new RegExp(`the bytes have sha256 [0-9a-f]{64}, expected ${SHA256}`),
  });
  assertEquals([await exists(stage.path), await exists(`${stage.path}.part`)], [false, false]);
});

Deno.test("downloadFile() refuses a file that is larger or smaller than it should be", async () => {
  await using stage = await serve((request) =>
    new Response(request.url.endsWith("large") ? new Uint8Array(BODY.length + 1) : "short")
  );
  const large = downloadFile([`${stage.url}/large`], stage.path, OPTIONS);
  await rejects(large, /the file is larger than 4007 bytes/);
  await Deno.remove(`${stage.path}.part`);
  const small = downloadFile([`${stage.url}/small`], stage.path, OPTIONS);
  await rejects(small, /ended after 5 of 4007 bytes/);
});

Deno.test("downloadFile() tries the addresses in turn and names what each one did", async () => {
  await using stage = await serve((request) =>
    request.url.endsWith("good") ? withRanges(request) : new Response("no", { status: 404 })
  );
  const bad = `${stage.url}/bad`, good = `${stage.url}/good`;
  assertEquals(await downloadFile([bad, good], stage.path, OPTIONS), good);
  await Deno.remove(stage.path);
  await rejects(downloadFile([bad, "http://127.0.0.1:2/"], stage.path, OPTIONS), {
    message: /\/bad: HTTP 404 Not Found\n.*127\.0\.0\.1:2\/: .*refused/s,
  });
});

Deno.test("downloadFile() gives up an address that stays silent", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  await using stage = await serve(() => promise);
  const silent = downloadFile([stage.url], stage.path, { ...OPTIONS, idleTimeout: 20 });
  await rejects(silent, /no answer for 0\.02 s/);
  resolve(new Response());
});
