import { fileURLToPath } from "node:url";
import { runDeno } from "../support/processes/run_deno.ts";

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
  const names = entries.map(({ pathname }) => pathname.split("/").at(-1)).join(", ");
  await runDeno([
    ...["bundle", "--quiet", "--platform", "browser", "--format", "esm", "--code-splitting"],
    ...(minify ? ["--minify"] : []),
    ...external.flatMap((specifier) => ["--external", specifier]),
    ...["--outdir", folder, ...entries.map((entry) => fileURLToPath(entry))],
  ], { purpose: `Cannot bundle ${names} for a browser`, cwd: ROOT });
}
