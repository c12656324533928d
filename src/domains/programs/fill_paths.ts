import { UserError } from "../../support/user_error.ts";

/** Where a program finds its files: a list for an input that gathers. */
export interface FilePaths {
  readonly input: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly output: Readonly<Record<string, string>>;
}

const PLACE = /\$\{(input|output)\.([\w-]+)\}/g;
const WHOLE = new RegExp(`^${PLACE.source}$`);

function pathsOf(paths: FilePaths, kind: string, name: string): string | readonly string[] {
  const found = kind === "input" ? paths.input[name] : paths.output[name];
  if (found === undefined) {
    throw new UserError(`Cannot fill in "\${${kind}.${name}}": no such file`);
  }
  return found;
}

/**
 * Fills in `${input.name}` and `${output.name}`. An argument that is nothing but an input that gathers
 * becomes one argument for each file.
 *
 * @throws {UserError} If a name is unknown, or a list of files stands within a text.
 */
export function fillPaths(argument: string, paths: FilePaths): string[] {
  const [, kind, name] = WHOLE.exec(argument) ?? [];
  if (kind !== undefined && name !== undefined) {
    const found = pathsOf(paths, kind, name);
    return typeof found === "string" ? [found] : [...found];
  }
  return [argument.replace(PLACE, (written: string, kind: string, name: string) => {
    const found = pathsOf(paths, kind, name);
    if (typeof found === "string") return found;
    throw new UserError(
      `Cannot write the ${found.length} files of ${written} into "${argument}": let it stand alone`,
    );
  })];
}
