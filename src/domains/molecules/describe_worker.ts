/**
 * The program that a worker process runs: JSON lines in, JSON lines out. The first line holds the
 * {@linkcode PropertyOptions}, each further line a list of SMILES strings; the answer to it is a list
 * of `[canonical, values]`, `null`, or a string that says at what RDKit failed. It ends when its input does, and so with its parent.
 *
 * @module
 */
import { readLines } from "../../support/read_lines.ts";
import { prepareDescribe, type PropertyOptions } from "./properties/properties.ts";
import { askRdkit } from "./rdkit/ask_rdkit.ts";
import { RdkitFailure } from "./rdkit/rdkit.ts";

const lines = readLines(Deno.stdin.readable);
const encoder = new TextEncoder();

async function write(text: string): Promise<void> {
  let bytes = encoder.encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(await Deno.stdout.write(bytes));
}

const { value: settings } = await lines.next();
if (settings !== undefined) {
  const options: PropertyOptions = JSON.parse(settings);
  const describe = askRdkit((rdkit) => prepareDescribe(rdkit, options));
  for await (const line of lines) {
    const answers: unknown[] = [];
    for (const smiles of JSON.parse(line) as string[]) {
      const answer = await describe(smiles);
      answers.push(
        answer instanceof RdkitFailure
          ? answer.message
          : answer && [answer.canonical, answer.values],
      );
    }
    await write(JSON.stringify(answers) + "\n");
  }
}
