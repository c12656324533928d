import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { fileNameOf, instanceNames, orderedName } from "./naming.ts";

Deno.test("Words stand alone in an instance's name, numbers after their axis", () => {
  deepStrictEqual(
    instanceNames("samples", [{ sampler: "proseco", gamma: 2, T: 16, seed: 1 }, {}]),
    ["samples[proseco,gamma=2,T=16,seed=1]", "samples"],
  );
});

Deno.test("A map is told by its name, and at length where two would be alike", () => {
  const [mdm, proseco] = [{ name: "mdm", S: 1 }, { name: "proseco", S: 1 }];
  deepStrictEqual(instanceNames("s", [{ c: mdm }, { c: proseco }]), ["s[mdm]", "s[proseco]"]);
  deepStrictEqual(instanceNames("s", [{ c: mdm }, { c: { ...mdm, S: 2 } }]), [
    "s[mdm S=1]",
    "s[mdm S=2]",
  ]);
});

Deno.test("The same words of two axes do not make two names alike", () => {
  const names = instanceNames("s", [{ a: "x", b: "y" }, { a: "y", b: "x" }, { b: "x", c: "y" }]);
  strictEqual(new Set(names).size, 3);
});

Deno.test("The ordered name does not depend on the order of the axes", () => {
  strictEqual(orderedName("s", { b: 1, a: { y: 2, x: "z" } }), "s[a={x=z y=2},b=1]");
  strictEqual(
    orderedName("s", { a: { x: "z", y: 2 }, b: 1 }),
    orderedName("s", { b: 1, a: { y: 2, x: "z" } }),
  );
});

Deno.test("A file name keeps what is safe and tells apart what it shortens", () => {
  strictEqual(fileNameOf("s[proseco,gamma=0.5]"), "s[proseco,gamma=0.5]");
  match(fileNameOf("s[a/../b]"), /^s\[a_\.\._b\]-[0-9a-f]{8}$/);
  const long = `s[${"x".repeat(300)}`;
  notStrictEqual(fileNameOf(`${long}1]`), fileNameOf(`${long}2]`));
});
