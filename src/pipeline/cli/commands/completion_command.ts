import { pipelineFiles } from "../../graph/load.ts";
import { UserError } from "../../../support/user_error.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { type Arguments, OPTIONS } from "../arguments.ts";
import { print } from "../../../terminal/output.ts";

const FUNCTION = 'proseco() { deno task --quiet pipeline "$@"; }';

const SCRIPTS: Record<string, (words: string) => string> = {
  bash: (words) =>
    `${FUNCTION}
_proseco() {
  local current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($(compgen -W "${words}" -- "$current"))
}
complete -o default -F _proseco proseco`,
  zsh: (words) =>
    `${FUNCTION}
_proseco() { compadd -- ${words}; _files; }
compdef _proseco proseco`,
  fish: (words) =>
    `function proseco; deno task --quiet pipeline $argv; end
complete -c proseco -a "${words}"`,
};

/** The `completion` command: a script that defines `proseco` and completes its words. */
export function completionCommand(commands: readonly string[]) {
  return async (args: Arguments, root: string): Promise<number> => {
    const [shell = ""] = args.positionals;
    const script = SCRIPTS[shell];
    if (script === undefined) {
      throw new UserError(`Name a shell: completion ${Object.keys(SCRIPTS).join("|")}`);
    }
    const options = Object.keys(OPTIONS).map((name) => `--${name}`);
    print(script([...commands, ...pipelineFiles(root).keys(), ...options].join(" ")));
    return await Promise.resolve(EXIT.done);
  };
}
