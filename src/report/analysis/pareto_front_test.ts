import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { type FrontPoint, hypervolume, paretoFront } from "./pareto_front.ts";

const point = (novel: number, value: number): FrontPoint => ({ novel, value });

Deno.test("paretoFront() keeps what nothing is better than", () => {
  const points = [point(1, 5), point(3, 4), point(2, 4), point(3, 3), point(4, 1), point(0, 6)];
  assertEquals(paretoFront(points), [point(0, 6), point(1, 5), point(3, 4), point(4, 1)]);
  assertEquals(paretoFront([point(1, 1), point(1, 1)]), [point(1, 1)]);
  assertEquals(paretoFront([]), []);
});

Deno.test("hypervolume() adds up the steps of the front above the reference", () => {
  // 2 wide and 3 high, then 2 more and 1 high.
  assertEquals(hypervolume([point(2, 5), point(4, 3), point(9, 1)], 2), 2 * 3 + 2 * 1);
  assertEquals(hypervolume([point(5, 2)], 2), 0);
  assertEquals(hypervolume([], 2), 0);
});

Deno.test("hypervolume() is the share of a grid that is dominated, and grows with points", () => {
  const points = fc.array(
    fc.record({ novel: fc.integer({ min: 0, max: 8 }), value: fc.integer({ min: 0, max: 8 }) }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(points, (points) => {
      let cells = 0;
      for (let x = 0; x < 8; x++) {
        for (let y = 2; y < 8; y++) {
          if (points.some(({ novel, value }) => novel > x && value > y)) cells++;
        }
      }
      assertEquals(hypervolume(points, 2), cells);
      ok(hypervolume([...points, point(3, 3)], 2) >= cells);
    }),
    { seed: 1 },
  );
});
