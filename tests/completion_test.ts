import { ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Project } from "./pipeline_fixture.ts";

const hasBash = (() => {
  try {
    return new Deno.Command("bash", { args: ["-c", "true"] }).outputSync().success;
  } catch {
    return false;
  }
})();

Deno.test({
  name: "Completion in bash offers names as they are and runs nothing that they say",
  ignore: !hasBash,
  async fn() {
    using project = new Project();
    const mark = join(project.root, "ran");
    const names = ["$(touch ran)", "`touch ran`", "it's", 'a";touch ran;"'];
    for (const name of names) project.write(`pipelines/x${name}.yaml`, "tasks: {}\n");
    const { stdout } = await project.command("completion", "bash");
    const script = `${stdout}\nCOMP_WORDS=(proseco x); COMP_CWORD=1; _proseco
for word in "\${COMPREPLY[@]}"; do eval "printf '%s\\n' $word"; done`;
    const { stdout: said, code } = await new Deno.Command("bash", {
      args: ["-c", script],
      cwd: project.root,
    }).output();
    strictEqual(code, 0);
    const words = new TextDecoder().decode(said).trim().split("\n").sort();
    strictEqual(words.join("\n"), names.map((name) => `x${name}`).sort().join("\n"));
    ok([...Deno.readDirSync(project.root)].every(({ name }) => join(project.root, name) !== mark));
  },
});
