import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../../support/cache_folder.ts";
import { exists, hashFile, listFiles } from "../../support/files.ts";
import { runDeno } from "../../support/processes/run_deno.ts";
import { UserError } from "../../support/user_error.ts";
import { KNOWN_FILE } from "../settings/offered_network.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What the page is made of. */
const SOURCES = ["src", "results/models"], FILES = ["deno.json", "deno.lock"];

/** The page, made where it is first asked for. */
export interface CachedPlayground {
  /** The folder of the page with the networks of the project. */
  page(): Promise<string>;
  /** The same folder, as soon as it tells which molecules are known. */
  known(): Promise<string>;
}

/** A hash of all that the page is made of, and of where data are looked for. */
function contentHash(): string {
  const paths = SOURCES.flatMap((folder) =>
    listFiles(join(ROOT, folder)).map((name) => join(folder, name))
  );
  const digest = createHash("sha256").update(Deno.env.get("PROSECO_DATA") ?? "");
  for (const path of [...paths, ...FILES]) {
    digest.update(`${path} ${path.endsWith("/") ? "" : hashFile(join(ROOT, path)).hash}\n`);
  }
  return digest.digest("hex");
}

/** Runs what makes a part, in a process that may write. */
async function build(part: "page" | "known", folder: string): Promise<void> {
  await runDeno([
    ...["run", "--quiet", "--no-prompt", "--allow-read", "--allow-write", "--allow-env"],
    ...["--allow-run", "--allow-sys", "--allow-ffi"],
    fileURLToPath(new URL("./build_cached.ts", import.meta.url)),
    ...[part, folder],
  ], { purpose: "Cannot make the playground" });
}

/**
 * The playground as a server of runs has it: made at the first question, by the content of the project,
 * and kept in the cache of this program.
 */
export function cachedPlayground(): CachedPlayground {
  let made: Promise<string> | undefined, known: Promise<string> | undefined;
  const page = async () => {
    const cache = cacheFolder();
    if (cache === undefined) {
      throw new UserError(
        "Cannot make the playground: set HOME or XDG_CACHE_HOME, to keep it there",
      );
    }
    const folder = join(cache, "playground", contentHash());
    if (!exists(folder)) await build("page", folder);
    return folder;
  };
  const whole = async () => {
    const folder = await cached.page();
    if (!exists(join(folder, KNOWN_FILE))) await build("known", folder);
    return folder;
  };
  const cached: CachedPlayground = {
    page() {
      made ??= page();
      // What failed is tried again by who asks next.
      made.catch(() => made = undefined);
      return made;
    },
    known() {
      known ??= whole();
      known.catch(() => known = undefined);
      return known;
    },
  };
  return cached;
}
