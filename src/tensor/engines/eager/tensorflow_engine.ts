import { EngineUnavailable } from "../engine.ts";
import { eagerEngine } from "./eager_engine.ts";

const hasProcess = "process" in globalThis;

/** What loads the library, for which a bundle for browsers has no place. */
function tensorflowPackage() {
  if (hasProcess) return import("./tensorflow_package.ts");
  throw new EngineUnavailable("tensorflow", "a browser has only webgpu, wasm and cpu");
}

/** tfjs on libtensorflow, by a package that a user installs. */
export const tensorflow = eagerEngine({
  name: "tensorflow",
  load: async () => (await tensorflowPackage()).loadTensorflow(),
  note: async () => (await tensorflowPackage()).describeTensorflow(),
  facts: async () => hasProcess ? (await tensorflowPackage()).tensorflowFacts() : {},
});
