/**
 * Judges answers to generated programming problems as `eval/code` does and tells how long it takes:
 * 500 problems of three answers each, none the same, in shared interpreters. Of the wrong answers a
 * quarter is no Python, a quarter raises an exception and the others return another number.
 *
 * Usage: `deno run -A bench/judge_answers.ts [workers] [share wrong,…] [problems] [answers]`
 */
import { cpus, loadavg } from "node:os";
import { scorePrograms } from "../src/domains/code/score_code.ts";
import { oncePerProgram, startPythonSandbox } from "../src/domains/sandbox/mod.ts";
import { foldIn, randomKey, RandomStream } from "../src/random/mod.ts";

const [workers = 2, , problemCount = 500, answerCount = 3] = Deno.args.map(Number);
const sharesWrong = (Deno.args[1] ?? "0,0.2,0.5").split(",").map(Number);

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** A function of a list that differs by its numbers, in as many styles as there are answers. */
function makeFunction(index: number) {
  const name = `f${index}`, divisor = 2 + index % 7, factor = 1 + index, least = index % 5;
  const value = [3, 4, 6, 8, 10, 12, 15].filter((x) => x % divisor === 0 && x > least)
    .reduce((sum, x) => sum + x * factor, 0);
  const write = (style: number, factor: number) =>
    style % 2 === 0
      ? `def ${name}(xs):\n    return sum(x * ${factor} for x in xs if x % ${divisor} == 0 and x > ${least})` +
        ` + ${style} - ${style}\n`
      : `def ${name}(xs):\n    total = ${style} - ${style}\n    for x in xs:\n` +
        `        if x % ${divisor} == 0 and x > ${least}:\n            total += x * ${factor}\n` +
        "    return total\n";
  const wrong = [
    (style: number) => write(style, factor + 1),
    (style: number) => write(style, factor) + `assert ${name}([]) == 1 + ${style}\n`,
    (style: number) => write(style, factor).replace("xs", "ys"),
    (style: number) => write(style, factor).replace(":", ""),
  ];
  const tests = `assert ${name}([3, 4, 6, 8, 10, 12, 15]) == ${value}\nassert ${name}([]) == 0`;
  return { name, tests, right: (style: number) => write(style, factor), wrong };
}

function makeProblems(shareWrong: number) {
  const functions = Array.from({ length: problemCount }, (_, index) => makeFunction(index));
  const stream = new RandomStream(foldIn(randomKey(1), 0));
  const problems = functions.map(({ name, tests, right }) => ({
    ...{ id: name, prompt: "", reference: right(0), tests, shownTests: [tests] },
  }));
  const completions = functions.map(({ name, right, wrong }) => ({
    id: name,
    answers: Array.from(
      { length: answerCount },
      (_, style) =>
        stream.uniform() < shareWrong ? wrong[stream.integer(wrong.length)]!(style) : right(style),
    ),
  }));
  return { problems, completions };
}

print(`${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}, ${workers} workers`);
for (const share of sharesWrong) {
  const { problems, completions } = makeProblems(share);
  const started = performance.now();
  await using sandbox = await startPythonSandbox({ isolation: "shared", workers });
  const run = oncePerProgram((program) => sandbox.run(program));
  const { passAt, verdicts } = await scorePrograms(problems, completions, {
    ...{ name: "functions", k: [1], run },
  });
  const seconds = (performance.now() - started) / 1000;
  print(
    `${problemCount} problems of ${answerCount} answers, ${share} wrong: ${
      seconds.toFixed(1)
    } s, ` +
      `pass@1 ${passAt[1]!.toFixed(3)}, ${JSON.stringify(verdicts)}`,
  );
}
