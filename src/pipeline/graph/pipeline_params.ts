import { EXECUTORS } from "../executors/executors.ts";
import { expandPatterns } from "../file/expand_patterns.ts";
import { parsePipelineFile } from "../file/pipeline_file.ts";
import { ProblemList } from "../file/problem.ts";
import { readPipelineFile } from "../file/read_file.ts";
import { nodeValue } from "../file/yaml.ts";
import type { JsonValue } from "../task.ts";
import { findPipeline } from "./load.ts";

/** A parameter of a pipeline as its file declares it. */
export interface DeclaredParam {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
  readonly choices?: readonly JsonValue[];
  /** Its default, references as they are written; `undefined` if it must be set. */
  readonly value?: JsonValue;
}

/** The parameters of a pipeline, and what its profiles make of them. */
export interface DeclaredParams {
  readonly params: readonly DeclaredParam[];
  /** The profile that is taken when none is named. */
  readonly profile?: string;
  readonly profiles: Readonly<Record<string, JsonValue>>;
}

/**
 * Reads what parameters a pipeline has, without loading its tasks.
 *
 * @throws {UserError} If there is no such pipeline.
 * @throws {PipelineError} If its file is wrong.
 */
export async function pipelineParams(name: string, root: string): Promise<DeclaredParams> {
  const path = findPipeline(name, root), problems = new ProblemList();
  const read = await readPipelineFile(path, problems);
  problems.throwIfFound();
  const file = parsePipelineFile(expandPatterns(read!, problems), path, EXECUTORS, problems);
  problems.throwIfFound();
  const params = [...file.params.values()].map(({ place: _, value, ...param }) => ({
    ...param,
    ...value !== undefined && { value: nodeValue(value) },
  }));
  const profiles = [...file.profiles].map(([name, values]) => [name, nodeValue(values)]);
  return {
    params,
    profile: file.profile === undefined ? undefined : String(file.profile.value),
    profiles: Object.fromEntries(profiles),
  };
}
