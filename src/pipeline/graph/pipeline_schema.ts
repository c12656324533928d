import { z } from "zod";
import { UserError } from "../../support/user_error.ts";
import { zodSchema } from "../file/check_params.ts";
import { EXECUTORS, loadExecutors } from "../executors/executors.ts";
import { isJsonObject } from "../../support/json.ts";
import { PIPELINE_KEYS, TASK_KEYS } from "../file/pipeline_file.ts";
import { loadTaskFolder } from "../file/task_registry.ts";
import { searchSchema } from "./search/search_settings.ts";
import type { JsonValue, TaskDefinition } from "../task.ts";

/** A JSON Schema, or a part of one. */
export type JsonSchema = { [key: string]: JsonValue };

/** A value may always be a reference instead. */
const REFERENCE: JsonSchema = { type: "string", pattern: "\\$\\{[^}]+\\}" };

/** Any value of JSON is admitted where a schema refers to itself, as that of any JSON does. */
function withoutDefinitions(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(withoutDefinitions);
  if (!isJsonObject(schema)) return schema;
  if (typeof schema.$ref === "string") return {};
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, withoutDefinitions(value)]),
  );
}

/** The JSON Schema of each parameter of a task, as the task declares it. */
export function parameterProperties(definition: TaskDefinition): Record<string, JsonSchema> {
  const schema = z.toJSONSchema(zodSchema(definition), { io: "input", unrepresentable: "any" });
  return withoutDefinitions((schema.properties ?? {}) as JsonSchema) as Record<string, JsonSchema>;
}

/** A list's or a map's members may be references, each on its own. */
function admitWithin(schema: JsonSchema): JsonSchema {
  const admitted = { ...schema };
  for (const name of ["items", "additionalProperties"]) {
    const member = schema[name];
    if (isJsonObject(member)) admitted[name] = admitReference(member);
  }
  if (isJsonObject(schema.properties)) {
    admitted.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, member]) => [
        name,
        admitReference(member as JsonSchema),
      ]),
    );
  }
  for (const name of ["anyOf", "oneOf"]) {
    const choices = schema[name];
    if (Array.isArray(choices)) admitted[name] = choices.map(admitWithin);
  }
  return admitted;
}

function admitReference({ description, default: preset, ...rest }: JsonSchema): JsonSchema {
  const shown: JsonSchema = { anyOf: [admitWithin(rest), REFERENCE] };
  if (description !== undefined) shown.description = description;
  if (preset !== undefined) shown.default = preset;
  return shown;
}

function parameterSchemas(definition: TaskDefinition): JsonSchema {
  return Object.fromEntries(
    Object.entries(parameterProperties(definition)).map((
      [name, schema],
    ) => [name, admitReference(schema)]),
  );
}

function withSchema(definition: TaskDefinition): JsonSchema {
  const inputs = Object.entries(definition.inputs).map(([name, { description }]) => {
    const one = { type: "string", description };
    const list = { anyOf: [one, { type: "array", items: one }], description };
    return name === "*"
      ? ["inputs", { type: "object", additionalProperties: list, description }]
      : [name, list];
  });
  return {
    type: "object",
    additionalProperties: false,
    properties: { ...Object.fromEntries(inputs), ...parameterSchemas(definition) },
  };
}

const TEXT = { type: "string" };
const ANY = {};

/** What can be told to each executor, by its name. */
async function executorSchemas(): Promise<Record<string, JsonSchema>> {
  const schemas = (await loadExecutors()).map(([name, { options }]) => {
    const { $schema: _, ...schema } = z.toJSONSchema(options, { io: "input" });
    return [name, schema] as const;
  });
  return Object.fromEntries(schemas) as Record<string, JsonSchema>;
}

/** `executors`, and the names of those that can be told something, each of which is short for it. */
function executorProperties(schemas: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const short = Object.entries(schemas)
    .filter(([, { properties }]) => Object.keys(properties ?? {}).length > 0);
  return {
    executors: {
      type: "object",
      additionalProperties: false,
      description: "What to tell executors, by their names.",
      properties: schemas,
    },
    ...Object.fromEntries(short),
  };
}

