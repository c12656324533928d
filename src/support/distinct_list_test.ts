import { deepStrictEqual, match } from "node:assert/strict";
import { z } from "zod";
import { distinctList } from "./distinct_list.ts";

Deno.test("distinctList() takes lists that hold nothing twice, and tells editors so", () => {
  const schema = distinctList(z.int()).describe("Steps.");
  deepStrictEqual(schema.parse([8, 16]), [8, 16]);
  match(schema.safeParse([8, 16, 8]).error!.issues[0]!.message, /it has 8 twice/);
  match(schema.safeParse([]).error!.issues[0]!.message, />=1/);
  const { uniqueItems, description } = z.toJSONSchema(schema);
  deepStrictEqual({ uniqueItems, description }, { uniqueItems: true, description: "Steps." });
});
