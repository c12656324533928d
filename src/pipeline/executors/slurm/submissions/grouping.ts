import { execCommandLine } from "../../../root.ts";
import type { Store } from "../../../store/store.ts";

/** How many jobs of one array may run at one time, unless a run says otherwise. */
export const DEFAULT_THROTTLE = 100;

/** A list that is not empty. */
export type AtLeastOne<Item> = readonly [Item, ...Item[]];

/** The command that the jobs of a store run, before the key. */
export function jobCommand(store: Store): string[] {
  return [...execCommandLine(), "--store", store.path];
}

/**
 * Puts together what may share an array.
 *
 * @param idOf The same for those that may.
 * @param readLimit Asks how many an array may have, where there is any.
 */
export async function groupAlike<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  readLimit: () => Promise<number>,
): Promise<AtLeastOne<Item>[]> {
  const groups = [...Map.groupBy(items, idOf).values()];
  const hasSeveral = groups.some(({ length }) => length > 1);
  const largest = hasSeveral ? Math.max(1, await readLimit()) : 1;
  return groups.flatMap((group) => {
    const pieces: AtLeastOne<Item>[] = [];
    for (let at = 0; at < group.length; at += largest) {
      pieces.push(group.slice(at, at + largest) as [Item, ...Item[]]);
    }
    return pieces;
  });
}
