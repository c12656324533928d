/**
 * The program that a worker process runs: JSON lines in, JSON lines out. The first line holds the
 * {@linkcode PropertyOptions}, each further line a list of SMILES strings; the answer to it is a list
 * of `[canonical, values]` or `null`. It ends when its input does, and so with its parent.
 *
 * @module
 */
import { readLines } from "../../support/read_lines.ts";
import { prepareDescribe } from "./properties/properties.ts";
import { loadRdkit } from "./rdkit/rdkit.ts";

const lines = readLines(Deno.stdin.readable);
const encoder = new TextEncoder();

async function write(text: string): Promise<void> {
  let bytes = encoder.encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(await Deno.stdout.write(bytes));
}

const { value: settings } = await lines.next();
if (settings !== undefined) {
  const describe = prepareDescribe(await loadRdkit(), JSON.parse(settings));
  for await (const line of lines) {
    const answers = (JSON.parse(line) as string[]).map((smiles) => {
      const description = describe(smiles);
      return description && [description.canonical, description.values];
    });
    await write(JSON.stringify(answers) + "\n");
  }
}
