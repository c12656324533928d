import { deepStrictEqual as assertEquals, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as ort from "onnxruntime-node";
import { fuse } from "../../graph/fuse.ts";
import { encodeOnnx, type OnnxModel } from "../../onnx/onnx.ts";
import { createBindingSession } from "./onnx_binding_session.ts";
import { onnxLibrary, openRoute } from "./onnx_library.ts";
import { createLibrarySession } from "./onnx_library_session.ts";
import type { Session, SharedTensor } from "./onnx_session.ts";
import { simplify } from "../../graph/simplify.ts";
import { trace } from "../../trace/trace.ts";

const x = { shape: [2, 3], dtype: "float32" } as const;
const ids = { shape: [2], dtype: "int32" } as const;

async function model(): Promise<OnnxModel> {
  const graph = await trace(
    ({ x, ids }) => ({
      product: tf.matMul(x, x, false, true),
      total: tf.sum(tf.exp(x)),
      next: tf.add(ids, tf.scalar(1, "int32")),
    }),
    { x, ids },
  );
  return encodeOnnx(fuse(simplify(graph)));
}

/** By both ways of reaching ONNX Runtime that this machine has. */
async function sessions(
  model: Pick<OnnxModel, "bytes" | "external">,
): Promise<Record<string, Session>> {
  const { library } = onnxLibrary();
  return {
    binding: await createBindingSession(ort, model, { threads: 1 }),
    ...(library && { library: createLibrarySession(library, model, { threads: 1 }) }),
  };
}

function memory() {
  const feeds = {
    x: { ...x, data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    ids: { ...ids, data: Int32Array.of(41, 6) },
  };
  const fetches = {
    product: { dtype: "float32", shape: [2, 2], data: new Float32Array(4) },
    total: { dtype: "float32", shape: [], data: new Float32Array(1) },
    next: { dtype: "int32", shape: [2], data: new Int32Array(2) },
  } satisfies Record<string, SharedTensor>;
  return { feeds, fetches };
}

Deno.test({
  name: "A session writes what each operator took, where its options name a profile",
  ignore: onnxLibrary().library === undefined,
  async fn() {
    const folder = await Deno.makeTempDir(), { library } = onnxLibrary();
    const options = { threads: 1, profile: join(folder, "told") };
    const session = createLibrarySession(library!, await model(), options);
    const { feeds, fetches } = memory(), { run } = session.bind(feeds, fetches);
    for (let times = 0; times < 3; times++) await run();
    await session.release();
    const [{ name }, ...others] = [...Deno.readDirSync(folder)] as [Deno.DirEntry];
    assertEquals(others, []);
    match(name, /^told_.*\.json$/);
    const events: { readonly name: string; readonly args?: { readonly op_name?: string } }[] = JSON
      .parse(await Deno.readTextFile(join(folder, name)));
    const exponentials = events.filter(({ args }) => args?.op_name === "Exp");
    assertEquals(exponentials.filter(({ name }) => name.endsWith("_kernel_time")).length, 3);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("The library and the binding write the same results to the memory given for them", async () => {
  const results: unknown[] = [];
  for (const session of Object.values(await sessions(await model()))) {
    const { feeds, fetches } = memory();
    const { run, release } = session.bind(feeds, fetches);
    await run();
    assertEquals([...fetches.product.data], [14, 32, 32, 77]);
    assertEquals([...fetches.next.data], [42, 7]);
    results.push(fetches.total.data[0]);
    feeds.x.data.fill(0);
    await run();
    assertEquals(fetches.total.data[0], 6);
    release();
    await session.release();
  }
  assertEquals(new Set(results).size, 1);
});

Deno.test("The library is found where the tests run on Linux", () => {
  ok(onnxLibrary().library !== undefined || Deno.build.os !== "linux");
});

Deno.test("What keeps ONNX Runtime from being reached by its C interface is told", () => {
  match(openRoute("./no/libonnxruntime.so").fault ?? "", /no\/libonnxruntime\.so/);
  match(openRoute(undefined).fault ?? "", /its name on \w+ is not known/);
});

Deno.test("Where the library may not be opened the Node binding computes, and it is said why", async () => {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-check", "--allow-all", "--deny-ffi=libonnxruntime.so.1"],
      import.meta.resolve("./testing/print_route.ts"),
    ],
  }).output();
  match(
    new TextDecoder().decode(stdout),
    Deno.build.os === "linux"
      ? /^ONNX Runtime by its Node binding, because Requires ffi access [^\n]+, on 1 thread\n1$/
      : /^ONNX Runtime by its C interface, on 1 thread\n1$/,
    new TextDecoder().decode(stderr),
  );
});

Deno.test("Small arrays are written where they are after JavaScript has moved what it holds", async () => {
  const { library } = await sessions(await model());
  if (library === undefined) return;
  const { feeds, fetches } = memory();
  const { run } = library.bind(feeds, fetches);
  let garbage: number[][] = [];
  for (let i = 0; i < 200_000; i++) {
    if (i % 1000 === 0) garbage = [];
    garbage.push([i, i, i, i, i, i, i, i]);
  }
  await run();
  await library.release();
  assertEquals([...fetches.next.data], [42, 7]);
  assertEquals([...fetches.product.data], [14, 32, 32, 77]);
});

Deno.test("Constants that lie beside a model are those that it is given, by the library and the binding", async () => {
  const data = Float32Array.from({ length: 6 }, (_, i) => i);
  const graph = await trace(
    ({ x, kept }) => ({ product: tf.matMul(x, kept, false, true) }),
    { x },
    { kept: { shape: [2, 3], dtype: "float32", data, isExternal: true } },
  );
  const encoded = encodeOnnx(fuse(simplify(graph)));
  assertEquals(Object.values(encoded.external).map((it) => it.data === data), [true]);
  for (const session of Object.values(await sessions(encoded))) {
    const { feeds: { x }, fetches: { product } } = memory();
    await session.bind({ x }, { product }).run();
    await session.release();
    assertEquals([...product.data], [8, 26, 17, 62]);
  }
});

Deno.test("What ONNX Runtime refuses is an error with its message", async () => {
  const bytes = new TextEncoder().encode("no model");
  const model = { bytes, external: {} };
  await rejects(createBindingSession(ort, model, { threads: 1 }), /ModelProto|protobuf/i);
  const { library } = onnxLibrary();
  if (library === undefined) return;
  throws(
    () => createLibrarySession(library, model, { threads: 1 }),
    /^Error: ONNX Runtime: .+/,
  );
});

Deno.test("A program that was released is not run", async () => {
  const { library } = await sessions(await model());
  if (library === undefined) return;
  const { feeds, fetches } = memory();
  const one = library.bind(feeds, fetches), other = library.bind(feeds, fetches);
  one.release();
  await rejects(one.run(), /was released/);
  const run = other.run();
  await library.release();
  await run;
  assertEquals([...fetches.next.data], [42, 7]);
  await rejects(other.run(), /was released/);
});

/** What a worker of this process answers. */
async function inWorker(source: string): Promise<unknown> {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
}

Deno.test("A worker of a process that has the library open computes with it too", async () => {
  onnxLibrary();
  const module = import.meta.resolve("../matrix_peak.ts");
  const answer = await inWorker(`
    import { matrixPeak } from ${JSON.stringify(module)};
    self.postMessage(await matrixPeak({ threads: 1, size: 128, rounds: 1 }));
  `);
  ok(Number(answer) > 0);
});
