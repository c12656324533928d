import { childEnvironment } from "../../../support/processes/child_environment.ts";
import { readLines } from "../../../support/read_lines.ts";

/** What a network is asked. */
export interface Asked {
  /** Module of `deno task generate`. */
  readonly command: string;
  /** Folder of the network. */
  readonly folder: string;
  /** What it answers. */
  readonly prompt: string;
  /** Options of `deno task generate`, such as `--T=32`. */
  readonly options: readonly string[];
}

/** An answer that is being made. */
export interface AnswerStream {
  /** Server-sent events, each an object of JSON; it ends the process when it is cancelled. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** When the process has ended. */
  readonly ended: Promise<void>;
}

/**
 * Has a prompt answered by a process of its own, so that an evaluation keeps nobody waiting and can be
 * stopped at any time. Its lines become events; what it tells beside becomes one of `{ note }`, or of
 * `{ problem }` where it fails.
 */
export function answerStream({ command, folder, prompt, options }: Asked): AnswerStream {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-read", "--allow-env", "--allow-ffi"],
      ...["--allow-sys", "--allow-write", command, "--json", "--steps", ...options, "--", folder],
    ],
    ...{ stdin: "piped", stdout: "piped", stderr: "piped", ...childEnvironment() },
  }).spawn();
  const encoder = new TextEncoder();
  const ended = child.status.then(() => {});
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async start(controller) {
      const send = (line: string) => {
        // Whoever cancelled hears nothing more.
        try {
          controller.enqueue(encoder.encode(`data: ${line}\n\n`));
        } catch { /* see above */ }
      };
      const said = new Response(child.stderr).text();
      // A process that fails early reads no prompt.
      new Response(`${prompt}\n`).body!.pipeTo(child.stdin).catch(() => {});
      for await (const line of readLines(child.stdout)) send(line);
      const { success } = await child.status, text = (await said).trim();
      if (!success) send(JSON.stringify({ problem: text || "The process that answers was ended" }));
      else if (text !== "") send(JSON.stringify({ note: text }));
      try {
        controller.close();
      } catch { /* see above */ }
    },
    cancel() {
      try {
        child.kill("SIGKILL");
      } catch { /* It has ended already. */ }
    },
  });
  return { body, ended };
}
