import { deepStrictEqual, rejects } from "node:assert/strict";
import * as ort from "onnxruntime-node";
import { promptedInputs, writeLetterProblems } from "../../../tests/prompted_fixture.ts";
import { readProblems } from "../../artifacts/problems.ts";
import { writeCheckpoint } from "../../model/checkpoint.ts";
import { initialParameters } from "../../model/parameters.ts";
import { textTokenizer } from "../../domains/text/tokenizers/text_tokenizers.ts";
import { randomKey } from "../../random/mod.ts";
import { openPromptedSampler } from "../../sampling/prompted_sampler.ts";
import type { PromptedCell } from "../../sampling/prompted_settings.ts";
import { readOffered } from "../files/offered_checkpoint.ts";
import { FIRST_SETTING } from "../settings/setting.ts";
import { drawSheet } from "./draw_sheet.ts";
import { ortDenoiser } from "./ort_denoiser.ts";
import type { OrtRuntime } from "./ort_runtime.ts";

Deno.test("drawSheet() answers a prompt shorter than its place as the task does", async () => {
  const inputs = promptedInputs(await Deno.makeTempDir());
  const config = await writeLetterProblems(inputs.dataset);
  const parameters = initialParameters(config, randomKey(3));
  // New heads are all zero.
  for (const { data } of Object.values(parameters)) {
    data.forEach((x, i) => data[i] = x + 0.1 * Math.sin(i));
  }
  const vocabulary = JSON.parse(await Deno.readTextFile(`${inputs.dataset}/meta.json`));
  const { tokens, bosId, eosId, padId, maskId } = vocabulary;
  await writeCheckpoint(inputs.checkpoint, {
    ...{ config, parameters },
    vocabulary: { tokens, bosId, eosId, padId, maskId, tokenizer: "characters" },
  });

  const { offered: network, files } = await readOffered({
    ...{ id: "letters", folder: inputs.checkpoint, dataset: inputs.dataset },
  });
  deepStrictEqual(network.prompted, {
    ...{ promptPositions: 4, answerPositions: 4 },
    examples: ["a=", "b=", "c=", "d=", "e=", "aa="],
  });
  const session = await ort.InferenceSession.create(await files[0]!.content());
  const runtime = { ort, runtime: "wasm" } as unknown as OrtRuntime;
  const denoiser = ortDenoiser(runtime, session as never, network, (work) => work());
  const tokenizer = await textTokenizer({ ...network.vocabulary, source: network.source });
  const setting = { ...FIRST_SETTING, T: 4, S: 1, omega: 1 };
  const request = { sheet: 0, network, setting, seed: 5, count: 6, prompt: "a=" };
  const signal = AbortSignal.timeout(60_000);

  const problems = await readProblems(inputs.dataset, "validation");
  const shared = { count: 1, answers: 6, shots: 0, separator: "", template: "{prompt}" };
  const sampler = await openPromptedSampler({
    ...{ ...inputs, batch: 64, engine: "compiled", threads: 1, problems, settings: shared },
    scratch: await Deno.makeTempDir(),
  });
  for (const [order, name] of [["random", "proseco"], ["surest", "blocks"]] as const) {
    const cell = {
      ...{ ...shared, sampler: name, T: 4, corrector: { S: 1, omega: 1 }, temperature: 1 },
      ...{ seed: 5, batch: 64, trajectories: 0, part: "validation" },
    } as unknown as PromptedCell;
    const { content } = await sampler.draw(cell, signal, () => {});
    const asked = { ...request, setting: { ...setting, order } };
    const { texts } = await drawSheet(denoiser, asked, { tokenizer, signal, observe() {} });
    deepStrictEqual(texts, content.completions[0]!.answers);
  }

  await rejects(
    drawSheet(denoiser, { ...request, prompt: "aaaaa" }, { tokenizer, signal, observe() {} }),
    /^RangeError: Cannot answer: the prompt has 5 tokens, there is room for 1 to 4/,
  );
  await sampler.release();
  await denoiser.release();
});
