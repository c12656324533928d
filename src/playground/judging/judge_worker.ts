import { judgeSmiles } from "./judge_smiles.ts";
import type { JudgingAnswer, JudgingMessage } from "./judgement.ts";

const tell = (answer: JudgingAnswer) =>
  (self as unknown as { postMessage(value: unknown): void }).postMessage(answer);

self.onmessage = async ({ data: { question, smiles, property } }: MessageEvent<JudgingMessage>) => {
  try {
    tell({ question, judgements: await judgeSmiles(smiles, property) });
  } catch (error) {
    tell({ question, failed: (error as Error).message });
  }
};
