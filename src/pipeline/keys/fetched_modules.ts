import { UserError } from "../../support/user_error.ts";

/** What Deno fetched for a module that is no file of the project. */
export interface FetchedModules {
  /** Where each module lies that was fetched by URL, and a name that tells how to read it. */
  readonly files: ReadonlyMap<string, { readonly path: string; readonly name: string }>;
  /** Exact npm packages, as `name@version`. */
  readonly packages: readonly string[];
}

/** The part of `deno info --json` that is needed here. */
interface Info {
  readonly modules: readonly {
    readonly kind?: string;
    readonly specifier: string;
    readonly local?: string;
    readonly mediaType?: string;
    readonly error?: string;
    readonly npmPackage?: string;
  }[];
  /** All that the project has, not only what the module needs. */
  readonly npmPackages?: Readonly<Record<string, { readonly dependencies?: readonly string[] }>>;
}

function packagesOf({ modules, npmPackages = {} }: Info): string[] {
  const found = new Set<string>();
  const open = modules.flatMap(({ npmPackage }) => npmPackage ?? []);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...npmPackages[id]?.dependencies ?? []);
  }
  return [...found];
}

/** Whether a module comes from elsewhere than from files. */
export function isFetched(url: string): boolean {
  return /^(https?|jsr|npm):/.test(url);
}

/**
 * Asks Deno what it fetched for a module and all that this imports: what will run is what lies in
 * its cache, whatever the server would send today.
 *
 * @param root Folder of the `deno.json` whose import map counts.
 */
export async function fetchedModules(url: string, root: string): Promise<FetchedModules> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--allow-import", url],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new UserError(`Cannot look into ${url}: ${decoder.decode(stderr).trim()}`);
  const info: Info = JSON.parse(decoder.decode(stdout));
  const files = new Map<string, { path: string; name: string }>();
  for (const { kind, specifier, local, mediaType, error } of info.modules) {
    if (error !== undefined) throw new UserError(`Cannot read ${specifier}: ${error}`);
    if (kind === "npm" || kind === "node" || local === undefined) continue;
    const isJsx = mediaType === "TSX" || mediaType === "JSX";
    files.set(specifier, { path: local, name: isJsx ? "module.tsx" : "module.ts" });
  }
  return { files, packages: packagesOf(info) };
}
