import * as tf from "@tensorflow/tfjs-core";
import { EngineUnavailable } from "../engine.ts";
import type { EagerBackend } from "./eager_engine.ts";

/**
 * Makes tfjs run its operations on a backend from now on; loads it where it is the first time.
 *
 * @throws {EngineUnavailable} If this machine lacks what it needs; the message says how to install it.
 */
export async function useBackend({ name, load }: EagerBackend): Promise<void> {
  if (tf.getBackend() === name) return;
  if (tf.findBackendFactory(name) === null) {
    // Without this tfjs-backend-cpu, which tfjs-node brings too, greets the user with the advice to
    // install another one.
    tf.enableProdMode();
    await load();
  }
  if (!await tf.setBackend(name)) {
    throw new EngineUnavailable(name, "its tfjs backend does not start");
  }
}
