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
