import { join } from "node:path";
import { readCheckpoint } from "../model/checkpoint.ts";
import { exportOnnx } from "../model/export_onnx.ts";
import { writeAtomically } from "../support/files.ts";
import { readCommand } from "./options.ts";
import { print } from "../terminal/output.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { UserError } from "../support/user_error.ts";

const HELP = `Writes a checkpoint's network as an ONNX file, for any runtime that knows ONNX.

  deno task export CHECKPOINT [--to FILE]

  CHECKPOINT  folder with config.json and model.safetensors, such as results/models/proseco
  --to FILE   the file to write (model.onnx in the checkpoint's folder)

The file maps tokens, int32 [batch, length], and labels, int32 [batch], to logits,
[batch, length, vocab], for any batch size.`;

await runCommand(async () => {
  const { values, positionals } = readCommand({ to: { type: "string" } });
  if (values.help) return print(HELP);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new UserError("Name one checkpoint: deno task export results/models/proseco");
  }
  const file = values.to ?? join(folder, "model.onnx");
  const checkpoint = await withGiven(() => readCheckpoint(folder));
  const bytes = await exportOnnx(checkpoint);
  await withGiven(() => writeAtomically(file, bytes));
  print(`${file}: ${(bytes.length / 2 ** 20).toFixed(1)} MiB`);
});
