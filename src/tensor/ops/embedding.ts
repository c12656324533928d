import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./custom.ts";
import { scatterAdd } from "./scatter_add.ts";

/** Rows above which adding row by row is faster than a product with zeros and ones. */
const LARGE_TABLE = 1024;

/**
 * Looks up one row of a table for each id.
 *
 * @param table `[rows, hidden]`
 * @param ids int32 `[n]`; no gradient flows to them.
 * @returns `[n, hidden]`
 */
export function embed(table: tf.Tensor, ids: tf.Tensor): tf.Tensor {
  const rows = table.shape[0];
  // ids stay out of the arguments: they may come from ArgMax, which has no gradient.
  return differentiable(table, (table, save) => {
    save([ids]);
    return {
      value: tf.gather(table, ids as tf.Tensor1D),
      gradient: (dy, [ids]: [tf.Tensor]) => {
        if (rows > LARGE_TABLE) return scatterAdd(ids, dy, rows);
        // tfjs has no one-hot vectors of one element.
        if (rows === 1) return tf.sum(dy, 0, true);
        const oneHot = tf.cast(tf.oneHot(ids as tf.Tensor1D, rows), "float32");
        return tf.matMul(oneHot, dy, true, false);
      },
    };
  });
}
