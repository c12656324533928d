import { type RandomKey, RandomStream } from "../src/random/mod.ts";
import {
  keyOf,
  type KeyParts,
  type Manifest,
  parseManifest,
} from "../src/pipeline/store/manifest.ts";
import { folderHash, isInnerPath } from "../src/pipeline/store/object_record.ts";
import { formatMessage, type Message, parseMessage } from "../src/pipeline/worker/protocol.ts";
import { sha256 } from "../src/support/json.ts";
import { decodeSafetensors } from "../src/tensor/safetensors.ts";

/** What reads bytes that anyone may have written. */
export interface FuzzTarget {
  readonly name: string;
  /** What it reads, as JSON, before it is changed. */
  readonly values: readonly unknown[];
  /** Puts the JSON into the form that the reader takes. */
  encode(json: string, random: RandomStream): Uint8Array;
  /**
   * Reads bytes; whether they are what they should be.
   *
   * @throws What the reader must not throw, or if what it believed cannot be so.
   */
  accepts(bytes: Uint8Array): boolean;
}

/** What {@linkcode fuzzReader} saw. */
export interface ReaderReport {
  readonly accepted: number;
  readonly refused: number;
  /** Bytes, in Latin-1, that ended in another error, each with it; the first ten. */
  readonly uncaught: readonly { readonly text: string; readonly error: string }[];
}

const encoder = new TextEncoder(), decoder = new TextDecoder();

const HASH = sha256("some bytes");
const FILES = { "a.txt": [HASH, 3], "b/c.txt": [HASH, 4], "d/": ["", 0] } as const;
const PARTS: KeyParts = {
  ...{ contract: 2, kind: "test/one", params: { list: [1, null, { x: "y" }] }, code: HASH },
  ...{ inputs: { a: { hash: HASH }, b: [{ hash: HASH, from: "c[d=1]" }] }, packages: ["zod@4"] },
  environment: { engine: "ort" },
};
const KEY = keyOf(PARTS);
const MANIFEST: Manifest = {
  ...{ key: KEY, instance: "one", pipeline: "p", run: "r", parts: PARTS, facts: { loss: 0.5 } },
  ...{ startedAt: "2026-01-01T00:00:00.000Z", seconds: 1.5, host: "here", deno: "2.9.6" },
  outputs: {
    text: { kind: "file", hash: HASH, bytes: 3 },
    folder: { kind: "folder", hash: folderHash(FILES), bytes: 7, files: FILES },
  },
};

const manifests: FuzzTarget = {
  name: "manifests",
  values: [MANIFEST],
  // Most with a right checksum: whoever forges one has that, too.
  encode: (json, random) =>
    encoder.encode(`${random.integer(8) === 0 ? HASH : sha256(json)}\n${json}\n`),
  accepts(bytes) {
    const { manifest } = parseManifest(decoder.decode(bytes), KEY);
    if (manifest === undefined) return false;
    for (const [output, record] of Object.entries(manifest.outputs)) {
      const names = record.kind === "file" ? [] : Object.keys(record.files);
      const paths = [output, ...names.map((name) => name.replace(/\/$/, ""))];
      if (!/^[0-9a-f]{64}$/.test(record.hash) || !paths.every(isInnerPath)) {
        throw new Error(`believed ${JSON.stringify(record)} of ${output}`);
      }
    }
    return true;
  },
};

const HOLDER = { pid: 1, host: "h#1", since: "2026-01-01T00:00:00.000Z", token: "t" };
const MESSAGES: readonly Message[] = [
  ...[{ type: "waiting", holder: HOLDER }, { type: "takeover", holder: HOLDER }] as const,
  ...[{ type: "queued", reason: "r" }, { type: "running", host: "h" }, {
    type: "started",
  }] as const,
  { type: "progress", progress: { done: 1, total: 2, unit: "steps", values: { loss: 1, a: "b" } } },
  ...[{ type: "log", line: "l" }, { type: "done", cached: true }, { type: "stopped" }] as const,
  { type: "damaged", damage: [{ hash: HASH, reason: "r" }] },
  { type: "failed", message: "m" },
];

const messages: FuzzTarget = {
  name: "messages",
  values: MESSAGES,
  encode: (json) => encoder.encode(`\u001e${json}\n`),
  accepts(bytes) {
    const message = parseMessage(decoder.decode(bytes));
    // What is believed is written and read as the same.
    return message !== undefined && parseMessage(formatMessage(message)) !== undefined;
  },
};

