import type { RandomStream } from "../../../random/mod.ts";
import { between, pick, type ProblemGenerator } from "../../problems/problem_generator.ts";
import {
  CONSTANTS,
  type Filter,
  FILTERS,
  type Mapping,
  MAPPINGS,
  type Reduction,
  REDUCTIONS,
} from "./function_parts.ts";

/** A filter or a mapping with its constant, which it may not use. */
interface Part<Kind> {
  readonly kind: Kind;
  readonly c: number;
  readonly words: string;
  readonly python: string;
}

/** What a function computes. */
interface Task {
  readonly reduction: Reduction;
  readonly mapping: Part<Mapping>;
  readonly filters: readonly Part<Filter>[];
}

/** Letters of names; no name that Python uses here can be spelled with them, but for a keyword. */
const LETTERS = [..."abcdefgh"], MOST_LETTERS = 4, KEYWORD = "def";

/** Lists that answers are tested on have numbers from here. */
const NUMBERS: readonly number[] = Array.from({ length: 43 }, (_, i) => i - 12);

/** Lists that an answer is tested on, beside the empty one. */
const LISTS = 3;

/** Numbers of such a list that are taken, and others. */
const TAKEN = 3, OTHERS = 5;

/** Each kind with each constant, all as likely. */
function withConstants<Kind extends Filter | Mapping>(kinds: readonly Kind[]): Part<Kind>[] {
  return kinds.flatMap((kind) =>
    CONSTANTS.map((c) => {
      const [words, python] = [kind.words, kind.python].map((text) => text.replace("C", String(c)));
      return { kind, c, words: words!, python: python! };
    })
  );
}

const FILTER_PARTS = withConstants(FILTERS), MAPPING_PARTS = withConstants(MAPPINGS);

const takes = (filters: readonly Part<Filter>[], x: number) =>
  filters.every(({ kind, c }) => kind.takes(x, c));

/** By a first condition, those that are others and leave numbers over, so that there is a largest. */
const SECOND_PARTS = new Map(FILTER_PARTS.map((first) => [
  first,
  FILTER_PARTS.filter((second) =>
    first.python !== second.python && NUMBERS.some((x) => takes([first, second], x))
  ),
]));

function draw(stream: RandomStream): Task {
  const reduction = pick(stream, REDUCTIONS), mapping = pick(stream, MAPPING_PARTS);
  const first = pick(stream, FILTER_PARTS);
  const filters = stream.uniform() < 0.5
    ? [first]
    : [first, pick(stream, SECOND_PARTS.get(first)!)];
  return { reduction, mapping, filters };
}

function drawName(stream: RandomStream): string {
  const letters = between(stream, 1, MOST_LETTERS);
  const name = Array.from({ length: letters }, () => pick(stream, LETTERS)).join("");
  return name === KEYWORD ? drawName(stream) : name;
}

const conditionOf = ({ filters }: Task) => filters.map(({ python }) => python).join(" and ");

function promptOf(task: Task, name: string): string {
  const [first, second] = task.filters.map(({ words }) => words);
  const mapped = task.mapping.words === "" ? "" : `${task.mapping.words} `;
  const also = second === undefined ? "" : `that are also ${second} `;
  return `Write a function to find ${task.reduction.words} ${mapped}the ${first} ${also}in a list, ` +
    `named ${name}.`;
}

/** The function in one of two styles: with a comprehension, or with a loop, as a product is. */
function programOf(task: Task, name: string, style: "comprehension" | "loop"): string {
  const { reduction, mapping } = task, value = mapping.python, condition = conditionOf(task);
  const loop = (before: string, step: string, result: string) => [
    `    ${before}`,
    "    for x in xs:",
    `        if ${condition}:`,
    `            ${step}`,
    `    return ${result}`,
  ];
  const body = reduction.python === undefined
    ? loop("p = 1", `p = p * (${value})`, "p")
    : style === "loop"
    ? loop("ys = []", `ys.append(${value})`, reduction.python.replace("E", "ys"))
    : [`    return ${reduction.python.replace("E", `[${value} for x in xs if ${condition}]`)}`];
  return [`def ${name}(xs):`, ...body].join("\n");
}

/** What the function gives for a list, as Python writes it. */
function resultOf({ reduction, mapping: { kind, c }, filters }: Task, xs: readonly number[]) {
  const taken = xs.filter((x) => takes(filters, x));
  return reduction.of(taken.map((x) => kind.of(BigInt(x), BigInt(c))));
}

function testsOf(task: Task, name: string, stream: RandomStream): string[] {
  const fitting = NUMBERS.filter((x) => takes(task.filters, x));
  // Numbers beside the constants tell a condition from its neighbours.
  const near = task.filters.flatMap(({ c }) => [c - 1, c, c + 1]);
  const lists = Array.from({ length: LISTS }, () => {
    const numbers = [
      ...Array.from({ length: TAKEN }, () => pick(stream, fitting)),
      ...Array.from({ length: OTHERS }, () => pick(stream, NUMBERS)),
      ...near,
    ];
    return Array.from(stream.permutation(numbers.length), (i) => numbers[i]!);
  });
  return [...lists, []].flatMap((xs) => {
    const result = resultOf(task, xs);
    return result === undefined ? [] : [`assert ${name}([${xs.join(", ")}]) == ${result}`];
  });
}

/** Numbers of different texts among them. */
const different = (texts: Iterable<string>) => new Set(texts).size;

/**
 * Functions as MBPP asks for them: a reduction of a mapping of the numbers of a list that one or two
 * conditions take, in one of two styles, its name given. Any function is right that passes the tests.
 */
export const FUNCTIONS: ProblemGenerator = {
  judge: "code",
  draw(stream) {
    const task = draw(stream), name = drawName(stream);
    const style = stream.uniform() < 0.5 ? "loop" : "comprehension";
    return {
      prompt: promptOf(task, name),
      answer: programOf(task, name, style),
      content: programOf(task, "f", "comprehension"),
      tests: (stream) => testsOf(task, name, stream),
    };
  },
  count() {
    const conditions = FILTER_PARTS.flatMap((first) => [
      [first],
      ...SECOND_PARTS.get(first)!.map((second) => [first, second]),
    ]);
    const count = (text: "words" | "python") =>
      REDUCTIONS.length * different(MAPPING_PARTS.map((part) => part[text])) *
      different(conditions.map((parts) => parts.map((part) => part[text]).join(" and ")));
    // All but the keyword.
    let names = -1;
    for (let letters = 1; letters <= MOST_LETTERS; letters++) names += LETTERS.length ** letters;
    return { contents: count("python"), prompts: count("words") * names };
  },
};
