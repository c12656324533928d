import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../../support/cache_folder.ts";
import { UserError } from "../../support/user_error.ts";
import { PROGRAM_FOLDER } from "../root.ts";
import type { Permissions } from "../task.ts";

/** What the process of a task needs beside what its task declares. */
export interface TaskNeeds {
  /** What the task declares. */
  readonly permissions: Permissions;
  /** Folder of the project. */
  readonly root: string;
  /** Paths of its inputs. */
  readonly inputs: readonly string[];
  /** Files and URLs of the modules that it is made of, where they are not the project's. */
  readonly modules: readonly string[];
  /** Folder of its outputs, checkpoints and temporary files. */
  readonly folder: string;
  /** Environment variables that it is to see. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Variables that every program needs, or that say where things are on this machine and how it is
 * reached. None is a secret of the user's.
 */
const ENVIRONMENT: readonly string[] = [
  ...["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TERM", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"],
  ...["SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "LOCALAPPDATA", "APPDATA"],
  ...["DENO_DIR", "DENO_CERT", "DENO_TLS_CA_STORE", "SSL_CERT_FILE", "SSL_CERT_DIR"],
  ...["NODE_EXTRA_CA_CERTS", "NPM_CONFIG_REGISTRY", "JSR_URL"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
  ...["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "OMP_NUM_THREADS"],
  ...["VK_DRIVER_FILES", "VK_ICD_FILENAMES", "PROSECO_ORT", "PROSECO_DATA"],
];

/** The variables of this process that a task sees. */
export function taskEnvironment(
  { env = [] }: Permissions,
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Record<string, string> {
  const entries = [...ENVIRONMENT, ...env].flatMap((name) => {
    const value = get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

/** Names of the variables that tasks which declare these permissions see. */
export function environmentNames({ env = [] }: Permissions): readonly string[] {
  return [...ENVIRONMENT, ...env];
}

/** Deno's cache, where the environment says or by default. */
function denoFolder(): string | undefined {
  const given = Deno.env.get("DENO_DIR");
  if (given) return given;
  const own = cacheFolder();
  return own === undefined ? undefined : join(dirname(own), "deno");
}

function realPaths(path: string): readonly string[] {
  try {
    const real = Deno.realPathSync(path);
    return real === path ? [path] : [path, real];
  } catch {
    return [path];
  }
}

function listFlag(name: string, items: readonly string[]): string[] {
  const withComma = items.find((item) => item.includes(","));
  if (withComma !== undefined) {
    // Deno's flags separate paths by commas and know no escape.
    throw new UserError(`Cannot let a task use "${withComma}": the path contains a comma`);
  }
  return items.length === 0 ? [] : [`--allow-${name}=${[...new Set(items)].join(",")}`];
}

/** Leaves out what lies within another of the folders, as a command line has its limits. */
function outermost(paths: readonly string[]): string[] {
  const folders = new Set(paths);
  const isWithin = (path: string) => {
    for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
      if (folders.has(above)) return true;
    }
    return false;
  };
  return [...folders].filter((path) => !isWithin(path));
}

/** Whether a module has a URL; a drive of Windows looks like the beginning of one. */
function isUrl(module: string): boolean {
  return /^[a-z]{2,}:/.test(module);
}

function hostsOf(modules: readonly string[]): string[] {
  const fetched = modules.filter((module) => /^https?:/.test(module));
  return fetched.map((module) => new URL(module).host);
}

function netFlags(net: Permissions["net"]): string[] {
  return net === true ? ["--allow-net"] : listFlag("net", net ?? []);
}

function runFlags(run: Permissions["run"]): string[] {
  if (run === true) return ["--allow-run"];
  return listFlag("run", (run ?? []).map((name) => name === "deno" ? Deno.execPath() : name));
}

/**
 * The flags with which the process of a task starts: it reads the project, this program, its inputs,
 * the folder of data and Deno's cache, writes its own folder, and may beyond that do what its task
 * declares. Its environment holds nothing but what it may see.
 *
 * @throws {UserError} If a path contains a comma.
 */
export function permissionFlags(
  { permissions, root, inputs, modules, folder, environment }: TaskNeeds,
): string[] {
  const { run, ffi, sys = [], cache } = permissions;
  const data = environment.PROSECO_DATA ?? Deno.env.get("PROSECO_DATA");
  const program = resolve(fileURLToPath(PROGRAM_FOLDER));
  const caches = cache === true
    ? [join(root, "data", "cache"), join(program, "data", "cache"), cacheFolder() ?? folder]
    : [];
  const deno = denoFolder();
  const read = [
    ...[root, program, folder, ...caches, ...inputs],
    ...data ? [resolve(data)] : [],
    ...deno === undefined ? [] : [deno],
    ...modules.filter((module) => !isUrl(module)),
  ];
  const hosts = hostsOf(modules);
  return [
    "--no-prompt",
    ...listFlag("read", outermost(read.flatMap(realPaths))),
    ...listFlag("write", [folder, ...caches].flatMap(realPaths)),
    "--allow-env",
    ...netFlags(permissions.net),
    ...runFlags(run),
    ...ffi === true ? ["--allow-ffi"] : [],
    ...listFlag("sys", sys),
    ...hosts.length > 0 ? listFlag("import", hosts) : ["--deny-import"],
  ];
}
