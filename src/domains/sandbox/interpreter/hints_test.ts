import assert from "node:assert/strict";
import { withHint } from "./hints.ts";

Deno.test("what fails because the sandbox lacks something says so", () => {
  const cases: [detail: string, hint: RegExp][] = [
    ["ModuleNotFoundError: No module named 'numpy'", /standard library alone/],
    ["RuntimeError: can't start new thread", /no threads/],
    ["OverflowError: Python int too large to convert to C ssize_t", /2\*\*31 - 1/],
    ["OverflowError: cannot fit 'int' into an index-sized integer", /2\*\*31 - 1/],
  ];
  for (const [detail, hint] of cases) {
    assert.ok(withHint(detail).startsWith(detail));
    assert.match(withHint(detail), hint);
  }
});

Deno.test("what fails anywhere gets no hint", () => {
  for (
    const detail of ["", "OverflowError: math range error", "ValueError: No module named 'x'"]
  ) {
    assert.equal(withHint(detail), detail);
  }
});
