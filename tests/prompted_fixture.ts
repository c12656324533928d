import { join } from "node:path";
import { writePart } from "../src/artifacts/dataset.ts";
import { writeDatasetMeta } from "../src/artifacts/dataset_meta.ts";
import { PROBLEM_PARTS, writeProblems } from "../src/artifacts/problems.ts";
import { TEXT_TOKENIZERS } from "../src/domains/text/tokenizers/text_tokenizers.ts";
import type { DitConfig } from "../src/model/dit/dit_config.ts";

/** Letters of the problems: which of them is asked about, to be answered twice. */
const LETTERS = "abcde";

/** Problems of unequal lengths, such as `aaa=`, whose answer is `aa`. */
export const LETTER_PROBLEMS = [1, 2, 3].flatMap((count) =>
  Array.from(LETTERS, (letter) => ({
    id: `letters/${letter}${count}`,
    prompt: `${letter.repeat(count)}=`,
    answer: letter.repeat(2),
  }))
);

const PROMPT_POSITIONS = 4, ANSWER_POSITIONS = 4;

/** Writes a prompted data set of {@linkcode LETTER_PROBLEMS}, all of them in each part. */
export async function writeLetterProblems(folder: string): Promise<DitConfig> {
  const { encode, decode: _, source, ...vocabulary } = await TEXT_TOKENIZERS.characters.ofTexts([
    `${LETTERS}=`,
  ]);
  const length = PROMPT_POSITIONS + ANSWER_POSITIONS, { tokens, eosId, maskId } = vocabulary;
  await Deno.mkdir(folder, { recursive: true });
  const rows = new Uint8Array(LETTER_PROBLEMS.length * length).fill(eosId);
  const promptLengths = Uint8Array.from(LETTER_PROBLEMS, ({ prompt, answer }, row) => {
    rows.set(encode(prompt + answer), row * length);
    return prompt.length;
  });
  for (const part of ["train", "test"] as const) {
    await writePart(folder, part, length, { tokens: rows, promptLengths });
  }
  for (const part of PROBLEM_PARTS) {
    await writeProblems(folder, {
      ...{ part, name: "letters", judge: "exact", problems: LETTER_PROBLEMS },
    });
  }
  const n = LETTER_PROBLEMS.length;
  await writeDatasetMeta(folder, {
    ...{ ...vocabulary, length, source: { ...source, kind: "letters" }, counts: { train: n } },
    ...{ promptPositions: PROMPT_POSITIONS, answerPositions: ANSWER_POSITIONS },
  });
  return {
    ...{ vocab: tokens.length, length, maskId, numClasses: 0 },
    ...{ hiddenSize: 32, nBlocks: 2, nHeads: 2, condDim: 4 },
  };
}

/** Where a data set and a network of a test are. */
export const promptedInputs = (folder: string) => ({
  dataset: join(folder, "dataset"),
  checkpoint: join(folder, "checkpoint"),
});
