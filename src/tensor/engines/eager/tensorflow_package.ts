import * as tf from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import util from "node:util";
import { EngineUnavailable } from "../engine.ts";

/** Packages that bring the `tensorflow` engine; the first that is installed wins. */
const PACKAGES = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

const INSTALL = `neither ${PACKAGES.join(" nor ")} is installed. To install one, run here ` +
  "npm install --no-save @tensorflow/tfjs-node@4.22.0 (its script downloads libtensorflow; " +
  "docs/engines.md says what to do where it cannot)";

/** The package that {@linkcode findTensorflow} found. */
export interface TensorflowPackage {
  /** Its name. */
  readonly name: string;
  /** The module to load. */
  readonly path: string;
}

// Not `import(name)`: without a node_modules folder of Deno's own that finds only what deno.json
// lists, and a user would have to change a file of the project.
function requireFrom(folder: string): NodeJS.Require {
  return createRequire(join(folder, "package.json"));
}

/**
 * Finds the package of the `tensorflow` engine that a user has installed, if there is one.
 *
 * @param folder Where to look: its `node_modules` and those of the folders above it.
 */
export function findTensorflow(folder: string = process.cwd()): TensorflowPackage | undefined {
  const { resolve } = requireFrom(folder);
  for (const name of PACKAGES) {
    try {
      return { name, path: resolve(name) };
    } catch {
      // Another may be there.
    }
  }
}

/**
 * Loads the package that brings the `tensorflow` engine.
 *
 * @param folder Where to look, as in {@linkcode findTensorflow}.
 * @throws {EngineUnavailable} If there is none, or it does not load.
 */
export function loadTensorflow(folder: string = process.cwd()): void {
  const found = findTensorflow(folder);
  if (found === undefined) throw new EngineUnavailable("tensorflow", INSTALL);
  // The package calls this helper, which Node has removed and Deno never had.
  const helpers = util as { isNullOrUndefined?: (value: unknown) => boolean };
  helpers.isNullOrUndefined ??= (value) => value === null || value === undefined;
  // Its warnings say why a GPU is not used; the rest is about how the library was built.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "1";
  try {
    requireFrom(folder)(found.path);
  } catch (error) {
    const reason = `${found.name} does not load: ${(error as Error).message}`;
    throw new EngineUnavailable("tensorflow", reason, { cause: error });
  }
}

/** What the loaded engine computes with. */
export function describeTensorflow(): string {
  const { binding, isUsingGpuDevice } = tf.findBackend("tensorflow") as unknown as {
    binding: { TF_Version: string };
    isUsingGpuDevice: boolean;
  };
  return `libtensorflow ${binding.TF_Version}, ${isUsingGpuDevice ? "with a GPU" : "no GPU"}`;
}

/** Name and version of the package that is installed, which no lock file of the project has. */
export function tensorflowFacts(folder: string = process.cwd()): Readonly<Record<string, string>> {
  const found = findTensorflow(folder);
  if (found === undefined) return {};
  try {
    const { version } = requireFrom(folder)(`${found.name}/package.json`) as { version: string };
    return { package: `${found.name}@${version}` };
  } catch {
    // Loading it will say what is wrong.
    return { package: found.name };
  }
}
