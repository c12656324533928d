import { drawSamples } from "../diffusion/drawing/draw_samples.ts";
import { trainedObjective } from "../diffusion/objectives/objectives.ts";
import { BLOCK_COMPUTES } from "../diffusion/samplers/blocks/block_parts.ts";
import { samplerNamed } from "../diffusion/samplers/samplers.ts";
import { networkTokenizer } from "../domains/prompted/network_tokenizer.ts";
import { beforeEndMark } from "../domains/text/end_marks.ts";
import { promptText } from "../domains/text/prompt_text.ts";
import { sequenceIds } from "../domains/text/sequence_text.ts";
import { atLength } from "../model/architectures.ts";
import { describeUnread, readCheckpoint } from "../model/checkpoint.ts";
import { createDenoiser, type Denoiser } from "../model/denoiser.ts";
import { foldIn, randomKey, STREAMS } from "../random/mod.ts";
import { UserError } from "../support/user_error.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { isTerminal, print, tell } from "../terminal/output.ts";
import { followAnswer } from "./generate/followed_answer.ts";
import { liveAnswer } from "./generate/live_answer.ts";
import { countOf, numberOf, readCommand } from "./options.ts";

const HELP =
  `Answers prompts by a network that was trained to: block after block, surest tokens first.

  deno task generate FOLDER ["prompt" …] [options]

  FOLDER           a run's checkpoint, or a published network of LLaDA's kind with its tokenizer.json
  "prompt" …       one or several; standard input as a whole if there is none
  --length N       positions of an answer (what the network was trained on leaves, at most 64)
  --block N        positions of a block; divides the length (the length)
  --T N            unmasking steps, a multiple of the blocks (the length)
  --S N --omega N  corrector steps at every omega-th step; --S 0 corrects nothing (0, 1)
  --computes NAME  what of the network a step computes: all, read (what it reads: the same tokens), or
                   what Fast-dLLM's cache lacks: prefix, dual (other tokens; docs/algorithms.md) (all)
  --temperature X  divides the logits of a draw; 0 takes the most probable token (0)
  --seed N         seed of all draws (0)
  --chat           write prompts by the tokenizer's chat template
  --json           an object a line: prompt, answer, tokens, evaluations, corrected, finished, seconds
  --steps          with --json, an object after each step before that: step, steps, evaluations,
                   corrected, seconds, and the text and state of each position as pieces

In a terminal the answer appears while it is unmasked, corrected tokens in yellow.

Exit codes: 0 done; 2 the folder or an option is wrong.`;

/** Positions of an answer at most, where nothing is said. */
const MOST_POSITIONS = 64;

/** What standard input holds, without the line feed that ends it. */
async function readPrompt(): Promise<string> {
  if (Deno.stdin.isTerminal()) tell("Write a prompt; Ctrl-D on a line of its own ends it");
  return (await new Response(Deno.stdin.readable).text()).replace(/\r?\n$/, "");
}

