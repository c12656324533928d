import { join, resolve } from "node:path";
import { drawMermaid, drawSvg } from "../display/drawing.ts";
import { exportRun } from "../../runs/export_run.ts";
import { loadPipeline } from "../../graph/load.ts";
import { UserError } from "../../../support/user_error.ts";
import { findRun } from "../../runs/stored_runs.ts";
import { pipelineSchema } from "../../graph/pipeline_schema.ts";
import { writeAtomically } from "../../../support/files.ts";
import { EXIT } from "../../../terminal/exit.ts";
import { type Arguments, resultsPath } from "../arguments.ts";
import { storeToRead } from "../store_to_read.ts";
import { print } from "../../../terminal/output.ts";
import { loadNamed } from "../load_named.ts";

/** The `graph` command: the tasks of a pipeline as Mermaid, or as SVG with `--svg`. */
export async function graphCommand(args: Arguments, root: string): Promise<number> {
  const pipeline = await loadNamed(args, root);
  const drawing = args.flag("svg") ? drawSvg(pipeline) : drawMermaid(pipeline);
  print(drawing.trimEnd());
  return EXIT.done;
}

/** The `export` command: a run with all that is needed to rerun or publish it. */
export async function exportCommand(args: Arguments, root: string): Promise<number> {
  const [name, target] = args.positionals;
  if (name === undefined || target === undefined) {
    throw new UserError("Name a run and a folder: export RUN DIR");
  }
  const run = findRun(name, resultsPath(args, root));
  const { pipeline: pipelineName, profile, settings: set } = run.record;
  const pipeline = await loadPipeline(pipelineName, { root, profile, set });
  const store = storeToRead(args, root);
  const { changedCode } = await exportRun({
    run,
    pipeline,
    store,
    program: Deno.mainModule,
    target: resolve(target),
  });
  if (args.flag("json")) {
    print(JSON.stringify({ run: run.record.run, target: resolve(target), changedCode }));
    return EXIT.done;
  }
  print(`Exported ${pipelineName}/${run.record.run} to ${target}`);
  if (changedCode.length > 0) {
    print(`Mind: the code of ${changedCode.join(", ")} has changed since; they would run again`);
  }
  return EXIT.done;
}

/** The `schema` command: writes the JSON Schema of pipeline files for editors. */
export async function schemaCommand(_args: Arguments, root: string): Promise<number> {
  const path = join(root, "pipelines", "schema.json");
  const schema = await pipelineSchema(join(root, "tasks"));
  writeAtomically(path, `${JSON.stringify(schema, null, 2)}\n`);
  print(`Wrote ${path}\nBegin a pipeline file with: # yaml-language-server: $schema=schema.json`);
  return EXIT.done;
}
