import type { Engine } from "../engine.ts";

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

/** An engine of a tfjs backend. */
export function eagerEngine<const Name extends string>(
  backend: EagerBackend<Name>,
): Engine & { readonly name: Name } {
  return {
    name: backend.name,
    // Inputs would be uploaded by every run.
    constants: { areFolded: false, most: Infinity },
    async prepare(source) {
      const { createEagerProgram } = await import("./eager_program.ts");
      return await createEagerProgram(source, backend);
    },
    async describe() {
      const { useBackend } = await import("./tfjs_backend.ts");
      await useBackend(backend);
      return await backend.note?.() ?? "";
    },
    facts: async () => await backend.facts?.() ?? {},
  };
}
