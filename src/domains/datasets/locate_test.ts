import { deepStrictEqual as assertEquals, match, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { DatasetDescriptor } from "./descriptor.ts";
import { locateDataset } from "./locate.ts";

const BODY = "smiles\nCCO\n";
const SHA256 = createHash("sha256").update(BODY).digest("hex");

/** Nothing listens there, so that a download fails at once. */
const NOWHERE = "http://127.0.0.1:2/qm9.csv";

function descriptor(url = NOWHERE): DatasetDescriptor {
  return {
    name: "qm9",
    title: "Ethanol",
    licence: "CC0",
    citation: "nobody",
    homepage: "https://example.org/",
    paths: ["qm9/qm9.csv", "qm9/qm9.csv.gz"],
    column: "smiles",
    download: { urls: [url], fileName: "qm9.csv", bytes: BODY.length, sha256: SHA256 },
  };
}

async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

async function write(path: string, text = BODY): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}

Deno.test("locateDataset() prefers the folder, then the cache", async () => {
  await using folder = await temporaryFolder();
  const cache = join(folder.path, "cache"), data = join(folder.path, "data");
  await write(join(cache, "qm9", "qm9.csv"));
  await write(join(data, "qm9", "qm9.csv.gz"), "other bytes");

  const found = await locateDataset(descriptor(), { folder: data, cache });
  assertEquals(found, {
    kind: "folder",
    path: join(data, "qm9/qm9.csv.gz"),
    name: "qm9/qm9.csv.gz",
    sha256: createHash("sha256").update("other bytes").digest("hex"),
  });
  const cached = await locateDataset(descriptor(), { cache });
  assertEquals(cached, {
    kind: "cache",
    path: join(cache, "qm9/qm9.csv"),
    url: NOWHERE,
    sha256: SHA256,
  });
});

Deno.test("locateDataset() downloads once and then finds the cache", async () => {
  await using folder = await temporaryFolder();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(BODY),
  );
  const online = descriptor(`http://127.0.0.1:${server.addr.port}/`);
  assertEquals((await locateDataset(online, { cache: folder.path })).kind, "download");
  await server.shutdown();
  assertEquals((await locateDataset(online, { cache: folder.path })).kind, "cache");
});

Deno.test("locateDataset() refuses a cached file of the wrong size", async () => {
  await using folder = await temporaryFolder();
  await write(join(folder.path, "qm9", "qm9.csv"), BODY + "CC\n");
  assertEquals((await locateDataset(descriptor(), { cache: folder.path })).kind, "none");
});

Deno.test("locateDataset() takes nothing in place of what a folder lacks, not even from the cache", async () => {
  await using folder = await temporaryFolder();
  const cache = join(folder.path, "cache");
  await write(join(cache, "qm9", "qm9.csv"));
  assertEquals((await locateDataset(descriptor(), { cache })).kind, "cache");
  assertEquals(await locateDataset(descriptor(), { folder: folder.path, cache }), {
    kind: "none",
    reason: `"${folder.path}" holds no qm9/qm9.csv or qm9/qm9.csv.gz`,
    isGiven: true,
  });
});

Deno.test("locateDataset() tells whoever names a file in place of a folder what to name", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "zinc.csv");
  await write(file);
  await rejects(
    locateDataset(descriptor(), { folder: file, cache: folder.path }),
    /it is a file; name the folder that holds qm9\/qm9\.csv, and a file of your own in a pipeline/,
  );
});

Deno.test("locateDataset() remembers for a while that a download failed", async () => {
  await using folder = await temporaryFolder();
  const first = await locateDataset(descriptor(), { cache: folder.path });
  match(first.kind === "none" ? first.reason : "", /Cannot download.*127\.0\.0\.1:2/s);

  let requests = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    requests++;
    return new Response(BODY);
  });
  const online = descriptor(`http://127.0.0.1:${server.addr.port}/`);
  assertEquals(await locateDataset(online, { cache: folder.path }), first);
  assertEquals(requests, 0);
  const later = await locateDataset(online, { cache: folder.path, retryAfter: 0 });
  assertEquals([later.kind, requests], ["download", 1]);
  await server.shutdown();
});

Deno.test("locateDataset() refuses a data folder that does not exist", async () => {
  await using folder = await temporaryFolder();
  const missing = join(folder.path, "missing");
  await rejects(locateDataset(descriptor(), { folder: missing, cache: folder.path }), {
    message: `Cannot use the data folder "${missing}": there is no such folder`,
  });
});
