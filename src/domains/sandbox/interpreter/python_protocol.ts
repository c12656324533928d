import type { ProgramResult, PythonProgram } from "./verdict.ts";

/** The command-line argument of the sandboxed process, in JSON. */
export interface ChildSettings {
  /** Folder of the `pyodide` package; ends in a slash. */
  readonly pyodideUrl: string;
  /** Absolute path, or `null` to make a snapshot. */
  readonly snapshotPath: string | null;
  /** Most memory that Python may have, in pages of 64 KiB. */
  readonly memoryPages: number;
  /** Bytes of output that are kept. */
  readonly outputBytes: number;
  /** Bytes that may be written to files, which live in memory. */
  readonly fileBytes: number;
}

/** A line of JSON to the sandboxed process. */
export interface ChildRequest extends PythonProgram {
  /** Names the request in its answer; no program ever sees it. */
  readonly nonce: string;
}

/** What the sandboxed process may do, by name of the permission. */
export type PermissionStates = Readonly<Record<string, Deno.PermissionState>>;

/** A line of JSON from the sandboxed process. */
export type ChildAnswer =
  | { readonly kind: "ready"; readonly permissions: PermissionStates }
  | ({
    readonly kind: "result";
    readonly nonce: string;
    /** Whether the interpreter can run no other program. */
    readonly broken: boolean;
  } & ProgramResult);
