import { z } from "zod";
import { defineTask } from "../../src/pipeline/task.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const params = z.strictObject({
  command: z.tuple([z.string().min(1)]).rest(scalar).describe(
    "The program and its arguments; ${input.name} and ${output.name} are paths. No shell reads them.",
  ),
  outputs: z.array(z.string()).min(1).describe("Names of the files or folders that it writes."),
  env: z.record(z.string(), scalar).default({}).describe("Environment variables to set."),
  versions: z.record(z.string(), z.tuple([z.string().min(1)]).rest(z.string())).default({})
    .describe(
      "Commands, by a name for each, whose output enters the key: { python: [python3, --version] }.",
    ),
  stdout: z.string().optional().describe("The output that gets what it prints."),
}).refine(({ stdout, outputs }) => stdout === undefined || outputs.includes(stdout), {
  path: ["stdout"],
  error: "must be one of outputs",
});

const isFile = (program: string) => program.includes("${");

/** The `run/command` task. */
export default defineTask({
  kind: "run/command",
  description: "Runs any program on files that the pipeline names.",
  params,
  inputs: { "*": { description: "Files that it reads: each a task's output or a path." } },
  outputs: { "*": "What the program wrote." },
  // A list would forbid variables such as LD_LIBRARY_PATH, which clusters set.
  permissions: { run: true },

  async environment({ command: [program], versions }) {
    const { findProgram } = await import("../../src/domains/programs/find_program.ts");
    const { askVersion } = await import("../../src/domains/programs/ask_version.ts");
    if (!isFile(program)) findProgram(program);
    const answers = Object.entries(versions).map(async ([name, command]) =>
      [name, await askVersion(command)] as const
    );
    return Object.fromEntries(await Promise.all(answers));
  },

  async run({ params, inputs, outputs, scratch, cpus, signal, progress, record }) {
    const { fillPaths } = await import("../../src/domains/programs/fill_paths.ts");
    const { parseProgramLine } = await import("../../src/domains/programs/program_line.ts");
    const { runProgram } = await import("../../src/domains/programs/run_program.ts");
    const input = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [
        name,
        value === undefined || typeof value === "string" ? value : value.map(({ path }) => path),
      ]),
    );
    const fill = (text: z.infer<typeof scalar>) =>
      fillPaths(String(text), { input, output: outputs });
    const encoder = new TextEncoder();
    await runProgram(params.command.flatMap(fill), {
      cwd: scratch,
      env: {
        // Compiled modules beside a script would change the folder that is an input.
        PYTHONDONTWRITEBYTECODE: "1",
        PROSECO_CPUS: String(cpus),
        ...Object.fromEntries(
          Object.entries(params.env).map(([name, value]) => [name, fill(value).join(" ")]),
        ),
      },
      signal,
      leadsGroup: true,
      ...params.stdout !== undefined && { stdout: outputs[params.stdout]! },
      onLine(line) {
        const said = parseProgramLine(line);
        if (said.type === "progress") progress(said.progress);
        else if (said.type === "record") record(said.facts);
        else Deno.stderr.writeSync(encoder.encode(`${line}\n`));
      },
    });
  },
});
