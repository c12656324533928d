import { UserError } from "../../support/user_error.ts";
import { findProgram } from "./find_program.ts";

/**
 * What a command such as `python3 --version` prints.
 *
 * @throws {UserError} If there is no such program, it fails, or it prints nothing.
 */
export async function askVersion([name, ...args]: readonly string[]): Promise<string> {
  const command = new Deno.Command(findProgram(name!), { args, stdin: "null" });
  const { success, code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  const said = [stdout, stderr].map((bytes) => decoder.decode(bytes).trim()).filter(Boolean);
  const written = [name, ...args].join(" ");
  if (!success) {
    throw new UserError([`"${written}" ended with exit code ${code}`, ...said].join("\n"));
  }
  if (said.length === 0) throw new UserError(`"${written}" prints no version`);
  return said.join("\n");
}
