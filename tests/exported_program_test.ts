import { match, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { exists, listFiles } from "../src/support/files.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const PIPELINE = `params: { properties: [qed] }
tasks:
  data:
    uses: data/qm9
    with: { source: enumerated, enumerate: 40, properties: "\${params.properties}" }
outputs:
  data: \${tasks.data.dataset}
`;

/** The program as it is checked out, without tests, and a small pipeline. */
function makeCheckout(folder: string): void {
  for (const room of ["src", "tasks", "data"]) {
    for (const name of listFiles(join(ROOT, room))) {
      if (!/\.(ts|json|js)$/.test(name) || /_test\.ts$|^cache\//.test(name)) continue;
      const to = join(folder, room, name);
      Deno.mkdirSync(dirname(to), { recursive: true });
      Deno.copyFileSync(join(ROOT, room, name), to);
    }
  }
  for (const name of ["deno.json", "deno.lock"]) {
    Deno.copyFileSync(join(ROOT, name), join(folder, name));
  }
  Deno.mkdirSync(join(folder, "pipelines"));
  Deno.writeTextFileSync(join(folder, "pipelines", "small.yaml"), PIPELINE);
}

/** Runs the commands of an exported run's README in a shell, the last with more options; gives what they write. */
async function followReadme(folder: string, ...options: string[]): Promise<string> {
  const readme = Deno.readTextFileSync(join(folder, "README.md"));
  const [, commands] = /```sh\n(.*?)```/s.exec(readme) ?? [];
  if (commands === undefined) throw new Error(`${folder} has a README without commands`);
  const { success, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-e", "-c", [commands.trimEnd(), ...options].join(" ")],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  if (!success) throw new Error(text);
  return text;
}

Deno.test("A run of this program, exported, answers where nothing but the export is left", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "exported-" });
  const checkout = join(folder, "checkout"), target = join(folder, "export");
  const pipeline = async (...args: string[]) => {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "pipeline", ...args],
      cwd: checkout,
      env: { NO_COLOR: "1", PROSECO_STORE: "" },
    }).output();
    ok(success, new TextDecoder().decode(stderr));
  };
  try {
    makeCheckout(checkout);
    await pipeline("small", "--set", "properties=[ 'ring_count' ]", "--store", "results/.store");
    await pipeline("export", "small", target, "--store", "results/.store");
    Deno.removeSync(checkout, { recursive: true });
    match(await followReadme(target), /✓ small: all cached \(1\)/);
    ok(exists(join(target, "project", "data", "qm9.json")));
    // Whatever the task starts and reads by a URL has come along, too.
    match(await followReadme(target, "--force", "data"), /✓ small: 1 ran/);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
