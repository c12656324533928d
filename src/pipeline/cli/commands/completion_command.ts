import { join } from "node:path";
import { PipelineError } from "../../file/problem.ts";
import { taskKinds } from "../../file/task_registry.ts";
import { pipelineFiles } from "../../graph/load.ts";
import { pipelineParams } from "../../graph/pipeline_params.ts";
import { shellQuote } from "../../../support/shell_quote.ts";
import { UserError } from "../../../support/user_error.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { type Arguments, OPTIONS } from "../arguments.ts";
import { print } from "../../../terminal/output.ts";

const FUNCTION = 'proseco() { deno task --quiet pipeline "$@"; }';

/** Names are quoted, as a shell would run what some of them say; fish reads a list of words twice. */
const SCRIPTS: Record<string, (words: readonly string[]) => string> = {
  bash: (words) =>
    `${FUNCTION}
_proseco() {
  local word current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  for word in ${words.map(shellQuote).join(" ")}; do
    if [[ "$word" == "$current"* ]]; then COMPREPLY+=("$(printf %q "$word")"); fi
  done
}
complete -o default -F _proseco proseco`,
  zsh: (words) =>
    `${FUNCTION}
_proseco() { compadd -- ${words.map(shellQuote).join(" ")}; _files; }
compdef _proseco proseco`,
  fish: (words) =>
    `function proseco; deno task --quiet pipeline $argv; end
complete -c proseco -a ${fishQuote(words.map(fishQuote).join(" "))}`,
};

function fishQuote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}

/** Profiles of a pipeline; none of one whose file is wrong, which is told when it is used. */
function profilesOf(root: string) {
  return async (pipeline: string): Promise<string[]> => {
    try {
      return Object.keys((await pipelineParams(pipeline, root)).profiles);
    } catch (error) {
      if (error instanceof UserError || error instanceof PipelineError) return [];
      throw error;
    }
  };
}

/** The `completion` command: a script that defines `proseco` and completes its words. */
export function completionCommand(commands: readonly string[]) {
  return async (args: Arguments, root: string): Promise<number> => {
    const [shell = ""] = args.positionals;
    const script = SCRIPTS[shell];
    if (script === undefined) {
      throw new UserError(`Name a shell: completion ${Object.keys(SCRIPTS).join("|")}`);
    }
    const options = Object.keys(OPTIONS).map((name) => `--${name}`);
    const pipelines = [...pipelineFiles(root).keys()];
    const profiles = await Promise.all(pipelines.map(profilesOf(root)));
    const words = [
      ...commands,
      ...pipelines,
      ...profiles.flat(),
      ...taskKinds(join(root, "tasks")),
    ];
    print(script([...new Set([...words, ...options])]));
    return EXIT.done;
  };
}
