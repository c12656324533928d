import { join } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { explainOption } from "../terminal/explain_option.ts";
import { UserError } from "../support/user_error.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

const HELP = { help: { type: "boolean", default: false, short: "h" } } as const;
const RESULTS = { results: { type: "string", default: "results" }, ...HELP } as const;

function parse<const Config extends ParseArgsConfig & { readonly options: Options }>(
  config: Config,
) {
  try {
    return parseArgs({ args: Deno.args, ...config });
  } catch (error) {
    throw explainOption(error as Error, Object.keys(config.options));
  }
}

/**
 * Reads the options of a command that is not on runs.
 *
 * @throws {UserError} If an option is unknown or lacks its value.
 */
export function readOwnOptions<const Own extends Options>(own: Own) {
  return parse({ options: { ...HELP, ...own } }).values;
}

/**
 * Reads a command's options, with those that all commands on runs share.
 *
 * @throws {UserError} If an option is unknown or lacks its value.
 */
export function readOptions<const Own extends Options>(own: Own) {
  return parse({ options: { ...RESULTS, ...own } }).values;
}

/**
 * Reads the options and the words of a command that takes words.
 *
 * @throws {UserError} If an option is unknown or lacks its value.
 */
export function readCommand<const Own extends Options>(own: Own) {
  return parse({ options: { ...HELP, ...own }, allowPositionals: true });
}

/**
 * The number that an option holds.
 *
 * @throws {UserError} If it holds none.
 */
export function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw new UserError(`--${name} must be a number: got "${text}"`);
}

/**
 * The whole number that an option holds.
 *
 * @throws {UserError} If it holds none, or one below `least`.
 */
export function countOf(name: string, text: string, least: number): number {
  const number = numberOf(name, text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new UserError(`--${name} must be a whole number of at least ${least}: got "${text}"`);
}

/** The store's folder: as the environment says, else within the results. */
export function storeFolder(results: string): string {
  return Deno.env.get("PROSECO_STORE") ?? join(results, ".store");
}
