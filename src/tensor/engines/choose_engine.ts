import { EngineUnavailable } from "./engine.ts";
import { DEFAULT_ENGINE, ENGINE_NAMES, type EngineName, engineOf } from "./engines.ts";

/** What a parameter that asks for an engine may say: a name, or that the best is to be taken. */
export type EngineChoice = EngineName | "auto";

/** What a parameter that asks for an engine may say. */
export const ENGINE_CHOICES: readonly EngineChoice[] = [...ENGINE_NAMES, "auto"];

/** What a parameter that asks for an engine is told to be. */
export const ENGINE_HELP =
  "What computes: compiled; gpu or cuda, on a graphics card; an eager engine; or auto, the best of the " +
  "first three that is there when the pipeline is planned. deno task doctor lists those here.";

/** Engines of graphics cards, the best first. */
const ON_CARDS: readonly EngineName[] = ["cuda", "gpu"];

/** Why `auto` does not take an engine; `undefined` if it does. */
async function whyNot(name: EngineName): Promise<string | undefined> {
  const engine = engineOf(name);
  try {
    await engine.describe();
    return await engine.isSoftware?.() ?? true ? "it computes on the processor" : undefined;
  } catch (error) {
    return error instanceof EngineUnavailable ? error.reason : (error as Error).message;
  }
}

/** What `auto` takes, and why nothing better. */
export interface BestEngine {
  /** The engine. */
  readonly name: EngineName;
  /** Why each that is better was not taken, by its name. */
  readonly passedOver: Readonly<Record<string, string>>;
}

/** The best engine of this machine: that of a graphics card which answers, else the default. */
export async function bestEngine(): Promise<BestEngine> {
  const passedOver: Record<string, string> = {};
  for (const name of ON_CARDS) {
    const reason = await whyNot(name);
    if (reason === undefined) return { name, passedOver };
    passedOver[name] = reason;
  }
  return { name: DEFAULT_ENGINE, passedOver };
}

let best: Promise<BestEngine> | undefined;

/**
 * The engine that a choice means.
 *
 * @param facts What {@linkcode engineFacts} gave for it where that was elsewhere or before: what entered
 *   the key is what computes.
 */
export async function chosenEngine(
  choice: EngineChoice = DEFAULT_ENGINE,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<EngineName> {
  if (choice !== "auto") return choice;
  const decided = ENGINE_NAMES.find((name) => name === facts.engine);
  return decided ?? (await (best ??= bestEngine())).name;
}

/** Facts of an engine for keys, with its name where the choice leaves it open. */
export async function engineFacts(
  choice: EngineChoice,
): Promise<Readonly<Record<string, string>>> {
  const name = await chosenEngine(choice), facts = await engineOf(name).facts();
  return choice === "auto" ? { engine: name, ...facts } : facts;
}
