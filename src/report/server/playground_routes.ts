import { dirname, extname, join, resolve, sep } from "node:path";
import type { CachedPlayground } from "../../playground/files/cached_playground.ts";
import {
  type CheckpointPlace,
  networkFolder,
  readOffered,
} from "../../playground/files/offered_checkpoint.ts";
import {
  FILTER_FILE,
  KNOWN_FILE,
  NETWORKS_FILE,
  type OfferedNetwork,
  type OfferedNetworks,
} from "../../playground/settings/offered_network.ts";
import { findNetworks } from "../runs/published_networks.ts";

/** Where the page lies on the server. */
export const PLAYGROUND = "/playground/";

/** Address of the page with the networks of a run. */
export function runAddress(run: string | null): string {
  return run === null ? PLAYGROUND : `${PLAYGROUND}#${new URLSearchParams({ run })}`;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Cross-origin isolation, without which a page has no threads; scripts and requests of this origin. */
const HEADERS = {
  "cache-control": "no-cache",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": [
    "default-src 'none'",
    // RDKit's glue makes functions of text.
    "script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval' blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "style-src 'unsafe-inline'",
    "img-src 'self' data: blob:",
  ].join("; "),
};

/** What answers for the playground. */
export interface PlaygroundRoutes {
  /** Answers for a path below {@linkcode PLAYGROUND}. @returns `undefined` if nothing is there. */
  answer(path: string): Promise<Response | undefined>;
}

async function fileIn(folder: string, path: string): Promise<Response | undefined> {
  const file = resolve(folder, path);
  if (!file.startsWith(resolve(folder) + sep)) return undefined;
  try {
    const { isFile, size } = await Deno.stat(file);
    if (!isFile) return undefined;
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const headers = { ...HEADERS, "content-type": type, "content-length": String(size) };
    return new Response((await Deno.open(file)).readable, { headers });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Serves the page, with the networks of runs among those that go with the project.
 *
 * @param where Folders of the results and of the store.
 */
export function playgroundRoutes(
  playground: CachedPlayground,
  where: { readonly results: string; readonly store: string },
): PlaygroundRoutes {
  const places = () => findNetworks(where.results, where.store);
  // By when a network was written, as reading and exporting take a while.
  const offers = new Map<string, Promise<OfferedNetwork | undefined>>();
  const offerOf = (place: CheckpointPlace & { readonly writtenAt: number }) => {
    const key = `${place.writtenAt} ${place.folder}`;
    // One that the page cannot draw from, such as one of words in a row, is left out.
    const offer = offers.get(key) ??
      readOffered(place).then(({ offered }) => offered, () => undefined);
    offers.set(key, offer);
    return offer;
  };
  const networks = async (folder: string): Promise<Response> => {
    const own: OfferedNetworks = JSON.parse(await Deno.readTextFile(join(folder, NETWORKS_FILE)));
    const others = await Promise.all((await places()).map(offerOf));
    const all: OfferedNetworks = {
      home: "/",
      networks: [...own.networks, ...others.filter((one) => one !== undefined)],
    };
    return Response.json(all, { headers: HEADERS });
  };
  const network = async (path: string): Promise<Response | undefined> => {
    const place = (await places()).find(({ id }) => dirname(path) === networkFolder(id));
    const offered = place && await readOffered(place);
    const file = offered?.files.find((one) => one.path === path);
    if (file === undefined) return undefined;
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    return new Response(await file.content(), { headers: { ...HEADERS, "content-type": type } });
  };
  return {
    async answer(path) {
      if (path === KNOWN_FILE || path === FILTER_FILE) {
        return await fileIn(await playground.known(), path);
      }
      const folder = await playground.page();
      if (path === NETWORKS_FILE) return await networks(folder);
      return await fileIn(folder, path === "" ? "index.html" : path) ?? await network(path);
    },
  };
}
