import { hostileEscapes } from "./hostile_escapes.ts";
import { HOSTILE_FORGERIES } from "./hostile_forgeries.ts";
import type { HostileProgram } from "./hostile_program.ts";
import { HOSTILE_READERS } from "./hostile_readers.ts";
import { HOSTILE_RESOURCES } from "./hostile_resources.ts";
import { HOSTILE_VERDICTS } from "./hostile_verdicts.ts";

/**
 * Programs that mean harm to the machine, to the runner or to the verdict.
 *
 * @param path An existing file outside the sandbox.
 */
export function hostilePrograms(path: string): readonly HostileProgram[] {
  return [
    ...HOSTILE_RESOURCES,
    ...hostileEscapes(path),
    ...HOSTILE_VERDICTS,
    ...HOSTILE_FORGERIES,
    ...HOSTILE_READERS,
  ];
}
