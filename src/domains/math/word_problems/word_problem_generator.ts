import type { RandomStream } from "../../../random/mod.ts";
import { between, pick, type ProblemGenerator } from "../../problems/problem_generator.ts";

const NAMES = ["Tom", "Ann", "Raj", "Mia", "Leo", "Zoe"];
const ITEMS = ["apples", "books", "coins", "shells", "cards", "stamps"];

/**
 * Name a step in the story and in its working. The question names the last one, and sentences are of equal
 * length: small networks learn late to count what came before.
 */
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/** Numbers go up to here, so that few sums are to be learned. */
const MOST = 12;

/** What is added or taken away goes up to here. */
const MOST_OPERAND = 3;

/** Fewest and most steps of a problem. */
const STEPS = [2, 5] as const;

/** What can happen to a number of things. */
interface Step {
  /** Whether it can happen to so many. */
  allows(x: number): boolean;
  /** The numbers that it can be done with. */
  readonly operands: readonly number[];
  /** The sign by which it is written. */
  readonly sign: string;
  /** How many there are then. */
  of(x: number, n: number): number;
  /** What its person does, with N for the number; all of as many tokens. */
  readonly deeds: readonly string[];
}

const operands = Array.from({ length: MOST_OPERAND }, (_, i) => i + 1);

const KINDS: readonly Step[] = [
  {
    allows: (x) => x <= MOST - MOST_OPERAND,
    ...{ operands, sign: "+", of: (x, n) => x + n },
    deeds: ["buys N more", "finds N more", "gets N back"],
  },
  {
    allows: (x) => x > MOST_OPERAND,
    ...{ operands, sign: "-", of: (x, n) => x - n },
    deeds: ["gives N away", "loses N again", "sells N again"],
  },
  {
    allows: (x) => x <= MOST / 2,
    ...{ operands: [2], sign: "*", of: (x) => x * 2 },
    deeds: ["doubles that number"],
  },
  {
    allows: (x) => x % 2 === 0 && x >= 4,
    ...{ operands: [2], sign: "/", of: (x) => x / 2 },
    deeds: ["halves that number"],
  },
];

function draw(stream: RandomStream) {
  const who = pick(stream, NAMES), item = pick(stream, ITEMS);
  const steps = between(stream, ...STEPS);
  let x = between(stream, 1, MOST);
  const story = [`${who} has ${x} ${item}.`], work: string[] = [];
  for (let step = 0; step < steps; step++) {
    const kind = pick(stream, KINDS.filter(({ allows }) => allows(x)));
    const n = pick(stream, kind.operands), after = kind.of(x, n);
    const deed = pick(stream, kind.deeds).replace("N", String(n));
    story.push(`On ${DAYS[step]} ${who} ${deed}.`);
    work.push(`${DAYS[step]} ${x} ${kind.sign} ${n} = ${after} ;`);
    x = after;
  }
  return {
    prompt: [...story, `How many ${item} does ${who} have after ${DAYS[steps - 1]}?`].join(" "),
    answer: [...work, `#### ${x}`].join(" "),
  };
}

/**
 * How many problems go on from a number of things.
 *
 * @param ways How many wordings of a step are told apart.
 */
function countFrom(x: number, steps: number, ways: (step: Step) => number): number {
  if (steps === 0) return 1;
  return KINDS.filter(({ allows }) => allows(x)).reduce(
    (sum, kind) =>
      kind.operands.reduce(
        (sum, n) => sum + ways(kind) * countFrom(kind.of(x, n), steps - 1, ways),
        sum,
      ),
    0,
  );
}

function countAll(ways: (step: Step) => number): number {
  let sum = 0;
  for (let x = 1; x <= MOST; x++) {
    for (let steps = STEPS[0]; steps <= STEPS[1]; steps++) sum += countFrom(x, steps, ways);
  }
  return sum;
}

/**
 * Word problems as those of GSM8K, of two to five steps with numbers to 12, worked out in the answer:
 * `Monday 9 + 3 = 12 ; Tuesday 12 / 2 = 6 ; #### 6`. A problem's content is its working.
 */
export const WORD_PROBLEMS: ProblemGenerator = {
  judge: "math",
  draw(stream) {
    const { prompt, answer } = draw(stream);
    return { prompt, answer, content: answer };
  },
  count() {
    return {
      contents: countAll(() => 1),
      prompts: NAMES.length * ITEMS.length * countAll(({ deeds }) => deeds.length),
    };
  },
};
