import { quantizeCheckpoint } from "../model/quantized/quantize_checkpoint.ts";
import { UserError } from "../support/user_error.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { formatBytes, formatSeconds } from "../terminal/format.ts";
import { draw, isTerminal, print } from "../terminal/output.ts";
import { readCommand } from "./options.ts";

const HELP = `Writes a network with its matrices in 4 bits, an eighth of what it takes in memory.

  deno task quantize FOLDER [--to FOLDER]

  FOLDER       published folder or checkpoint of LLaDA's kind, in one file or in several
  --to FOLDER  the folder to write (FOLDER-4bit)

Whatever reads the one folder reads the other. It holds one matrix at a time and about a gigabyte.

Exit codes: 0 done; 2 the folder or an option is wrong.`;

await runCommand(async () => {
  const { values, positionals } = readCommand({ to: { type: "string" } });
  if (values.help) return print(HELP);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new UserError("Name one folder: deno task quantize models/LLaDA-8B-Instruct");
  }
  const to = values.to ?? `${folder.replace(/\/+$/, "")}-4bit`, started = performance.now();
  const { bytes, count } = await withGiven(() =>
    quantizeCheckpoint(folder, to, {
      onParameter(done, total) {
        if (isTerminal()) draw(`\r${done} of ${total} tensors${done === total ? "\n" : ""}`);
      },
    })
  );
  const seconds = formatSeconds((performance.now() - started) / 1000);
  print(`${to}: ${count.toLocaleString("en")} parameters, ${formatBytes(bytes)}, in ${seconds}`);
});
