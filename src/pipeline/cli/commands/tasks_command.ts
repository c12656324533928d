import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isJsonObject } from "../../../support/json.ts";
import { UserError } from "../../../support/user_error.ts";
import { importTask, loadTaskFolder, type TaskFolder } from "../../file/task_registry.ts";
import { type JsonSchema, parameterProperties } from "../../graph/pipeline_schema.ts";
import { suggest } from "../../../support/suggest.ts";
import type { JsonValue, TaskDefinition } from "../../task.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { table } from "../../../terminal/format.ts";
import type { Arguments } from "../arguments.ts";
import { print, tell } from "../../../terminal/output.ts";

/** Names what a parameter may be, in a word or a few. */
function typeText(schema: JsonValue): string {
  if (!isJsonObject(schema)) return "any";
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join(" | ");
  if ("const" in schema) return String(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return [...new Set(choices.map(typeText))].join(" | ");
  if (schema.type === "array") return `list of ${typeText(schema.items ?? {})}`;
  if (schema.type === "object") return "map";
  return String(schema.type ?? "any");
}

function parameterRow([name, schema]: [string, JsonSchema]): string[] {
  const { default: preset, description } = schema;
  return [
    `  ${name}`,
    typeText(schema),
    preset === undefined ? "" : JSON.stringify(preset),
    String(description ?? ""),
  ];
}

function describeTask(kind: string, definition: TaskDefinition): string {
  const inputs = Object.entries(definition.inputs).map((
    [name, { description, optional, many }],
  ) => [
    `  ${name}`,
    [...optional ? ["optional"] : [], ...many ? ["many"] : []].join(", "),
    description,
  ]);
  const outputs = Object.entries(definition.outputs).map((row) => [`  ${row[0]}`, row[1]]);
  const sections = {
    Parameters: Object.entries(parameterProperties(definition)).map(parameterRow),
    Inputs: inputs,
    Outputs: outputs,
  };
  const lines = Object.entries(sections).filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `\n${title}\n${table(rows)}`);
  return [`${kind}: ${definition.description}`, ...lines].join("\n");
}

/** The task of a module, by the path that was given. */
async function loadTaskFile(path: string): Promise<TaskFolder> {
  try {
    const definition = await importTask(pathToFileURL(resolve(path)).href);
    return { definitions: new Map([[path, definition]]), faults: new Map() };
  } catch (cause) {
    throw new UserError(`Cannot load task "${path}": ${(cause as Error).message}`, { cause });
  }
}

/** The `tasks` command: the kinds of task there are, or what one of them takes and writes. */
export async function tasksCommand(args: Arguments, root: string): Promise<number> {
  const [kind] = args.positionals;
  const { definitions, faults } = kind !== undefined && kind.endsWith(".ts")
    ? await loadTaskFile(kind)
    : await loadTaskFolder(join(root, "tasks"));
  const wanted = kind === undefined ? [...definitions.keys()] : [kind];
  if (kind !== undefined && !definitions.has(kind)) {
    const fault = faults.get(kind);
    if (fault !== undefined) throw new UserError(fault);
    throw new UserError(`There is no task "${kind}". ${suggest(kind, definitions.keys())}`);
  }
  if (args.flag("json")) {
    for (const one of wanted) {
      const { description, inputs, outputs } = definitions.get(one)!;
      const params = parameterProperties(definitions.get(one)!);
      print(JSON.stringify({ kind: one, description, params, inputs, outputs }));
    }
  } else if (kind !== undefined) print(describeTask(kind, definitions.get(kind)!));
  else print(table([...definitions].map(([name, { description }]) => [name, description])));
  if (kind !== undefined) return EXIT.done;
  for (const fault of faults.values()) tell(fault);
  return faults.size > 0 ? EXIT.failed : EXIT.done;
}
