import { dirname, join } from "node:path";
import { addLink } from "../page/page.ts";
import { runFolderOf } from "../runs/owning_run.ts";
import { readProvenance } from "../runs/run_provenance.ts";
import { findReports, findScores } from "../runs/published_reports.ts";
import { livePart } from "./live_part.ts";
import { ANSWERS, type Answers, GENERATE, generateRoutes } from "./generating/generate_routes.ts";
import { findRecords } from "../runs/find_records.ts";
import { comparePage } from "./pages/compare_page.ts";
import { compareRunsPage } from "./pages/compare_runs_page.ts";
import { indexPage } from "./pages/index_page.ts";
import { tablesPage } from "./pages/tables_page.ts";
import type { CachedPlayground } from "../../playground/files/cached_playground.ts";
import { PLAYGROUND, playgroundRoutes, runAddress } from "./playground_routes.ts";
import { openPublished } from "./published_file.ts";
import { readCurves } from "../runs/training_curves.ts";
import { runPage } from "./pages/served_run_page.ts";
import { findRunning, NOTHING_RUNS } from "./running.ts";
import { Store } from "../../pipeline/store/store.ts";

/** Where the server looks. */
export interface HandlerOptions {
  /** Folder of results. */
  readonly results: string;
  /** Folder of the store, whose unfinished tasks are followed. */
  readonly store: string;
  /** The page on which networks draw. @default {undefined}, there is none */
  readonly playground?: CachedPlayground;
  /** What answers prompts. @default {undefined}, there is no page for that */
  readonly answers?: Answers;
  /** The time, in milliseconds. @default {Date.now} */
  readonly now?: () => number;
}

const HTML = "text/html; charset=utf-8";
const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
/** A log that has not grown for so long, in milliseconds, belongs to no running training. */
const SILENCE = 10 * 60_000;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function respond(body: string, type: string, status = 200): Response {
  return new Response(body, { status, headers: { ...HEADERS, "content-type": type } });
}

function plain(text: string, status: number): Response {
  return respond(text + "\n", "text/plain; charset=utf-8", status);
}

/** A file of the results; a report gets a link to the page on which its networks draw. */
async function publishedFile(results: string, path: string, isPlayed: boolean): Promise<Response> {
  const file = await openPublished(results, path);
  if (file === undefined) return plain("There is no such file", 404);
  const { "content-length": _, ...headers } = file.headers;
  if (!isPlayed || headers["content-type"] !== HTML) {
    return new Response(file.body, { headers: { ...HEADERS, ...file.headers } });
  }
  const run = runFolderOf(results, dirname(join(results, path)));
  const page = addLink(await new Response(file.body).text(), runAddress(run), "Playground");
  return new Response(page, { headers: { ...HEADERS, ...headers } });
}

/** The parts of a path; `undefined` where it is not encoded as addresses are, or names no file. */
function partsOf(pathname: string): string[] | undefined {
  try {
    const parts = pathname.split("/").map(decodeURIComponent);
    return parts.some((part) => part.includes("\0")) ? undefined : parts;
  } catch {
    return undefined;
  }
}

/**
 * Makes the handler of the report server: it reads and never writes, and answers only those who ask
 * for this machine by a loopback name, so that no page from elsewhere can read it.
 */
export function reportHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { results, store, playground, answers, now = Date.now } = options;
  const generate = answers && generateRoutes(results, answers);
  const routes = playground && playgroundRoutes(playground, { results, store });
  const running = async (onProblem: (message: string) => void = () => {}) => {
    try {
      const opened = Store.openExisting(store);
      if (opened !== undefined) return await findRunning(opened, now() - SILENCE, onProblem);
    } catch (error) {
      onProblem((error as Error).message);
    }
    return NOTHING_RUNS;
  };
  return async (request) => {
    const { pathname, searchParams, hostname } = new URL(request.url);
    if (!LOOPBACK.has(hostname)) return plain("Ask for localhost", 403);
    if (generate !== undefined && request.method === "POST" && pathname === ANSWERS) {
      return await generate.answer(request);
    }
    if (request.method !== "GET") return plain("Only GET is answered", 405);
    const parts = partsOf(pathname);
    if (parts === undefined) return plain("The address is no path", 400);
    if (routes !== undefined && pathname.startsWith(PLAYGROUND.slice(0, -1))) {
      if (pathname === PLAYGROUND.slice(0, -1)) {
        return new Response(null, { status: 301, headers: { location: PLAYGROUND } });
      }
      const answer = pathname.startsWith(PLAYGROUND)
        ? await routes.answer(parts.slice(2).join("/"))
        : undefined;
      return answer ?? plain("There is no such file", 404);
    }
    const problems: string[] = [];
    const reports = () => findReports(results, (problem) => problems.push(problem));
    const runs = () => findRecords(results, (problem) => problems.push(problem));
    if (pathname === "/") {
      const found = await reports();
      const live = await running((problem) => problems.push(problem));
      return respond(indexPage(found, runs(), live, problems), HTML);
    }
    if (pathname === "/live") return respond(livePart(await running()).markup, HTML);
    if (generate !== undefined && pathname === GENERATE) {
      return respond(await generate.page(), HTML);
    }
    if (pathname === "/tables") {
      const scores = await findScores(results, (problem) => problems.push(problem));
      return respond(tablesPage(await reports(), scores), HTML);
    }
    if (pathname === "/compare") {
      const wanted = searchParams.getAll("run");
      const chosen = (await reports()).filter(({ name }) => wanted.includes(name));
      return chosen.length === 0
        ? plain("Tick at least one run to compare", 400)
        : respond(comparePage(chosen), HTML);
    }
    if (pathname === "/compare-runs") {
      const wanted = searchParams.getAll("run");
      const chosen = runs().filter(({ name }) => wanted.includes(name));
      if (chosen.length === 0) return plain("Tick at least one run to compare", 400);
      const unread: string[] = [];
      const onProblem = (problem: string) => unread.push(problem);
      const curves = await readCurves(chosen, Store.openExisting(store), onProblem);
      return respond(compareRunsPage(chosen, { curves, problems: unread }), HTML);
    }
    if (pathname.startsWith("/run/")) {
      const name = parts.slice(2).join("/");
      const run = runs().find((one) => one.name === name);
      if (!run) return plain("There is no such run", 404);
      return respond(runPage(run, readProvenance(run.record, store)), HTML);
    }
    const [, first, ...rest] = parts;
    return first === "runs"
      ? await publishedFile(results, join(...rest), routes !== undefined)
      : plain("There is no such page", 404);
  };
}
