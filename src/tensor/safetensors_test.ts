import { deepStrictEqual as assertEquals, match, rejects, throws } from "node:assert/strict";
import { decodeSafetensors, type NamedTensor } from "./safetensors.ts";
import { readSafetensors, writeSafetensors } from "./safetensors_io.ts";

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
  assertEquals(decodeSafetensors(await encoded(TENSORS, metadata)), {
    tensors: TENSORS,
    metadata,
    unread: {},
  });
});

Deno.test("writeSafetensors() refuses data that does not fill its shape", async () => {
  const tensor: NamedTensor = { dtype: "F32", shape: [2], data: Float32Array.of(1) };
  await rejects(encoded({ w: tensor }), /"w": shape \[2\] needs 2 elements: got 1/);
  const text = "x".repeat(1e8);
  await rejects(encoded({}, { text }), /names and metadata take 1000000\d\d bytes/);
});

/** A file with any header over a body of some bytes. */
function fileOf(header: unknown, length: number): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

Deno.test("decodeSafetensors() leaves out tensors of types that no array holds, and says which", () => {
  const bytes = fileOf({
    mask: { dtype: "BOOL", shape: [3], data_offsets: [0, 3] },
    ids: { dtype: "I16", shape: [2], data_offsets: [3, 7] },
    tokens: { dtype: "U8", shape: [2], data_offsets: [7, 9] },
    count: { dtype: "U64", shape: [], data_offsets: [9, 17] },
    packed: { dtype: "F4", shape: [2], data_offsets: [17, 18] },
  }, 18);
  const { tensors, unread } = decodeSafetensors(bytes);
  assertEquals(tensors, { tokens: { dtype: "U8", shape: [2], data: Uint8Array.of(0, 0) } });
  assertEquals(unread, { mask: "BOOL", ids: "I16", count: "U64", packed: "F4" });
});

const one = (entry: object) => ({ w: { dtype: "U8", shape: [4], data_offsets: [0, 4], ...entry } });
const pair = (a: [number, number], b: [number, number]) => ({
  a: { dtype: "U8", shape: [a[1] - a[0]], data_offsets: a },
  b: { dtype: "U8", shape: [b[1] - b[0]], data_offsets: b },
});
const WRONG: readonly [what: string, header: unknown, message: RegExp][] = [
  ["a header that is null", null, /the header is no object/],
  ["a header that is a list", [], /the header is no object/],
  ["an entry that is null", { w: null }, /tensor "w" is described by null/],
  ["an entry that is text", { w: "x" }, /tensor "w" is described by "x"/],
  ["a type that is none", one({ dtype: 7 }), /tensor "w" has type 7/],
  ["no shape", one({ shape: undefined }), /has shape undefined/],
  ["a negative size", one({ shape: [-2, -2] }), /has shape \[-2,-2\]/],
  ["a fractional size", one({ shape: [1.5] }), /has shape \[1.5\]/],
  ["a size that is text", one({ shape: ["4"] }), /has shape \["4"\]/],
  ["a size without an end", one({ shape: [1e300, 0] }), /has shape/],
  ["no offsets", one({ data_offsets: null }), /has offsets null/],
  ["offsets that are text", one({ data_offsets: ["0", "4"] }), /has offsets \["0","4"\]/],
  ["a negative offset", one({ data_offsets: [-4, 0] }), /has offsets \[-4,0\]/],
  ["a fractional offset", one({ data_offsets: [0.5, 4.5] }), /has offsets \[0.5,4.5\]/],
  ["three offsets", one({ data_offsets: [0, 4, 8] }), /has offsets \[0,4,8\]/],
  ["an end before the beginning", one({ dtype: "F4", data_offsets: [4, 0] }), /does not fit/],
  ["a size that does not fit", one({ shape: [3] }), /"w" does not fit the file/],
  ["an overlap", pair([0, 3], [2, 4]), /tensor "b" overlaps/],
  ["two tensors at one place", pair([0, 4], [0, 4]), /overlaps/],
  ["a hole", pair([0, 1], [2, 4]), /tensor "b" leaves 1 bytes unused/],
  ["bytes that are no tensor's", pair([0, 1], [1, 2]), /2 bytes after the last tensor/],
  ["metadata that are null", { __metadata__: null }, /its metadata are null/],
  ["metadata that are numbers", { __metadata__: { a: 1 } }, /its metadata are {"a":1}/],
];

for (const [what, header, message] of WRONG) {
  Deno.test(`decodeSafetensors() refuses ${what}, with the file's name`, () => {
    throws(() => decodeSafetensors(fileOf(header, 4), "a.safetensors"), (error: Error) => {
      match(error.message, /^Cannot read safetensors "a.safetensors": /);
      match(error.message, message);
      return true;
    });
  });
}

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
