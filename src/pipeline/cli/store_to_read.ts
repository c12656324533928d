import { UserError } from "../../support/user_error.ts";
import { Store } from "../store/store.ts";
import { type Arguments, namedStore, storePath } from "./arguments.ts";

/**
 * The store, for commands that only look: none is made, and the project's own is empty before the
 * first run.
 *
 * @throws {UserError} If the user named one that is not there, or it is of another version.
 */
export function storeToRead(args: Arguments, root: string): Store {
  const named = namedStore(args);
  if (named === undefined) return Store.openForReading(storePath(args, root));
  const store = Store.openExisting(named);
  if (store !== undefined) return store;
  throw new UserError(`There is no store "${named}": name one by --store, or run a pipeline`);
}
