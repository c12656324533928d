import { deepStrictEqual as assertEquals, rejects, throws } from "node:assert/strict";
import {
  decodeSafetensors,
  type NamedTensor,
  readSafetensors,
  writeSafetensors,
} from "./safetensors.ts";

const TENSORS = {
  weight: { dtype: "F32", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  tokens: { dtype: "U8", shape: [3], data: Uint8Array.of(7, 8, 9) },
  rounded: { dtype: "BF16", shape: [1], data: Uint16Array.of(0x3f80) },
  step: { dtype: "I64", shape: [], data: BigInt64Array.of(12n) },
} satisfies Record<string, NamedTensor>;

/** The bytes of a file that holds tensors. */
async function encoded(
  tensors: Readonly<Record<string, NamedTensor>>,
  metadata?: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir();
  try {
    await writeSafetensors(`${folder}/a.safetensors`, tensors, metadata);
    return await Deno.readFile(`${folder}/a.safetensors`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("decodeSafetensors() gives back what a file holds", async () => {
  const metadata = { kind: "test" };
  assertEquals(decodeSafetensors(await encoded(TENSORS, metadata)), { tensors: TENSORS, metadata });
});

Deno.test("writeSafetensors() refuses data that does not fill its shape", async () => {
  const tensor: NamedTensor = { dtype: "F32", shape: [2], data: Float32Array.of(1) };
  await rejects(encoded({ w: tensor }), /"w": shape \[2\] needs 2 elements: got 1/);
  const text = "x".repeat(1e8);
  await rejects(encoded({}, { text }), /names and metadata take 1000000\d\d bytes/);
});

Deno.test("decodeSafetensors() names the types that it knows for one that it does not", async () => {
  const bytes = await encoded({ tokens: TENSORS.tokens });
  const text = new TextDecoder("latin1").decode(bytes).replace('"U8"', '"F8"');
  throws(
    () => decodeSafetensors(Uint8Array.from(text, (letter) => letter.charCodeAt(0))),
    /tensor "tokens" has type F8: save it as one of F16, BF16, F32, /,
  );
});

Deno.test("decodeSafetensors() names the tensor that a cut file lost", async () => {
  const bytes = await encoded(TENSORS);
  throws(() => decodeSafetensors(bytes.subarray(0, -4), "a.safetensors"), /"step" does not fit/);
  throws(() => decodeSafetensors(new Uint8Array(4)), /shorter than/);
  throws(() => decodeSafetensors(new Uint8Array(16).fill(255)), /is it a safetensors file/);
});

Deno.test("writeSafetensors() writes what readSafetensors() reads and leaves nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeSafetensors(`${folder}/a.safetensors`, TENSORS);
    assertEquals((await readSafetensors(`${folder}/a.safetensors`)).tensors, TENSORS);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["a.safetensors"]);
    await rejects(readSafetensors(`${folder}/b.safetensors`), /cannot be opened/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readSafetensors() reads a file that PyTorch's library wrote", async () => {
  const path = new URL("../../tests/golden/dit-tiny/dit.safetensors", import.meta.url).pathname;
  const { tensors } = await readSafetensors(path);
  assertEquals(tensors["blocks.0.attn_qkv.weight"]!.shape, [144, 48]);
});
