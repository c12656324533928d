import { closest } from "../support/suggest.ts";
import { UserError } from "../support/user_error.ts";

/** What `parseArgs()` found wrong, with what was meant in its place. */
export function explainOption(error: Error, names: readonly string[]): UserError {
  const [, option] = /'(-[^' ]+)/.exec(error.message) ?? [];
  const known = names.map((name) => `--${name}`);
  const isUnknown = (error as { code?: string }).code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";
  if (!isUnknown || option === undefined) return new UserError(error.message);
  const near = closest(option, known);
  const hint = near === undefined ? `Known: ${known.join(", ")}` : `Did you mean "${near}"?`;
  return new UserError(`Unknown option "${option}". ${hint}`);
}
