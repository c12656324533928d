/** An error that the user can mend: shown without a stack trace. */
export class UserError extends Error {
  /** Name of the class. */
  override name = "UserError";
}
