import type { Completion, Completions } from "../artifacts/completions.ts";
import { readDatasetMeta } from "../artifacts/dataset_meta.ts";
import type { Problems } from "../artifacts/problems.ts";
import type { RecordedFrame } from "../artifacts/samples.ts";
import { formatOf } from "../domains/text/prompt_text.ts";
import { sequenceIds } from "../domains/text/sequence_text.ts";
import { textTokenizer } from "../domains/text/tokenizers/text_tokenizers.ts";
import { foldIn, randomKey, STREAMS } from "../random/mod.ts";
import { meanOf } from "../statistics/estimates.ts";
import { examplePrompts } from "./prompts/example_prompts.ts";
import { layOutPrompts } from "./prompts/prompt_layout.ts";
import type { PromptedCell } from "./prompted_settings.ts";
import { decidingSettings } from "./sampling_settings.ts";
import { openSequenceSampler, type SequenceSamplerOptions } from "./sequence_sampler.ts";
import { writePrompt } from "./prompts/write_prompt.ts";

/** Where a sampler of answers finds what it needs, and what it is asked. */
export interface PromptedSamplerOptions extends Omit<SequenceSamplerOptions, "length"> {
  /** What is answered. */
  readonly problems: Problems;
  /** Settings that all sets of answers share: how many there are and how prompts are written. */
  readonly settings: Pick<
    PromptedCell,
    | "count"
    | "answers"
    | "generated"
    | "promptPositions"
    | "shots"
    | "separator"
    | "template"
    | "system"
    | "format"
  >;
}

/** One set of answers. */
export interface AnswerSet {
  /** What a file of completions holds. */
  readonly content: Completions;
  /** Seconds that it took. */
  readonly seconds: number;
  /** Tokens of the answers, each one's end included. */
  readonly tokens: number;
}

/** Answers problems by one network. */
export interface PromptedSampler {
  /**
   * Steps that a set takes, for progress.
   *
   * @throws {RangeError} If settings do not fit.
   */
  steps(cell: PromptedCell): number;
  /** Draws a set. */
  draw(
    cell: PromptedCell,
    signal: AbortSignal,
    onStep: (done: number) => void,
  ): Promise<AnswerSet>;
  /** Frees the network. */
  release(): Promise<void>;
}

/** A row that was drawn. */
interface Answer {
  readonly text: string;
  readonly evaluations: number;
  readonly finished: boolean;
}

/**
 * Opens a network for answering problems. An answer depends on its problem, its number among them and
 * the settings, not on the rows that are drawn with it.
 *
 * @throws {Error} If the network does not fit the data set, or a prompt does not fit the positions.
 */
