import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { ProtobufWriter } from "./protobuf.ts";

Deno.test("ProtobufWriter writes the examples of the encoding guide", () => {
  assertEquals([...new ProtobufWriter().integer(1, 150).finish()], [0x08, 0x96, 0x01]);
  assertEquals(
    [...new ProtobufWriter().text(2, "testing").finish()],
    [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67],
  );
  const nested = new ProtobufWriter().message(3, new ProtobufWriter().integer(1, 150));
  assertEquals([...nested.finish()], [0x1a, 0x03, 0x08, 0x96, 0x01]);
});

Deno.test("ProtobufWriter writes negative integers in ten bytes and floats in four", () => {
  assertEquals(
    [...new ProtobufWriter().integer(1, -1).finish()],
    [0x08, ...new Array(9).fill(0xff), 0x01],
  );
  assertEquals([...new ProtobufWriter().float(2, 1).finish()], [0x15, 0, 0, 0x80, 0x3f]);
});

Deno.test("ProtobufWriter writes large fields and nested messages like small ones", () => {
  const large = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
  const nested = new ProtobufWriter().integer(1, 7).bytes(2, large).integer(3, 9);
  const writer = new ProtobufWriter().text(4, "a").message(5, nested).integer(6, 1);
  const inner = [1 << 3, 7, 2 << 3 | 2, 0x88, 0x27, ...large, 3 << 3, 9];
  const length = [inner.length & 0x7f | 0x80, inner.length >> 7];
  assertEquals(
    [...writer.finish()],
    [4 << 3 | 2, 1, 0x61, 5 << 3 | 2, ...length, ...inner, 6 << 3, 1],
  );
  assertEquals(writer.length, writer.finish().length);
});
