import { join } from "node:path";

/** One replacement of text in a file of the project. */
interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A mistake that a person could make, planted to see whether the regression sweep catches it. */
export interface PlantedFault {
  readonly name: string;
  readonly edits: readonly Edit[];
}

/** The faults; the product has no switch for them, so each is a change of its text. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  {
    name: "denoising loss weighted by 1 in place of 1/t",
    edits: [{
      file: "src/diffusion/objectives/masked.ts",
      find: "maskId ? weights[row]! * counted[i]! : 0",
      replace: "maskId ? counted[i]! : 0",
    }],
  },
  {
    name: "corrector loss weighted by lambda in place of lambda/t",
    edits: [{
      file: "src/diffusion/objectives/masked.ts",
      find: "lambda * weight * counted[i]",
      replace: "lambda * counted[i]",
    }],
  },
  {
    name: "no stop-gradient before the corrector",
    edits: [{
      file: "src/diffusion/objectives/losses/self_correction_loss.ts",
      find: "const corrected = predict(y, 1);",
      replace: `const logits = denoised.logits();
  const hard = tf.cast(tf.oneHot(denoised.argMax() as tf.Tensor1D, logits.shape[1]!), "float32");
  const through = differentiable(tf.softmax(logits), () => ({ value: hard, gradient: (dy) => dy }));
  const corrected = predict(tf.reshape(through, [...x0.shape, logits.shape[1]!]), 1);`,
    }, {
      file: "src/diffusion/objectives/losses/self_correction_loss.ts",
      find: 'import { detached } from "../../../tensor/ops/detached.ts";',
      replace: `import { differentiable } from "../../../tensor/ops/custom.ts";
import { detached } from "../../../tensor/ops/detached.ts";`,
    }, {
      file: "src/model/dit/dit_forward.ts",
      find: "embed(table, tf.reshape(tokens, [batch * length]))",
      replace: `tokens.rank === 3
    ? tf.matMul(tf.reshape(tokens, [batch * length, tokens.shape[2]!]), table)
    : embed(table, tf.reshape(tokens, [batch * length]))`,
    }],
  },
  {
    name: "guidance with the wrong sign of gamma",
    edits: [{
      file: "src/diffusion/process/guidance.ts",
      find: "out[i] = gamma * conditional![offset + i] + (1 - gamma) * unconditional![offset + i];",
      replace:
        "out[i] = -gamma * conditional![offset + i] + (1 + gamma) * unconditional![offset + i];",
    }],
  },
  {
    name: "corrector's tokens written one position off",
    edits: [{
      file: "src/diffusion/samplers/masked_sampler.ts",
      find: "z[row * length + position] = y[row * length + position];",
      replace: "z[row * length + position] = y[row * length + Math.max(0, position - 1)];",
    }],
  },
  {
    name: "stale average of the parameters",
    edits: [{
      file: "src/training/train.ts",
      find: "const emaDecay = Math.min(options.emaDecay, (1 + step) / (10 + step));",
      replace: "const emaDecay = 1;",
    }],
  },
];

/**
 * Plants a fault in a copy of the project.
 *
 * @throws {Error} If the text to replace does not stand there exactly once.
 */
export async function plantFault(root: string, { name, edits }: PlantedFault): Promise<void> {
  for (const { file, find, replace } of edits) {
    const path = join(root, file), text = await Deno.readTextFile(path);
    const count = text.split(find).length - 1;
    if (count !== 1) {
      throw new Error(
        `Cannot plant "${name}": ${file} holds ${count} times: ${find}`,
      );
    }
    await Deno.writeTextFile(path, text.replace(find, () => replace));
  }
}
