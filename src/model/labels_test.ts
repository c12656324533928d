import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { knownProperties, labelOf, readProperties, writeProperties } from "./labels.ts";

Deno.test("knownProperties() takes a network's word for its properties if it has their labels", () => {
  assertEquals(
    knownProperties({ numClasses: 4 }, { properties: "qed,logp" }, "its property"),
    [{ name: "qed", labels: 2 }, { name: "logp", labels: 2 }],
  );
  assertEquals(knownProperties({ numClasses: 3 }, { properties: "era:3" }, "its property"), [
    { name: "era", labels: 3 },
  ]);
  assertEquals(knownProperties({ numClasses: 2 }, {}, "its property"), [
    { name: "its property", labels: 2 },
  ]);
  assertEquals(knownProperties({ numClasses: 0 }, {}, "its property"), []);
  throws(
    () => knownProperties({ numClasses: 4 }, {}, "its property"),
    /the network's 4 labels mean: .* "properties" .* must name properties that have so many: got none/,
  );
});

Deno.test("labelOf() numbers the labels of one property after those of another, none at last", () => {
  const properties = readProperties("qed,logp");
  assertEquals([0, 1, 2].map((label) => labelOf(properties, "logp", label)), [2, 3, 4]);
  assertEquals(labelOf([], "qed", 2), 0);
  throws(() => labelOf([], "qed", 1), /"qed": the network knows no property: take label 2/);
  throws(() => labelOf(properties, "qed", 3), /label 3: a property has 0 and 1, and 2 is none/);
  const mixed = readProperties("era:3,qed");
  assertEquals([0, 2, 3].map((label) => labelOf(mixed, "era", label)), [0, 2, 5]);
  assertEquals([0, 1, 2].map((label) => labelOf(mixed, "qed", label)), [3, 4, 5]);
  throws(() => labelOf(mixed, "era", 4), /label 4: a property has 0 to 2, and 3 is none/);
});

Deno.test("readProperties() reads what writeProperties() wrote, which names alone were before", () => {
  const properties = [{ name: "era", labels: 3 }, { name: "qed", labels: 2 }];
  assertEquals(writeProperties(properties), "era:3,qed");
  assertEquals(readProperties("era:3,qed"), properties);
  assertEquals(readProperties(undefined), []);
});
