import * as tf from "@tensorflow/tfjs-core";
import { EngineUnavailable } from "../engine.ts";

/** A tfjs backend that runs operations one by one as a program calls them. */
export interface EagerBackend<Name extends string = string> {
  /** Its name, in tfjs and in a pipeline file. */
  readonly name: Name;
  /**
   * Makes the backend known to tfjs.
   *
   * @throws {EngineUnavailable} If this machine lacks what it needs.
   */
  load(): Promise<void>;
  /** Says what it computes with, once it is loaded. @default {() => ""} */
  note?(): Promise<string>;
  /** Facts for keys, as {@linkcode Engine.facts}. @default {() => ({})} */
  facts?(): Promise<Readonly<Record<string, string>>>;
}

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
