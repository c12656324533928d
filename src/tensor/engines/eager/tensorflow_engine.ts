import { eagerEngine } from "./eager_engine.ts";

/** tfjs on libtensorflow, by a package that a user installs. */
export const tensorflow = eagerEngine({
  name: "tensorflow",
  load: async () => (await import("./tensorflow_package.ts")).loadTensorflow(),
  note: async () => (await import("./tensorflow_package.ts")).describeTensorflow(),
  facts: async () => (await import("./tensorflow_package.ts")).tensorflowFacts(),
});
