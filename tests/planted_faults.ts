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
  /** The sweep that must catch it. @default {"molecules"} */
  readonly sweep?: string;
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
      file: "src/diffusion/guidance/classifier_free.ts",
      find: "gamma * conditional![offset + i]! + (1 - gamma) *",
      replace: "-gamma * conditional![offset + i]! + (1 + gamma) *",
    }],
  },
  {
    name: "corrector's tokens written one position off",
    edits: [{
      file: "src/diffusion/samplers/masked_sampler.ts",
      find: "z[row * length + position] = y[row * length + position]!;",
      replace: "z[row * length + position] = y[row * length + Math.max(0, position - 1)]!;",
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
  {
    name: "posterior's chance to stay masked without its division",
    edits: [{
      file: "src/diffusion/process/posterior.ts",
      find: "(1 - alphaS - sigma * alphaT) / (1 - alphaT)",
      replace: "1 - alphaS - sigma * alphaT",
    }],
  },
  {
    name: "tokens drawn from the predictions for z after the corrector",
    edits: [{
      file: "src/diffusion/samplers/masked_sampler.ts",
      find: '? { input: "y", guidance: correctorGuidance } as const',
      replace: '? { input: "z", guidance: correctorGuidance } as const',
    }],
  },
  {
    name: "corrector fires one step early",
    edits: [{
      file: "src/diffusion/denoising/corrector.ts",
      find: "(step + 1) % omega === 0",
      replace: "step % omega === 0",
    }],
  },
  {
    name: "all positions of a row unmasked by one draw",
    edits: [{
      file: "src/diffusion/denoising/plan_row.ts",
      find: "uniformAt(key, row, step, position) < chance",
      replace: "uniformAt(key, row, step, 0) < chance",
    }],
  },
  {
    name: "dropped labels shown as the first class",
    edits: [{
      file: "src/training/batches.ts",
      find: "? noLabel",
      replace: "? Math.min(0, noLabel)",
    }],
  },
  {
    name: "times of a batch drawn from 0 on",
    edits: [{
      file: "src/diffusion/process/noise_levels.ts",
      find: "const times = spread.map((u) => tMin + (1 - tMin) * u);",
      replace: "const times = spread.map((u) => Math.max(1e-3, u));",
    }],
  },
  {
    name: "perplexity of each token by the prediction of the one after it",
    sweep: "text",
    edits: [{
      file: "src/judging/next_token_scorer.ts",
      find: "start + length - 1), start + 1);",
      replace: "start + length - 1), start);",
    }],
  },
  {
    name: "entropy cut at the first end of a document",
    sweep: "text",
    edits: [{
      file: "src/domains/text/sequence_text.ts",
      find: "if (bosId === eosId) return",
      replace: "if (bosId < 0) return",
    }],
  },
  {
    name: "MAUVE against texts of the training data",
    sweep: "text",
    edits: [{
      file: "src/judging/reference_texts.ts",
      find: '{ meta, test, properties }: Pick<Dataset, "meta" | "test" | "properties">',
      replace: '{ meta, train: test, properties }: Pick<Dataset, "meta" | "train" | "properties">',
    }, {
      file: "src/judging/read_text_judges.ts",
      find: "await referenceTexts(dataset, references)",
      replace: "await referenceTexts(dataset, 500)",
    }],
  },
  {
    name: "prompt tokens masked",
    sweep: "math",
    edits: [{
      file: "src/diffusion/objectives/masked.ts",
      find: "if (isGiven) arrays.zt![i] = x0[i]!;",
      replace: "",
    }],
  },
  {
    name: "step counter of the corrector not restarted in each block",
    sweep: "math",
    edits: [{
      file: "src/diffusion/samplers/blocks/block_decode.ts",
      find: "correctorFires(corrector, step);",
      replace: "correctorFires(corrector, this.unmaskingSteps);",
    }],
  },
  {
    name: "corrector sees the masks of later blocks",
    sweep: "math",
    edits: [{
      file: "src/diffusion/samplers/blocks/block_decode.ts",
      find: "for (let position = promptLength; position < length; position++) {",
      replace: "for (let position = promptLength; position < Math.min(end, length); position++) {",
    }],
  },
  {
    name: "answers scored on training problems",
    sweep: "math",
    edits: [{
      file: "src/domains/problems/split_problems.ts",
      find: "if (!heldOut.has(problem.content)) return problem;",
      replace: 'if (part === "train" || !heldOut.has(problem.content)) return problem;',
    }, {
      file: "src/domains/problems/split_problems.ts",
      find: "new RandomStream(foldIn(key, STREAMS.problems, part));",
      replace:
        'new RandomStream(foldIn(key, STREAMS.problems, part === "train" ? "validation" : part));',
    }],
  },
];

/**
 * No faults: what they change is the rounding of every update, as another processor does. The sweeps must
 * let them pass.
 */
export const OTHER_ROUNDING: readonly PlantedFault[] = [{
  name: "none, but other rounding",
  edits: [{
    file: "pipelines/regress.yaml",
    find: "learningRate: 0.01\n",
    replace: "learningRate: 0.0100001\n",
  }, {
    file: "pipelines/regress.yaml",
    find: "learningRate: 0.002\n",
    replace: "learningRate: 0.00200002\n",
  }],
}, {
  name: "none, but other rounding of texts",
  sweep: "text",
  edits: [{
    file: "pipelines/regress-text.yaml",
    find: "learningRate: 0.01\n",
    replace: "learningRate: 0.0100001\n",
  }, {
    file: "pipelines/regress-text.yaml",
    find: "learningRate: 0.002\n",
    replace: "learningRate: 0.00200002\n",
  }],
}, {
  name: "none, but other rounding of answers",
  sweep: "math",
  edits: [{
    file: "pipelines/shared/regress-prompted.yaml",
    find: "learningRate: 0.01\n",
    replace: "learningRate: 0.0100001\n",
  }, {
    file: "pipelines/shared/regress-prompted.yaml",
    find: "learningRate: 0.002\n",
    replace: "learningRate: 0.00200002\n",
  }],
}];

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
