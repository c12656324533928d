import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Journal, journalPath, readJournals, removeJournal } from "./journal.ts";
import { Store } from "./store.ts";

const HEAD = { run: "r", pipeline: "p", folder: "/f", host: "h", pid: 1, request: "q" };

Deno.test("A journal tells what a run wanted, however it was cut short, and how it ended", () => {
  const store = Store.open(Deno.makeTempDirSync({ prefix: "journal-" }));
  try {
    const journal = new Journal(store, HEAD, ["a"]);
    journal.want("b");
    const path = journalPath(store, "r");
    const open = readJournals(store)[0]!;
    deepStrictEqual({ ...open, keys: [...open.keys] }, {
      ...HEAD,
      ...{ path, status: undefined, keys: ["a", "b"] },
    });
    journal.end("done");
    strictEqual(readJournals(store)[0]!.status, "done");
    Deno.writeTextFileSync(path, Deno.readTextFileSync(path).slice(0, -5));
    deepStrictEqual([...readJournals(store)[0]!.keys], ["a", "b"]);
    removeJournal(store, "r");
    deepStrictEqual(readJournals(store), []);
  } finally {
    Deno.removeSync(store.path, { recursive: true });
  }
});

Deno.test("A run goes on where its journal cannot be written", () => {
  const path = Deno.makeTempDirSync({ prefix: "journal-" });
  const store = Store.open(path);
  try {
    Deno.writeTextFileSync(`${path}/runs`, "a file where a folder should be");
    const journal = new Journal(store, HEAD, []);
    journal.want("a");
    journal.end("done");
    deepStrictEqual(readJournals(store), []);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
});
