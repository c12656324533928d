import { join } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";

const SHARED = {
  results: { type: "string", default: "results" },
  help: { type: "boolean", default: false, short: "h" },
} as const;

/**
 * Reads a command's options, with those that all commands of the report share.
 *
 * @throws {TypeError} If an option is unknown or lacks its value.
 */
export function readOptions<const Own extends NonNullable<ParseArgsConfig["options"]>>(own: Own) {
  return parseArgs({ args: Deno.args, options: { ...SHARED, ...own } }).values;
}

/** The store's folder: as the environment says, else within the results. */
export function storeFolder(results: string): string {
  return Deno.env.get("PROSECO_STORE") ?? join(results, ".store");
}
