import { eagerEngine } from "./eager_engine.ts";

/** tfjs in plain JavaScript: the slowest, and the one that the others are checked against. */
export const cpu = eagerEngine({
  name: "cpu",
  load: async () => void await import("@tensorflow/tfjs-backend-cpu"),
});