export async function openPromptedSampler(
  { problems, settings, ...options }: PromptedSamplerOptions,
): Promise<PromptedSampler> {
  const meta = await readDatasetMeta(options.dataset), { eosId, padId, maskId } = meta;
  const { answers, shots, separator, count = problems.problems.length } = settings;
  const { promptPositions = meta.promptPositions, generated = meta.answerPositions } = settings;
  if (promptPositions === undefined || generated === undefined) {
    throw new RangeError(
      `Cannot answer problems of "${options.dataset}": it is no prompted data set: its meta.json has ` +
        "no promptPositions and answerPositions",
    );
  }
  if (count > problems.problems.length) {
    throw new RangeError(
      `Cannot answer ${count} problems of "${problems.name}": its ${problems.part} part has ` +
        `${problems.problems.length}`,
    );
  }
  const asked = problems.problems.slice(0, count), tokenizer = await textTokenizer(meta);
  const format = settings.format ?? formatOf(meta.source), isChat = format === "chat";
  if (isChat && shots > 0 && formatOf(meta.source) === "chat") {
    throw new RangeError(
      `Cannot show examples of "${options.dataset}" in a chat: its rows are chats themselves: make ` +
        "the data set with format plain and answer with format chat, or set shots to 0",
    );
  }
  const examples = await examplePrompts(options.dataset, meta, {
    shots,
    separator: shots === 0 ? [] : tokenizer.encode(separator),
  });
  const prompts = asked.map((problem) => {
    const style = { ...settings, format, examples: isChat ? tokenizer.decode(examples) : "" };
    const text = writePrompt(problem, style, tokenizer);
    const ids = [...isChat ? [] : examples, ...tokenizer.encode(text)];
    if (ids.length > 0 && ids.length <= promptPositions) return ids;
    throw new RangeError(
      `Cannot answer "${problem.id}": its prompt has ${ids.length} tokens, there is room for 1 to ` +
        `${promptPositions}: set promptPositions, or show fewer examples`,
    );
  });
  const sampler = await openSequenceSampler({ ...options, length: promptPositions + generated });
  const { config, model } = sampler, rows = count * answers;
  // Those whose steps are recorded are drawn apart, so that no step is of others alone.
  const groupsOf = ({ trajectories, batch }: PromptedCell) => {
    const traced = Math.min(trajectories, rows), firsts = traced === 0 ? [] : [0];
    for (let first = traced; first < rows; first += batch) firsts.push(first);
    return firsts.map((first, i) => ({ first, end: firsts[i + 1] ?? rows }));
  };
  const stepsEach = (cell: PromptedCell) =>
    sampler.steps({ ...cell, count, gamma: 1 }, promptPositions);

  return {
    steps: (cell) => groupsOf(cell).length * stepsEach(cell),
    async draw(cell, signal, onStep) {
      const key = foldIn(randomKey(cell.seed), STREAMS.samplePrompted), each = stepsEach(cell);
      const drawn: Answer[] = [];
      let trajectory: readonly RecordedFrame[] = [], seconds = 0, tokens = 0, prescribed = 0;
      for (const [group, { first, end }] of groupsOf(cell).entries()) {
        const own = Array.from(
          { length: end - first },
          (_, i) => prompts[Math.floor((first + i) / answers)]!,
        );
        const trajectories = group === 0 ? cell.trajectories : 0;
        const part = await sampler.draw({ ...cell, count, gamma: 1, trajectories }, {
          ...{ key, firstRow: first, signal },
          labels: new Int32Array(own.length).fill(config.numClasses),
          ...layOutPrompts({ prompts: own, promptPositions, generated, padId, maskId }),
          onStep: (done) => onStep(group * each + Math.min(done, each)),
        });
        part.sequences.forEach((sequence, row) => {
          const ids = sequence.subarray(promptPositions), ending = ids.indexOf(eosId);
          const kept = sequenceIds(meta, ids);
          tokens += kept.length + Number(ending >= 0);
          drawn.push({
            text: tokenizer.decode(kept),
            evaluations: part.rowEvaluations![row]!,
            finished: ending >= 0,
          });
        });
        if (trajectories > 0) trajectory = part.trajectory;
        // A whole number, so that it does not matter how rows were grouped.
        prescribed += Math.round(part.nfe * own.length);
        seconds += part.seconds;
      }
      const completions = asked.map(({ id }, i): Completion => {
        const own = drawn.slice(i * answers, (i + 1) * answers);
        return {
          id,
          answers: own.map(({ text }) => text),
          evaluations: own.map(({ evaluations }) => evaluations),
          finished: own.map(({ finished }) => finished),
        };
      });
      const deciding: Record<string, unknown> = decidingSettings({ ...cell, count, gamma: 1 });
      delete deciding.gamma;
      const { part, seed, template, system } = cell;
      const content: Completions = {
        settings: {
          ...deciding,
          ...(cell.sampler === "blocks" && { blockLength: deciding.blockLength ?? generated }),
          ...{ part, data: problems.name, generated, promptPositions, count, answers, seed },
          ...{
            template,
            system,
            shots,
            ...(shots > 0 && { separator }),
            ...(isChat && { format }),
          },
        },
        nfe: prescribed / rows,
        evaluations: meanOf(drawn.map(({ evaluations }) => evaluations)),
        empty: meanOf(drawn.map(({ text }) => Number(text.trim() === ""))),
        unfinished: meanOf(drawn.map(({ finished }) => Number(!finished))),
        completions,
        trajectory: trajectory.map(({ sequences, ...frame }) => ({
          ...frame,
          sequences: sequences.map((names) => names.slice(promptPositions)),
        })),
        ...{ data: { source: meta.source }, model },
      };
      return { content, seconds, tokens };
    },
    release: sampler.release,
  };
}
