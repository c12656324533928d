import type * as Ort from "onnxruntime-node";
import type { OnnxModel } from "../../onnx/onnx.ts";
import { EngineUnavailable, type ProgramOptions } from "../engine.ts";
import { explainFault } from "./device_faults.ts";
import type { DeviceMemory } from "./device_memory.ts";
import { createBindingSession } from "./onnx_binding_session.ts";
import type { OnnxLibrary } from "./onnx_api.ts";
import type { LibraryRoute } from "./onnx_library.ts";
import type { Session } from "./onnx_session.ts";
import type { Provider } from "./provider.ts";

/** The functions of onnxruntime-node, or the library's own, or both. */
interface Routes {
  readonly ort?: typeof Ort;
  readonly route: LibraryRoute;
}

/** ONNX Runtime, loaded when it is first needed: the other engines do without it. */
async function load({ engine }: Provider): Promise<Routes> {
  try {
    if (!("process" in globalThis)) throw new Error("a browser has only webgpu, wasm and cpu");
    if (!("Deno" in globalThis)) {
      return {
        ort: await import("onnxruntime-node"),
        route: { fault: "only Deno opens libraries" },
      };
    }
    const { namedLibrary, onnxLibrary } = await import("./onnx_library.ts");
    if (namedLibrary() === undefined) {
      const ort = await import("onnxruntime-node");
      return { ort, route: onnxLibrary() };
    }
    const route = onnxLibrary();
    if (route.library === undefined) throw new Error(route.fault);
    return { route };
  } catch (cause) {
    throw new EngineUnavailable(
      engine,
      `ONNX Runtime does not load on this machine: ${(cause as Error).message}. ` +
        "Choose another engine; deno task doctor lists those here",
      { cause },
    );
  }
}

/** A device and its memory, as the library reaches them. */
interface Reached {
  readonly library: OnnxLibrary;
  readonly memory: DeviceMemory;
}

/** What has been found out of each device that was asked for. */
const reached = new Map<Provider, Promise<Reached>>();

async function reach(provider: Provider): Promise<Reached> {
  const device = provider.device!, { engine } = provider;
  const missing = await device.missing?.();
  if (missing !== undefined) throw new EngineUnavailable(engine, missing);
  const { library, fault } = (await load(provider)).route;
  if (library === undefined) {
    throw new EngineUnavailable(engine, `ONNX Runtime is not reached by its C interface: ${fault}`);
  }
  try {
    const { DeviceMemory } = await import("./device_memory.ts");
    const memory = new DeviceMemory(library, device);
    await memory.check();
    return { library, memory };
  } catch (cause) {
    throw explainFault(provider, cause);
  }
}

function reachOnce(provider: Provider): Promise<Reached> {
  const found = reached.get(provider) ?? reach(provider);
  reached.set(provider, found);
  return found;
}

/**
 * Says what a provider computes with here.
 *
 * @throws {EngineUnavailable} If that is not there.
 */
export async function describeProvider(provider: Provider, threads: number): Promise<string> {
  if (provider.device !== undefined) {
    const { library } = await reachOnce(provider);
    return `ONNX Runtime ${library.version}: ${await provider.device.describe()}` +
      (await provider.device.isSoftware() ? ": software, no GPU" : "");
  }
  const { route, ort } = await load(provider);
  const how = route.library === undefined
    ? `by its Node binding, because ${route.fault}`
    : ort === undefined
    ? `${route.library.version}, the library that PROSECO_ORT names`
    : "by its C interface";
  return `ONNX Runtime ${how}, on ${threads} ${threads === 1 ? "thread" : "threads"}`;
}

/**
 * What decides a provider's results and stands in no lock file; `{}` where it cannot be used here.
 */
export async function providerFacts(provider: Provider): Promise<Readonly<Record<string, string>>> {
  const facts: Record<string, string> = {};
  try {
    const { route, ort } = await load(provider);
    if (ort === undefined && route.library !== undefined) facts.library = route.library.version;
    if (provider.device === undefined) return facts;
    return { ...facts, ...await provider.device.facts() };
  } catch (error) {
    if (error instanceof EngineUnavailable) return {};
    throw error;
  }
}

/**
 * Prepares ONNX Runtime to run a model.
 *
 * @throws {Error} If ONNX Runtime or what it is to compute with is not there, or refuses the model.
 */
export async function createSession(
  provider: Provider,
  model: OnnxModel,
  { threads = globalThis.navigator?.hardwareConcurrency ?? 1, precision, profile }: ProgramOptions,
): Promise<Session> {
  if (provider.device === undefined) {
    const { ort, route } = await load(provider);
    return route.library === undefined
      ? await createBindingSession(ort!, model, { threads })
      : (await import("./onnx_library_session.ts"))
        .createLibrarySession(route.library, model, { threads, profile });
  }
  const { library, memory } = await reachOnce(provider);
  const { createLibrarySession } = await import("./onnx_library_session.ts");
  const lacking = precision && await provider.device.lacks?.(precision);
  if (lacking !== undefined) throw new EngineUnavailable(provider.engine, lacking);
  const explain = (fault: unknown) => explainFault(provider, fault);
  try {
    const { device } = provider;
    return createLibrarySession(library, model, { threads, device, profile, memory, explain });
  } catch (cause) {
    throw explain(cause);
  }
}
