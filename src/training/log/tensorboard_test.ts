import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { crc32c } from "./crc32c.ts";
import { encodeHeader, encodeScalars } from "./tensorboard.ts";

Deno.test("crc32c() gives the checksums of RFC 3720", () => {
  assertEquals(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assertEquals(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assertEquals(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
});

Deno.test("encodeHeader() begins an event file with its version", () => {
  const record = encodeHeader(), view = new DataView(record.buffer);
  const length = Number(view.getBigUint64(0, true));
  assertEquals(record.length, length + 16);
  const text = new TextDecoder().decode(record.subarray(12, 12 + length));
  assertEquals(text.endsWith("\x1a\x0dbrain.Event:2"), true);
});

Deno.test("encodeScalars() frames an event with its step, tag and value", () => {
  const record = encodeScalars(3, { loss: 0.5 });
  const event = record.subarray(12, record.length - 4);
  assertEquals([...event], [
    ...[0x09, 0, 0, 0, 0, 0, 0, 8, 0x40], // wall_time = 3
    ...[0x10, 3], // step = 3
    ...[0x2a, 13, 0x0a, 11], // summary { value {
    ...[0x0a, 4, ...new TextEncoder().encode("loss")],
    ...[0x15, 0, 0, 0, 0x3f], // simple_value = 0.5
  ]);
});
