import { ok } from "node:assert/strict";
import { maxError } from "../../../tests/golden_fixture.ts";
import { quantizeMatrix } from "../../model/quantized/quantized_parameter.ts";
import { randomKey, RandomStream } from "../../random/mod.ts";
import { prepare } from "../engines/prepare.ts";
import { quantizedProduct, quantizedRows } from "./quantized.ts";

for (const width of [32, 64, 112]) {
  Deno.test(`products with 4-bit matrices and their rows are those of the widened one, width ${width}`, async () => {
    const rows = 5, n = 3, stream = new RandomStream(randomKey(width));
    const drawn = (size: number) => Float32Array.from({ length: size }, () => stream.normal());
    const matrix = quantizeMatrix({ shape: [rows, width], data: drawn(rows * width) });
    const { packed, scales, data } = matrix, x = drawn(n * width), ids = Int32Array.of(4, 0, 4);
    const blocks = scales.length / rows;
    const program = await prepare({
      compute({ x, ids, packed, scales }) {
        const matrix = { packed: packed!, scales: scales! };
        return {
          product: quantizedProduct(x!, matrix),
          rows: quantizedRows(matrix, ids!, width),
        };
      },
      inputs: {
        x: { shape: [n, width], dtype: "float32" },
        ids: { shape: [n], dtype: "int32" },
        packed: { shape: [rows, blocks, 16], dtype: "uint8" },
        scales: { shape: [rows, blocks], dtype: "float32" },
      },
    });
    const product = new Float32Array(n * rows), chosen = new Float32Array(n * width);
    await program.bind({
      inputs: { x, ids, packed, scales },
      outputs: { product, rows: chosen },
    }).run();
    await program.release();
    const expected = product.map((_, i) => {
      const row = Math.floor(i / rows), column = i % rows;
      let sum = 0;
      for (let k = 0; k < width; k++) sum += x[row * width + k]! * data[column * width + k]!;
      return sum;
    });
    ok(maxError(product, expected) < 1e-4, `${maxError(product, expected)}`);
    ok(
      maxError(
        chosen,
        chosen.map((_, i) => data[ids[Math.floor(i / width)]! * width + i % width]!),
      ) < 1e-6,
    );
  });
}
