import { isJsonObject } from "../../../support/json.ts";
import { UserError } from "../../../support/user_error.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { table } from "../../../terminal/format.ts";
import { print } from "../../../terminal/output.ts";
import { pipelineParams } from "../../graph/pipeline_params.ts";
import type { Arguments } from "../arguments.ts";

/** What a value is called in a table, cut where it is long. */
function shown(value: unknown): string {
  const text = value === undefined ? "" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The `params` command: what the parameters of a pipeline are, and what profiles make of them. */
export async function paramsCommand(args: Arguments, root: string): Promise<number> {
  const [name] = args.positionals;
  if (name === undefined) throw new UserError("Name a pipeline: params PIPELINE");
  const { params, profiles, profile } = await pipelineParams(name, root);
  if (args.flag("json")) {
    print(JSON.stringify({ params, profile, profiles }));
    return EXIT.done;
  }
  if (params.length === 0) print(`"${name}" has no parameters`);
  else {
    print(table(params.map(({ name, type, value, description = "" }) => [
      ...[name, type, shown(value), description],
    ])));
  }
  for (const [one, values] of Object.entries(profiles)) {
    const rows = isJsonObject(values) ? Object.entries(values) : [];
    const preset = one === profile ? ", taken when none is named" : "";
    print(`\nProfile ${one}${preset}${rows.length === 0 ? ": changes nothing" : ""}`);
    if (rows.length > 0) print(table(rows.map(([name, value]) => [`  ${name}`, shown(value)])));
  }
  return EXIT.done;
}
