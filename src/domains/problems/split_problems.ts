import type { Judge, Problem, ProblemPart } from "../../artifacts/problems.ts";
import { foldIn, type RandomKey, RandomStream, STREAMS } from "../../random/mod.ts";
import type { ProblemGenerator } from "./problem_generator.ts";

/** A prompt and the answer that is learned. */
export type Example = Pick<Problem, "prompt" | "answer" | "system"> & Partial<Pick<Problem, "id">>;

/** How many problems each part has. */
export interface PartCounts extends Readonly<Record<ProblemPart, number>> {
  /** Rows to train on. */
  readonly train: number;
}

/** Problems of which nothing that is trained on is held out. */
export interface SplitProblems extends Readonly<Record<ProblemPart, readonly Problem[]>> {
  /** Of the problems, such as `functions`. */
  readonly name: string;
  /** What tells right answers from wrong ones. */
  readonly judge: Judge;
  /** What is trained on. */
  readonly train: readonly Example[];
  /** Numbers that a data set says of them. */
  readonly counts: Readonly<Record<string, number>>;
}

/** How often a problem is drawn anew because its content is taken, at most, for each that is asked for. */
const MOST_DRAWS = 100;

/**
 * Makes problems of three parts: held-out problems of different contents first, then rows to train on
 * of any other content.
 *
 * @param name Of the problems; their ids begin with it.
 * @param taken Contents of problems that are held out besides.
 * @throws {RangeError} If there are not so many problems.
 */
export function makeProblems(
  generator: ProblemGenerator,
  key: RandomKey,
  name: string,
  counts: PartCounts,
  taken: Iterable<string> = [],
): SplitProblems {
  const heldOut = new Set(taken);
  const streamOf = (part: keyof PartCounts) =>
    new RandomStream(foldIn(key, STREAMS.problems, part));
  const drawNew = (part: keyof PartCounts, stream: RandomStream) => {
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const problem = generator.draw(stream);
      if (!heldOut.has(problem.content)) return problem;
    }
    throw new RangeError(
      `Cannot make ${
        counts[part]
      } ${name} for ${part}: of ${generator.count().contents} that there ` +
        `are, ${heldOut.size} are held out; ask for fewer`,
    );
  };
  const hold = (part: ProblemPart): Problem[] => {
    const stream = streamOf(part);
    return Array.from({ length: counts[part] }, (_, index) => {
      const { prompt, answer, content, tests } = drawNew(part, stream);
      heldOut.add(content);
      const id = `${name}/${part}/${index}`;
      return { id, prompt, answer, ...(tests && { tests: tests(stream) }) };
    });
  };
  const test = hold("test"), validation = hold("validation");
  const stream = streamOf("train");
  const train = Array.from({ length: counts.train }, () => {
    const { prompt, answer } = drawNew("train", stream);
    return { prompt, answer };
  });
  const repeated = train.length - new Set(train.map(({ prompt }) => prompt)).size;
  const { contents, prompts } = generator.count();
  return {
    ...{ name, judge: generator.judge, train, validation, test },
    counts: { contents, prompts, repeated },
  };
}
