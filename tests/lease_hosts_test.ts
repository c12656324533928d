import { strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";

const HOLDER = fileURLToPath(new URL("./lease_holder.ts", import.meta.url));
const KEY = "ab".repeat(32);

/** Whether processes with a host name of their own can be started here. */
const canRename = (() => {
  try {
    const args = ["--uts", "--pid", "--fork", "hostname", "other"];
    return new Deno.Command("unshare", { args, stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
})();

/** A process on a machine of another name, which cannot see the other machine's processes. */
class Holder {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  #rest = "";

  constructor(host: string, store: string, speed = 1) {
    const script = 'hostname "$1"; shift; exec "$@"';
    const command = [Deno.execPath(), "run", "--no-check", "-A", HOLDER, store, KEY, String(speed)];
    this.#child = new Deno.Command("unshare", {
      args: [
        "--uts",
        "--pid",
        "--fork",
        "--kill-child",
        "sh",
        "-c",
        script,
        "sh",
        host,
        ...command,
      ],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#lines = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** The next thing that it tells. */
  async next(): Promise<string> {
    while (!this.#rest.includes("\n")) {
      const { value, done } = await this.#lines.read();
      if (done) return "";
      this.#rest += value;
    }
    const [line, ...rest] = this.#rest.split("\n");
    this.#rest = rest.join("\n");
    return line!;
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.stdin.close().catch(() => {});
    await this.#lines.cancel();
    await this.#child.status;
  }

  /** Has it give the lease back. */
  async end(): Promise<void> {
    await this.#child.stdin.close();
    strictEqual(await this.next(), "gives back");
    await this.#lines.cancel();
    await this.#child.status;
  }
}

Deno.test({
  name: "A lease is waited for as long as its holder on another host lives (may unshare)",
  ignore: !canRename,
  async fn() {
    const store = Deno.makeTempDirSync({ prefix: "lease-" });
    try {
      const first = new Holder("node1", store);
      strictEqual(await first.next(), "holds");
      const second = new Holder("node2", store);
      strictEqual(await second.next(), "waits for node1");
      await first.end();
      strictEqual(await second.next(), "holds");
      await second.end();
    } finally {
      Deno.removeSync(store, { recursive: true });
    }
  },
});

Deno.test({
  name: "A lease is taken over from another host once it has been silent for long (may unshare)",
  ignore: !canRename,
  async fn() {
    const store = Deno.makeTempDirSync({ prefix: "lease-" });
    try {
      const first = new Holder("node1", store);
      strictEqual(await first.next(), "holds");
      await first.kill();
      const second = new Holder("node2", store, 20);
      strictEqual(await second.next(), "waits for node1");
      strictEqual(await second.next(), "takes over from node1");
      strictEqual(await second.next(), "holds");
      await second.end();
    } finally {
      Deno.removeSync(store, { recursive: true });
    }
  },
});
