import { z } from "zod";
import { decodeBlocks } from "./blocks/block_decode.ts";
import { countBlocks } from "./blocks/block_layout.ts";
import { BLOCK_COMPUTES } from "./blocks/block_parts.ts";
import { defineSampler } from "./sampler.ts";
import {
  correctorShape,
  expectedCorrectorSteps,
  stepsSetting,
  tokenSettings,
} from "./shared_settings.ts";

const corrector = z.strictObject({
  ...correctorShape,
  prior: z.enum(["kept", "argmax"]).default("kept")
    .describe("Its first input: the denoiser's tokens in place of masks alone, or everywhere."),
});

/** Steps that a block takes at most; each unmasks a token or more. */
function stepsOf(
  { T, blockLength, threshold }: {
    readonly T: number;
    readonly blockLength?: number;
    readonly threshold?: number;
  },
  generated: number,
) {
  const own = blockLength ?? generated;
  const { blocks, stepsPerBlock } = countBlocks(generated, { blockLength: own, T });
  return { blocks, each: threshold === undefined ? Math.min(stepsPerBlock, own) : own };
}

/** LLaDA's decoding of a prompt's continuation, block after block, with ProSeCo's corrector. */
export const blocksSampler = defineSampler({
  name: "blocks",
  label: "Blocks",
  shows: "masks",
  prompt: "needed",
  settings: {
    ...stepsSetting,
    ...tokenSettings,
    blockLength: z.int().min(1).optional()
      .describe("blocks: positions of a block; divides what is generated; one block if left out."),
    order: z.enum(["lowConfidence", "random"]).default("lowConfidence")
      .describe("blocks: which tokens a step unmasks: the surest ones, or any."),
    threshold: z.number().gt(0).max(1).optional()
      .describe("blocks: a step unmasks all tokens at least this probable instead (Fast-dLLM)."),
    corrector: corrector.optional()
      .describe("blocks: how tokens are corrected, such as { S: 2, omega: 2 }."),
    computes: z.enum(BLOCK_COMPUTES).optional()
      .describe(
        "blocks: what of the network a step computes: all (if left out), what it reads, or what " +
          "Fast-dLLM's prefix or dual cache does not hold.",
      ),
    protocol: z.enum(["own", "released"]).default("own")
      .describe("blocks: this project's rules, or those of the published function."),
    stopAtEos: z.boolean().default(true)
      .describe("blocks: whether a row ends with a block that ends with eos."),
  },
  steps(settings, length, prompted) {
    const { blocks, each } = stepsOf(settings, length - prompted);
    return blocks * each;
  },
  evaluations({ corrector, ...settings }, length, prompted) {
    const { blocks, each } = stepsOf(settings, length - prompted);
    const corrections = corrector === undefined ? 0 : expectedCorrectorSteps(corrector, each);
    return blocks * (each + corrections);
  },
  draw(denoiser, { prompt, blockLength, stopAtEos, eosId, ...options }) {
    if (prompt === undefined) throw new RangeError("Cannot decode blocks: there is no prompt");
    return decodeBlocks(denoiser, {
      ...options,
      prompt,
      blockLength: blockLength ?? denoiser.length - prompt.indexOf(denoiser.maskId),
      eosId: stopAtEos ? eosId : undefined,
      // A row is what it would be alone, also by the released protocol.
      shareSteps: false,
    });
  },
  variant: ({ corrector }) => corrector === undefined ? "" : `${corrector.S}, ${corrector.omega}`,
});
