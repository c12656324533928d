import { fileURLToPath } from "node:url";
import { childEnvironment } from "../support/child_environment.ts";

/** What {@linkcode bundleModules} makes. */
export interface BundleOptions {
  /** Modules to begin from; the file of each has its name, with `.js` in place of `.ts`. */
  readonly entries: readonly URL[];
  /** Folder to write to. */
  readonly folder: string;
  /** Specifiers that stay imports. @default {[]} */
  readonly external?: readonly string[];
  /** Whether names and white space are shortened. @default {true} */
  readonly minify?: boolean;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Bundles modules of this project with all that they import, npm packages too, as ES modules for a
 * browser. What several of them import, or import when it is needed, becomes files of its own.
 *
 * Source: Deno's own bundler, which runs esbuild.
 *
 * @throws {Error} If a module cannot be bundled, with what the bundler says.
 */
export async function bundleModules(
  { entries, folder, external = [], minify = true }: BundleOptions,
): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--platform", "browser", "--format", "esm", "--code-splitting"],
      ...(minify ? ["--minify"] : []),
      ...external.flatMap((specifier) => ["--external", specifier]),
      ...["--outdir", folder, ...entries.map((entry) => fileURLToPath(entry))],
    ],
    cwd: ROOT,
    ...childEnvironment(),
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  const names = entries.map(({ pathname }) => pathname.split("/").at(-1)).join(", ");
  const said = new TextDecoder().decode(stderr).trim();
  throw new Error(`Cannot bundle ${names} for a browser: ${said || "deno bundle failed"}`);
}
