import { match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyFolder, Project } from "./pipeline_fixture.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** A task that needs nothing of this project: it is a plain object with a schema. */
const TASK = `import { z } from "zod";
import { loud } from "./loud.mjs";
export default {
  kind: "their/task",
  description: "Says a word loudly.",
  params: z.strictObject({ word: z.string().describe("What to say.") }),
  inputs: {},
  outputs: { text: "The word." },
  run: ({ params, outputs }) => Deno.writeTextFile(outputs.text, loud(params.word)),
};
`;
const LOUD = `export const loud = (word) => word.toUpperCase() + "!";\n`;

/** A user's project, with its own copy of the engine, so that its lock file is its own too. */
class UserProject extends Project {
  constructor(uses: string) {
    super();
    for (const room of ["pipeline", "random", "statistics", "support", "terminal"]) {
      copyFolder(join(ROOT, "src", room), join(this.root, "src", room));
    }
    for (const name of ["deno.json", "deno.lock"]) {
      Deno.copyFileSync(join(ROOT, name), join(this.root, name));
    }
    this.write(
      "pipelines/their.yaml",
      `tasks: { say: { uses: "${uses}", with: { word: hello } } }\noutputs: { text: "\${tasks.say}" }`,
    );
  }

  /** Runs Deno in the project, without waiting in this thread, which serves the modules. */
  async deno(...args: string[]): Promise<string> {
    const options = { args, cwd: this.root, env: { NO_COLOR: "1" } };
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), options).output();
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    strictEqual(success, true, text);
    return text;
  }

  pipeline(...args: string[]): Promise<string> {
    const permissions = ["read", "write", "env", "net", "run", "ffi", "sys", "import"];
    const flags = permissions.map((name) => `--allow-${name}`);
    return this.deno("run", "--quiet", ...flags, "src/pipeline/main.ts", ...args);
  }
}

Deno.test("A task by URL runs, and runs again when what Deno fetched of it changes", async () => {
  const files: Record<string, string> = { "/task.mjs": TASK, "/loud.mjs": LOUD };
  const headers = { "content-type": "text/javascript" };
  const server = Deno.serve(
    { port: 0, onListen() {} },
    ({ url }) => new Response(files[new URL(url).pathname], { headers }),
  );
  const origin = `http://127.0.0.1:${(server.addr as Deno.NetAddr).port}`;
  using project = new UserProject(`${origin}/task.mjs`);
  const reload = async (path: string, text: string) => {
    files[path] = text;
    Deno.copyFileSync(join(ROOT, "deno.lock"), join(project.root, "deno.lock"));
    await project.deno("cache", "--allow-import", `--reload=${origin}`, `${origin}/task.mjs`);
  };
  match(await project.pipeline("their"), /✓ their: 1 ran/);
  strictEqual(project.read("results/their/latest/text"), "HELLO!");
  match(await project.pipeline("their"), /✓ their: all cached/);
  await reload("/loud.mjs", `// Louder than that it cannot be.\n${LOUD}`);
  match(await project.pipeline("their"), /✓ their: all cached/);
  await reload("/loud.mjs", LOUD.replace("!", "?"));
  match(await project.pipeline("why", "their", "say"), /code of http:\S+loud\.mjs: "\w+" → "\w+"/);
  match(await project.pipeline("their"), /✓ their: 1 ran/);
  strictEqual(project.read("results/their/latest/text"), "HELLO?");
  await server.shutdown();
});

/** A gzipped tar archive of a few short files. */
async function packed(files: Record<string, string>): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  for (const [name, text] of Object.entries(files)) {
    const body = encoder.encode(text);
    const header = new Uint8Array(512);
    const put = (at: number, value: string) => header.set(encoder.encode(value), at);
    const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
    put(0, `package/${name}`);
    for (const [at, value] of [[100, 0o644], [108, 0], [116, 0]]) put(at!, `${octal(value!, 7)}\0`);
    put(124, `${octal(body.length, 11)}\0${octal(0, 11)}\0        0`);
    put(257, "ustar\x0000");
    put(148, `${octal(header.reduce((sum, byte) => sum + byte, 0), 6)}\0 `);
    const padded = new Uint8Array(Math.ceil(body.length / 512) * 512);
    padded.set(body);
    blocks.push(header, padded);
  }
  const tar = new Blob([...blocks, new Uint8Array(1024)]).stream();
  const zipped = await new Response(tar.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  return new Uint8Array(zipped);
}

Deno.test("A task by npm specifier runs, and its exact version enters the key", async () => {
  const archive = await packed({
    "package.json": JSON.stringify({
      ...{ name: "@their/task", version: "1.2.3", type: "module", exports: "./task.mjs" },
      dependencies: { zod: "4.6.7" },
    }),
    "task.mjs": TASK,
    "loud.mjs": LOUD,
  });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-512", archive)).toBase64();
  const server = Deno.serve({ port: 0, onListen() {} }, ({ url }): Response => {
    if (url.endsWith(".tgz")) return new Response(archive);
    const dist = {
      tarball: `${new URL(url).origin}/task-1.2.3.tgz`,
      integrity: `sha512-${digest}`,
    };
    const version = { name: "@their/task", version: "1.2.3", dependencies: { zod: "4.6.7" }, dist };
    const versions = { "1.2.3": version };
    return Response.json({ name: "@their/task", "dist-tags": { latest: "1.2.3" }, versions });
  });
  const origin = `http://127.0.0.1:${(server.addr as Deno.NetAddr).port}`;
  using project = new UserProject("npm:@their/task@^1.0.0");
  project.write(".npmrc", `@their:registry=${origin}/\n`);
  match(await project.pipeline("their"), /✓ their: 1 ran/);
  strictEqual(project.read("results/their/latest/text"), "HELLO!");
  match(await project.pipeline("their"), /✓ their: all cached/);
  const [manifest] = [...project.store.manifests()];
  strictEqual(manifest!.parts.packages.join(), "@their/task@1.2.3,zod@4.6.7");
  await server.shutdown();
});