await runCommand(async () => {
  const { values, positionals } = readCommand({
    length: { type: "string" },
    block: { type: "string" },
    T: { type: "string" },
    S: { type: "string", default: "0" },
    omega: { type: "string", default: "1" },
    computes: { type: "string" },
    temperature: { type: "string", default: "0" },
    seed: { type: "string", default: "0" },
    chat: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    steps: { type: "boolean", default: false },
  });
  if (values.help) return print(HELP);
  const [folder, ...given] = positionals;
  if (folder === undefined) {
    throw new UserError('Name a network: deno task generate FOLDER "prompt"');
  }
  if (values.steps && !values.json) throw new UserError("--steps needs --json");
  const temperature = numberOf("temperature", values.temperature);
  const S = countOf("S", values.S, 0), omega = countOf("omega", values.omega, 1);
  const seed = countOf("seed", values.seed, 0), { computes } = values;
  if (computes !== undefined && !BLOCK_COMPUTES.some((name) => name === computes)) {
    throw new UserError(
      `--computes must be one of ${BLOCK_COMPUTES.join(", ")}: got "${computes}"`,
    );
  }
  const tokenizer = await withGiven(() => networkTokenizer(folder));
  const prompts = given.length > 0 ? given : [await readPrompt()];
  const checkpoint = await withGiven(() => readCheckpoint(folder));
  const unread = describeUnread(checkpoint);
  if (unread !== undefined) tell(unread);
  const { config: trained, parameters, training = {} } = checkpoint, { vocab, maskId } = trained;
  const objective = training.objective === undefined
    ? undefined
    : await withGiven(() => trainedObjective({ vocab, maskId, training }));
  const { bosId, eosId, padId } = tokenizer;
  for (const [number, prompt] of prompts.entries()) {
    const ids = await withGiven(() =>
      tokenizer.encode(promptText(tokenizer, { prompt }, values.chat ? "chat" : "plain"))
    );
    if (ids.length === 0) throw new UserError("Cannot answer an empty prompt");
    const room = Math.min(MOST_POSITIONS, Math.max(1, trained.length - ids.length));
    const length = countOf("length", values.length ?? String(room), 1);
    const { config, warning } = await withGiven(() => atLength(trained, ids.length + length));
    if (warning !== undefined) tell(warning);
    const settings = {
      ...{ T: countOf("T", values.T ?? String(length), 1), temperature },
      blockLength: countOf("block", values.block ?? String(length), 1),
      ...(computes !== undefined && { computes }),
      ...(S > 0 && { corrector: { S, omega } }),
    };
    const denoiser = createDenoiser(parameters, config, { maxRows: 1 });
    let evaluated = 0;
    const { evaluatePart } = denoiser,
      counted: Denoiser = {
        ...denoiser,
        evaluate(tokens, labels, rows, seen) {
          evaluated += rows;
          return denoiser.evaluate(tokens, labels, rows, seen);
        },
        evaluatePart: evaluatePart && ((tokens, labels, rows, part) => {
          evaluated += rows;
          return evaluatePart(tokens, labels, rows, part);
        }),
      };
    const tokens = new Int32Array(config.length).fill(maskId);
    tokens.set(ids);
    const answer = followAnswer({
      ...{ tokens: tokens.subarray(ids.length), maskId },
      decode: (ids) => tokenizer.decode(ids),
    });
    const live = isTerminal() && !values.json ? liveAnswer() : undefined;
    const started = performance.now(), sampler = samplerNamed("blocks");
    const seconds = () => (performance.now() - started) / 1000;
    const steps = await withGiven(() =>
      sampler.steps(settings as never, config.length, ids.length)
    );
    const { tokens: drawn, evaluations } = await drawSamples(counted, {
      ...{ sampler, objective, settings, prompt: tokens, bosId, eosId, padId },
      // The same draws as those of the task sample/prompted.
      key: foldIn(randomKey(seed), STREAMS.samplePrompted),
      firstRow: number,
      labels: Int32Array.of(config.numClasses),
      observe({ phase, step, tokens }) {
        if (phase !== "unmask") return;
        answer.follow(tokens.subarray(ids.length));
        const { pieces, corrected } = answer;
        live?.show(pieces);
        if (!values.steps) return;
        const so = { evaluations: evaluated, corrected, seconds: seconds() };
        print(JSON.stringify({ step: step + 1, steps, ...so, pieces }));
      },
    });
    live?.end();
    await denoiser.release();
    const own = drawn.subarray(ids.length), kept = sequenceIds(tokenizer, own);
    const text = tokenizer.decode(kept);
    // A turn of a chat ends with a token of its own.
    const said = tokenizer.source.tokenizer === "published" ? beforeEndMark(text) : text;
    if (!values.json) {
      print(said);
      continue;
    }
    const cost = { tokens: kept.length, evaluations, corrected: answer.corrected };
    const ending = { finished: own.includes(eosId), seconds: seconds() };
    print(JSON.stringify({ prompt, answer: said, ...cost, ...ending }));
  }
});
