import type { Optimizer } from "./optimizer.ts";

/** Imports each optimiser by its name: to know the names takes none of their operations. */
export const OPTIMIZERS = {
  adamw: async (): Promise<Optimizer> => (await import("./adamw.ts")).adamw,
  muon: async (): Promise<Optimizer> => (await import("./muon.ts")).muon,
};

/** Name of an optimiser. */
export type OptimizerName = "adamw" | "muon";
