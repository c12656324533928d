import { PORTABLE_FACES, writePackage } from "../packaging/write_package.ts";
import { readCommand } from "./options.ts";
import { print } from "../terminal/output.ts";
import { runCommand, withGiven } from "../terminal/command.ts";
import { UserError } from "../support/user_error.ts";

const HELP = `Writes an npm package of the parts that need no Deno, with types.

  deno task package OUT

  OUT  folder to write; it must not exist

It has ${PORTABLE_FACES.join(", ")}.
Try it by npm install ./OUT in another project.`;

await runCommand(async () => {
  const { values, positionals } = readCommand({});
  if (values.help) return print(HELP);
  const [out] = positionals;
  if (out === undefined || positionals.length > 1) {
    throw new UserError("Name the folder to write: deno task package proseco-npm");
  }
  await withGiven(() => Deno.mkdir(out)).catch((cause) => {
    if (!(cause.cause instanceof Deno.errors.AlreadyExists)) throw cause;
    throw new UserError(`Cannot write the package to "${out}": it exists; name another`, { cause });
  });
  const { id, modules, leftOut } = await withGiven(() => writePackage(out));
  print(`${out}: ${id}, ${modules} modules`);
  print(`left out, as they need Deno: ${leftOut.join(", ")}`);
});
