import type { Engine } from "../engine.ts";
import { PrecisionError } from "../precision.ts";
import type { EagerBackend } from "./tfjs_backend.ts";

/** An engine of a tfjs backend. */
export function eagerEngine<const Name extends string>(
  backend: EagerBackend<Name>,
): Engine & { readonly name: Name } {
  return {
    name: backend.name,
    // Inputs would be uploaded by every run.
    constants: { areFolded: false, most: Infinity },
    async prepare(source, { precision = "float32" } = {}) {
      if (precision !== "float32") throw new PrecisionError(backend.name, precision, []);
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
