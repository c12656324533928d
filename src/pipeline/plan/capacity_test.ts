import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Capacity, grantOf, Ledger } from "./capacity.ts";

const MACHINE: Capacity = { jobs: 4, cpus: 4, memory: 1000, gpus: 2 };

Deno.test("A task is granted what it asks for, up to all of the machine", () => {
  deepStrictEqual(grantOf({}, MACHINE), { cpus: 1, memory: 0, gpus: 0, alone: false });
  deepStrictEqual(grantOf({ cpus: 9, memory: 5000 }, MACHINE), {
    ...{ cpus: 4, memory: 1000, gpus: 0, alone: true },
  });
  strictEqual(grantOf({ cpus: "all" }, MACHINE).alone, true);
});

Deno.test("A task that takes all cores runs alone, before and after others", () => {
  const ledger = new Ledger(MACHINE);
  const [all, one] = [grantOf({ cpus: "all" }, MACHINE), grantOf({}, MACHINE)];
  ledger.take(one);
  strictEqual(ledger.fits(all), false);
  ledger.give(one);
  strictEqual(ledger.fits(all), true);
  ledger.take(all);
  strictEqual(ledger.fits(one), false);
});

for (const [what, resources] of Object.entries({ cpus: 2, memory: 500, gpus: 1 })) {
  Deno.test(`Tasks that run at one time share the ${what} of the machine`, () => {
    const ledger = new Ledger(MACHINE);
    const grant = () => grantOf({ cpus: 0, [what]: resources }, MACHINE);
    for (let i = 0; i < 2; i++) {
      strictEqual(ledger.fits(grant()), true);
      ledger.take(grant());
    }
    strictEqual(ledger.fits(grant()), false);
  });
}

Deno.test("No more tasks run at one time than were asked for", () => {
  const ledger = new Ledger({ ...MACHINE, jobs: 1 });
  ledger.take(grantOf({}, MACHINE));
  strictEqual(ledger.fits(grantOf({ cpus: 0 }, MACHINE)), false);
});

Deno.test("A task that asks for more than there is runs on an empty machine all the same", () => {
  const ledger = new Ledger({ ...MACHINE, gpus: 0 });
  strictEqual(ledger.fits(grantOf({ gpus: 1 }, ledger.capacity)), true);
});