const TENSORS = {
  a: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
  b: { dtype: "I64", shape: [], data_offsets: [24, 32] },
  c: { dtype: "BOOL", shape: [8], data_offsets: [32, 40] },
  d: { dtype: "BF16", shape: [0, 4], data_offsets: [40, 40] },
};
const BODY_BYTES = 40;

const safetensors: FuzzTarget = {
  name: "safetensors",
  values: [TENSORS, { ...TENSORS, __metadata__: { step: "7" } }],
  encode(json, random) {
    const header = encoder.encode(json);
    const bytes = new Uint8Array(8 + header.length + BODY_BYTES);
    const length = random.integer(8) === 0 ? random.uint32() : header.length;
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
    bytes.set(header, 8);
    return bytes;
  },
  accepts(bytes) {
    try {
      const { tensors } = decodeSafetensors(bytes, "fuzzed");
      return Object.values(tensors).every(({ shape, data }) => {
        if (data.length === shape.reduce((product, n) => product * n, 1)) return true;
        throw new TypeError(`believed shape [${shape}] of ${data.length} elements`);
      });
    } catch (error) {
      if (String(error).startsWith('Error: Cannot read safetensors "fuzzed": ')) return false;
      throw error;
    }
  },
};

/** The readers that are tried; pipeline files are tried by `fuzzPipelineFiles`. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [safetensors, manifests, messages];

/** What no field is meant to hold. */
const HOSTILE: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e300, 2 ** 53, "", "x", [], {}, [[]], { a: null }, [0, 40]],
  ...["../../..", "/etc/passwd", "a\\b", "a\0b", ".", "__proto__", "constructor", "\ud800"],
  ...[HASH, "F32", "file", "folder", { kind: "file" }, "9".repeat(400), [HASH, 1], ["", 0]],
];

/** A JSON value with one of its parts gone, doubled, renamed or exchanged. */
function changeValue(value: unknown, random: RandomStream): unknown {
  const hostile = () => HOSTILE[random.integer(HOSTILE.length)];
  if (typeof value !== "object" || value === null || random.integer(6) === 0) return hostile();
  if (Array.isArray(value)) {
    const at = random.integer(value.length + 1);
    if (at === value.length) return [...value, hostile()];
    if (random.integer(4) === 0) return value.toSpliced(at, 1);
    return value.with(at, changeValue(value[at], random));
  }
  const entries = Object.entries(value), at = random.integer(entries.length + 1);
  if (at === entries.length) {
    return Object.fromEntries([...entries, [String(hostile()), hostile()]]);
  }
  const [name, member] = entries[at]!;
  const change = random.integer(4);
  if (change === 0) return Object.fromEntries(entries.toSpliced(at, 1));
  const changed = change === 1 ? [String(hostile()), member] : [name, changeValue(member, random)];
  return Object.fromEntries(entries.with(at, changed as [string, unknown]));
}

/** Bytes of which some are gone, doubled or exchanged. */
function changeBytes(bytes: Uint8Array, random: RandomStream): Uint8Array {
  const at = random.integer(bytes.length + 1);
  const to = Math.min(bytes.length, at + random.integer(12));
  const [head, middle, tail] = [bytes.slice(0, at), bytes.slice(at, to), bytes.slice(to)];
  switch (random.integer(4)) {
    case 0:
      return Uint8Array.from([...head, ...tail]);
    case 1:
      return Uint8Array.from([...head, ...middle, ...middle, ...tail]);
    case 2:
      return Uint8Array.from([...head, ...middle.map(() => random.integer(256)), ...tail]);
    default:
      return head;
  }
}

/** Reads what was changed at random, in its values or its bytes: each is believed or refused. */
export function fuzzReader(target: FuzzTarget, key: RandomKey, count: number): ReaderReport {
  const random = new RandomStream(key);
  const uncaught: { text: string; error: string }[] = [];
  let accepted = 0, refused = 0;
  for (let i = 0; i < count; i++) {
    let value = target.values[random.integer(target.values.length)];
    const changesValue = random.integer(4) > 0;
    for (let n = changesValue ? 1 + random.integer(2) : 0; n > 0; n--) {
      value = changeValue(value, random);
    }
    const whole = target.encode(JSON.stringify(value), random);
    const bytes = changesValue ? whole : changeBytes(whole, random);
    try {
      if (target.accepts(bytes)) accepted++;
      else refused++;
    } catch (error) {
      const text = new TextDecoder("latin1").decode(bytes);
      if (uncaught.length < 10) uncaught.push({ text, error: (error as Error).stack ?? "" });
    }
  }
  return { accepted, refused, uncaught };
}
