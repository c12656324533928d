import { UserError } from "../../support/user_error.ts";

/** What is told of an error that ended an instance. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isNamed = error.name === "Error" || error instanceof UserError;
  return isNamed ? error.message : `${error.name}: ${error.message}`;
}
