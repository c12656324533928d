import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { philox } from "./philox.ts";

const ONES = 0xffffffff;

Deno.test("philox() reproduces the known answers of the Random123 library", () => {
  assertEquals(philox([0, 0], [0, 0, 0, 0]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  assertEquals(
    philox([ONES, ONES], [ONES, ONES, ONES, ONES]),
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  );
  assertEquals(
    philox([0xa4093822, 0x299f31d0], [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]),
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  );
});
