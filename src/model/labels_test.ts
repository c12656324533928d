import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { knownProperties, labelOf } from "./labels.ts";

Deno.test("knownProperties() takes a network's word for its properties if it has their labels", () => {
  assertEquals(knownProperties({ numClasses: 4 }, { properties: "qed,logp" }, "its property"), [
    "qed",
    "logp",
  ]);
  assertEquals(knownProperties({ numClasses: 2 }, {}, "its property"), ["its property"]);
  assertEquals(knownProperties({ numClasses: 0 }, {}, "its property"), []);
  throws(
    () => knownProperties({ numClasses: 4 }, {}, "its property"),
    /the network's 4 labels mean: .* "properties" .* must name 2 properties: got none/,
  );
});

Deno.test("labelOf() numbers the labels of one property after those of another, none at last", () => {
  const properties = ["qed", "logp"];
  assertEquals([0, 1, 2].map((label) => labelOf(properties, "logp", label)), [2, 3, 4]);
  assertEquals(labelOf([], "qed", 2), 0);
  throws(() => labelOf([], "qed", 1), /"qed": the network knows no property: take label 2/);
  throws(() => labelOf(properties, "qed", 3), /label 3: a property has 0 and 1, and 2 is none/);
});