function taskProperties(kinds: readonly JsonSchema[], executors: JsonSchema): JsonSchema {
  const list = { anyOf: [TEXT, { type: "array", items: TEXT }] };
  return {
    description: TEXT,
    "*": { type: "array", items: TEXT, description: "The words that * of the name stands for." },
    uses: { anyOf: [...kinds, { type: "string", pattern: "^(\\.{0,2}/|[a-z]+:)" }] },
    with: { type: "object" },
    needs: { ...list, description: "Tasks to run before, without reading what they write." },
    matrix: { type: "object", description: "Axes: one instance for each combination." },
    search: admitReference({
      ...searchSchema(),
      description: "Draws ${trial.NAME}, tries it, and takes the best under the task's own name.",
    }),
    foreach: { ...TEXT, description: "One instance for each instance of that task." },
    when: { ...ANY, description: "A condition such as ${matrix.sampler} == proseco." },
    retry: { type: "integer", minimum: 0, description: "How often a failure is tried again." },
    timeout: {
      anyOf: [{ type: "number" }, { type: "string", pattern: "^\\d+(\\.\\d+)?\\s*[smhd]$" }],
      description: "Seconds, or such as 30m.",
    },
    resources: {
      type: "object",
      additionalProperties: false,
      properties: {
        cpus: { anyOf: [{ const: "all" }, { type: "number", minimum: 0 }] },
        memory: { type: "number", description: "In MiB." },
        gpus: { type: "integer", minimum: 0 },
      },
    },
    ...executors,
  };
}

const PARAMETER: JsonSchema = {
  anyOf: [
    {
      type: "object",
      additionalProperties: false,
      properties: {
        type: { enum: ["integer", "number", "string", "boolean", "list", "map"] },
        default: ANY,
        description: TEXT,
        choices: { type: "array" },
      },
    },
    { type: ["string", "number", "boolean", "array"] },
  ],
};

/**
 * Makes the JSON Schema of pipeline files, for editors, from the schemas of all tasks.
 *
 * @throws {UserError} If a task cannot be loaded.
 */
export async function pipelineSchema(tasksFolder: string): Promise<JsonSchema> {
  const { definitions, faults } = await loadTaskFolder(tasksFolder);
  if (faults.size > 0) throw new UserError([...faults.values()].join("\n"));
  const all = [...definitions];
  const kinds = all.map(([kind, { description }]) => ({ const: kind, description }));
  const given = Object.fromEntries(
    all.map(([kind]) => [kind, { $ref: `#/definitions/${kind.replaceAll("/", "~1")}` }]),
  );
  const choices = all.map(([kind]) => ({
    if: { properties: { uses: { const: kind } }, required: ["uses"] },
    then: { properties: { with: given[kind]! } },
  }));
  const executors = executorProperties(await executorSchemas());
  const taskProps = taskProperties(kinds, executors);
  const task: JsonSchema = {
    type: "object",
    additionalProperties: false,
    properties: taskProps,
    allOf: choices,
  };
  const properties: JsonSchema = {
    description: TEXT,
    extends: { anyOf: [TEXT, { type: "array", items: TEXT }] },
    executor: { enum: EXECUTORS, description: "Where the instances run." },
    ...executors,
    params: { type: "object", additionalProperties: PARAMETER },
    profile: { ...TEXT, description: "The profile taken when none is named." },
    profiles: { type: "object", additionalProperties: { type: "object" } },
    defaults: {
      type: "object",
      description:
        "What tasks of a kind, or of kinds such as train/*, are given that do not say it.",
      properties: given,
      additionalProperties: { type: "object" },
    },
    tasks: { type: "object", additionalProperties: task },
    outputs: { type: "object", additionalProperties: TEXT },
  };
  const missing = [
    ...PIPELINE_KEYS.filter((key) => !(key in properties)),
    ...TASK_KEYS.filter((key) => !(key in taskProps)),
  ];
  if (missing.length > 0) throw new Error(`internal: no schema for ${missing.join(", ")}`);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Pipeline",
    type: "object",
    additionalProperties: false,
    required: ["tasks"],
    properties,
    definitions: Object.fromEntries(all.map(([kind, task]) => [kind, withSchema(task)])),
  };
}
