import { textTokenizer } from "../../domains/text/tokenizers/text_tokenizers.ts";
import type { TextTokenizer } from "../../domains/text/tokenizers/text_tokenizer.ts";
import type { Denoiser } from "../../model/denoiser.ts";
import type { OfferedNetwork } from "../settings/offered_network.ts";
import { drawSheet } from "./draw_sheet.ts";
import { type HelperClient, startHelper } from "./helper_client.ts";
import type { DrawingAnswer, DrawingMessage, DrawRequest } from "./messages.ts";
import { openDenoiser } from "./ort_denoiser.ts";
import { coresToUse, loadOrt, type OrtRuntime } from "./ort_runtime.ts";
import { rememberingDenoiser } from "./remembering_denoiser.ts";
import { sharedDenoiser } from "./shared_denoiser.ts";

/** Parameters of a network, at most, that each core has for itself. */
const MOST_SHARED = 2 ** 23;

/** Logits that a sheet remembers, at most: 64 MiB. */
const MOST_REMEMBERED = 2 ** 24;

/** A network that is loaded. */
interface Loaded {
  readonly denoiser: Denoiser;
  readonly tokenizer?: TextTokenizer;
}

const tell = (answer: DrawingAnswer, transfer: Transferable[] = []) =>
  (self as unknown as { postMessage(value: unknown, transfer: Transferable[]): void })
    .postMessage(answer, transfer);

let runtime: Promise<OrtRuntime> | undefined, base = "";
let helpers: readonly HelperClient[] | undefined;
let running = new AbortController();
const networks = new Map<string, Promise<Loaded>>();

let last: Promise<unknown> = Promise.resolve();
/** Runs one thing after the other. */
function once<Value>(work: () => Promise<Value>): Promise<Value> {
  const result = last.then(work, work);
  last = result.catch(() => {});
  return result;
}

/**
 * Opens a network. Where WebAssembly computes, workers share the rows of a small one: threads of one
 * session wait for each other at each of its operators, and need a page that is isolated.
 */
async function denoiserOf(ort: OrtRuntime, network: OfferedNetwork): Promise<Denoiser> {
  const isShared = ort.runtime === "wasm" && network.parameters <= MOST_SHARED &&
    typeof Worker === "function";
  if (!isShared) return await openDenoiser(ort, network, base, once);
  helpers ??= Array.from({ length: coresToUse() }, () => startHelper(base));
  const { length, numClasses: noLabel, vocabulary: { tokens, maskId } } = network;
  return sharedDenoiser(
    { length, vocab: tokens.length, maskId, noLabel },
    await Promise.all(helpers.map((helper) => helper.open(network))),
  );
}

async function open(network: OfferedNetwork): Promise<Loaded> {
  const began = performance.now();
  const denoiser = await denoiserOf(await runtime!, network);
  const { vocabulary, writes, source } = network;
  const files = network.tokenizer && await (await fetch(new URL(network.tokenizer, base))).json();
  const tokenizer = writes === "text"
    ? await textTokenizer({ ...vocabulary, source, files })
    : undefined;
  tell({ kind: "loaded", network: network.id, milliseconds: performance.now() - began });
  return { denoiser, tokenizer };
}

/** Loads a network, once; one that failed is tried anew. */
function load(network: OfferedNetwork): Promise<Loaded> {
  const loaded = networks.get(network.id) ?? open(network);
  networks.set(network.id, loaded);
  loaded.catch(() => networks.delete(network.id));
  return loaded;
}

async function draw(run: number, request: DrawRequest, signal: AbortSignal): Promise<void> {
  const { denoiser, tokenizer } = await load(request.network);
  const began = performance.now(), { sheet } = request;
  let evaluated = 0;
  const remembering = rememberingDenoiser(denoiser, MOST_REMEMBERED);
  const counting: Denoiser = {
    ...remembering,
    // What the sampler asks for, as commands count it.
    evaluate(tokens, labels, rows, seen) {
      evaluated += rows;
      return remembering.evaluate(tokens, labels, rows, seen);
    },
  };
  const { nfe, evaluations, texts } = await drawSheet(counting, request, {
    ...{ tokenizer, signal },
    observe({ step, round, tokens }) {
      const copy = tokens.slice();
      const frame = { kind: "frame", run, sheet, step, round, tokens: copy } as const;
      tell({ ...frame, evaluations: evaluated }, [copy.buffer]);
    },
  });
  const milliseconds = performance.now() - began;
  tell({ kind: "drawn", run, sheet, nfe, evaluations, milliseconds, texts });
}

/** Says what failed, unless another run has taken its place. */
async function orTell(
  work: () => Promise<unknown>,
  what: { readonly run?: number; readonly network?: string },
): Promise<void> {
  const { signal } = running;
  try {
    await work();
  } catch (error) {
    if (what.run !== undefined && signal.aborted) return;
    tell({ kind: "failed", ...what, message: (error as Error).message });
  }
}

self.onmessage = async ({ data }: MessageEvent<DrawingMessage>) => {
  if (data.kind === "start") {
    base = data.base;
    const cores = coresToUse(), loading = runtime = loadOrt(base, data.runtime, cores);
    await orTell(async () => {
      const { runtime } = await loading;
      tell({ kind: "started", runtime, cores });
    }, {});
  } else if (data.kind === "load") {
    await orTell(() => load(data.network), { network: data.network.id });
  } else {
    running.abort();
    const { signal } = running = new AbortController();
    await orTell(
      () => Promise.all(data.requests.map((request) => draw(data.run, request, signal))),
      { run: data.run },
    );
  }
};
