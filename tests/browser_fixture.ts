import { strictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const missing = existsSync(CHROMIUM)
  ? ""
  : ` (ignored: no ${CHROMIUM}; install it with apt-get install chromium)`;

// The browser's driver looks into /proc, which no permission but all of them allows. Only with all
// of them may a program import from anywhere.
const permission = { name: "import" } as unknown as Deno.PermissionDescriptor;
const hasAllPermissions = Deno.permissions.querySync(permission).state === "granted";

/** Starts Debian's Chromium. */
export async function launchChromium(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  return await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

/**
 * A test in a real browser. Where not all permissions are given, it runs in a process that has them; where
 * there is no browser, not at all.
 *
 * @param file Path of the module that has the test.
 */
export function browserTest(
  name: string,
  file: string,
  fn: (test: Deno.TestContext) => Promise<void>,
): void {
  Deno.test({
    name: `${name}, given all permissions${missing}`,
    ignore: missing !== "" || hasAllPermissions,
    async fn() {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["test", "--no-check", "--allow-all", "--filter", name, file],
        env: { NO_COLOR: "1" },
      }).output();
      const decoder = new TextDecoder();
      strictEqual(code, 0, decoder.decode(stdout) + decoder.decode(stderr));
    },
  });
  Deno.test({
    name: name + missing,
    ignore: missing !== "" || !hasAllPermissions,
    // The driver keeps timers of its own after the browser has closed.
    sanitizeOps: false,
    sanitizeResources: false,
    fn,
  });
}
