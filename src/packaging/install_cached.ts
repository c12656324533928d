import { fileURLToPath } from "node:url";
import { runDeno } from "../support/processes/run_deno.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Gives a folder a `node_modules` with packages of this project, by links to what Deno has cached, or
 * fetches where it has not.
 *
 * @param pinned Specifiers of `deno.json` by name, such as `{ zod: "npm:zod@4.6.7" }`.
 * @throws {Error} If they are neither cached nor to be had, with what Deno says.
 */
export async function installCached(
  folder: string,
  pinned: Readonly<Record<string, string>>,
): Promise<void> {
  const config = { nodeModulesDir: "auto", imports: pinned };
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(config));
  await Deno.copyFile(`${ROOT}deno.lock`, `${folder}/deno.lock`);
  const purpose = `Cannot install ${Object.keys(pinned).join(", ")}`;
  await runDeno(["install", "--quiet"], { purpose, cwd: folder });
}
