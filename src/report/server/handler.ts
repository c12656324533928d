import { extname, join, resolve, sep } from "node:path";
import { readProvenance } from "../runs/run_provenance.ts";
import { findReports, findScores } from "../runs/published_reports.ts";
import { livePart } from "./live_part.ts";
import { comparePage, indexPage, tablesPage } from "./pages.ts";
import { runPage } from "./served_run_page.ts";
import { findRunning, NOTHING_RUNS } from "./running.ts";
import { Store } from "../../pipeline/store/store.ts";

/** Where the server looks. */
export interface HandlerOptions {
  /** Folder of results. */
  readonly results: string;
  /** Folder of the store, whose unfinished tasks are followed. */
  readonly store: string;
  /** The time, in milliseconds. @default {Date.now} */
  readonly now?: () => number;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".tex": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};
/** A log that has not grown for so long, in milliseconds, belongs to no running training. */
const SILENCE = 10 * 60_000;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function respond(body: string | Uint8Array<ArrayBuffer>, type: string, status = 200): Response {
  const headers = {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  return new Response(body, { status, headers });
}

function plain(text: string, status: number): Response {
  return respond(text + "\n", "text/plain; charset=utf-8", status);
}

async function publishedFile(results: string, path: string): Promise<Response> {
  const file = resolve(results, path);
  const type = TYPES[extname(file)];
  if (!file.startsWith(resolve(results) + sep) || type === undefined) {
    return plain("There is no such file", 404);
  }
  try {
    // A link could lead out of the folder of results.
    const real = await Deno.realPath(file);
    if (!real.startsWith(await Deno.realPath(results) + sep)) {
      return plain("There is no such file", 404);
    }
    return respond(await Deno.readFile(real), type);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return plain("There is no such file", 404);
    throw error;
  }
}

/**
 * Makes the handler of the report server: it reads and never writes, and answers only those who ask
 * for this machine by a loopback name, so that no page from elsewhere can read it.
 */
export function reportHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { results, store, now = Date.now } = options;
  const html = TYPES[".html"]!;
  const running = async () => {
    const opened = Store.openExisting(store);
    return opened === undefined ? NOTHING_RUNS : await findRunning(opened, now() - SILENCE);
  };
  return async (request) => {
    const { pathname, searchParams, hostname } = new URL(request.url);
    if (!LOOPBACK.has(hostname)) return plain("Ask for localhost", 403);
    if (request.method !== "GET") return plain("Only GET is answered", 405);
    const problems: string[] = [];
    const reports = () => findReports(results, (problem) => problems.push(problem));
    if (pathname === "/") {
      const found = await reports();
      return respond(indexPage(found, await running(), problems), html);
    }
    if (pathname === "/live") return respond(livePart(await running()).markup, html);
    if (pathname === "/tables") {
      const scores = await findScores(results, (problem) => problems.push(problem));
      return respond(tablesPage(await reports(), scores), html);
    }
    if (pathname === "/compare") {
      const wanted = searchParams.getAll("run");
      const chosen = (await reports()).filter(({ name }) => wanted.includes(name));
      return chosen.length === 0
        ? plain("Tick at least one run to compare", 400)
        : respond(comparePage(chosen), html);
    }
    if (pathname.startsWith("/run/")) {
      const name = pathname.slice("/run/".length).split("/").map(decodeURIComponent).join("/");
      const run = (await reports()).find((report) => report.run?.name === name)?.run;
      if (!run) return plain("There is no such run", 404);
      return respond(runPage(run.record, readProvenance(run.record, store)), html);
    }
    const [, first, ...rest] = pathname.split("/").map(decodeURIComponent);
    return first === "runs"
      ? await publishedFile(results, join(...rest))
      : plain("There is no such page", 404);
  };
}
