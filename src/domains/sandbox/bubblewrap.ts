import { childEnvironment } from "../../support/processes/child_environment.ts";
import { OutputBuffer } from "./interpreter/output_buffer.ts";
import { readLines } from "../../support/read_lines.ts";
import { Semaphore } from "../../support/semaphore.ts";
import type { PythonSandbox, PythonSandboxOptions } from "./python_sandbox.ts";
import type { ProgramResult, PythonProgram } from "./interpreter/verdict.ts";

/** Options of {@linkcode startBubblewrapSandbox}. */
export interface BubblewrapOptions
  extends Pick<PythonSandboxOptions, "workers" | "timeout" | "memory" | "outputBytes"> {
  /** Path of the interpreter, which must lie below `/usr`. @default {"/usr/bin/python3"} */
  readonly python?: string;
  /** Path of `bwrap`. @default {"bwrap"} */
  readonly bubblewrap?: string;
}

const PYTHON = "/usr/bin/python3", BUBBLEWRAP = "bwrap";

const ANSWER_LENGTH = 10_000;

/** Runs one program inside; what it prints goes to standard error, the verdict to standard output. */
const RUNNER = `
import json, os, sys

def run(request):
    space = {}
    for text in (request["source"], request["tests"]):
        try:
            code = compile(text, "<program>", "exec", dont_inherit=True)
        except BaseException as error:
            return "syntax", error
        try:
            exec(code, space)
        except AssertionError as error:
            return "failed", error
        except MemoryError as error:
            return "memory", error
        except BaseException as error:
            return "error", error
    return "passed", None

def main(dump=json.dumps, write=os.write, flush=(sys.stdout.flush, sys.stderr.flush)):
    request = json.loads(sys.stdin.buffer.read())
    nonce = request.pop("nonce")
    channel = os.dup(1)
    os.dup2(2, 1)
    os.close(0)
    os.open("/dev/null", os.O_RDONLY)
    verdict, error = run(request)
    try:
        text = str(error)
    except BaseException:
        text = ""
    detail = "" if error is None else type(error).__name__ + (": " + text if text else "")
    for each in flush:
        try:
            each()
        except BaseException:
            pass
    write(channel, (dump({"nonce": nonce, "verdict": verdict, "detail": detail[:300]}) + "\\n").encode())

main()
`;

/** User and group that own nothing, in the sandbox and outside. */
const NOBODY = "65534";

/**
 * What starts `bwrap`. Root would stay root to the kernel, inside the sandbox too, and no limit on
 * processes holds for root; so it becomes nobody first.
 */
function launcher(bubblewrap: string): string[] {
  return Deno.uid() === 0
    ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", bubblewrap]
    : [bubblewrap];
}

async function collect(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  buffer: OutputBuffer,
): Promise<void> {
  for await (const bytes of stream) buffer.write(bytes);
}

/**
 * What would run the programs, such as `Python 3.11.2 in bubblewrap`; `undefined` where `bwrap` or
 * Python is not installed or no namespaces may be made.
 */
export async function bubblewrapRuntime(
  { python = PYTHON, bubblewrap = BUBBLEWRAP }: Pick<BubblewrapOptions, "python" | "bubblewrap"> =
    {},
): Promise<string | undefined> {
  try {
    const [program = bubblewrap, ...args] = launcher(bubblewrap);
    const { success, stdout } = await new Deno.Command(program, {
      args: [...args, "--unshare-all", "--ro-bind", "/", "/", python, "-I", "--version"],
      cwd: "/",
      ...childEnvironment(),
      stderr: "null",
    }).output();
    return success ? `${new TextDecoder().decode(stdout).trim()} in bubblewrap` : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Kills a process unless it has ended by itself. */
function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has.
  }
}

/**
 * Starts a sandbox that runs programs in the system's own Python, as an unprivileged user in namespaces
 * that hold nothing but `/usr`: native speed and the system's packages, on Linux with bubblewrap. Root
 * needs `setpriv`, too.
 *
 * Python decides the verdict here, so a program that looks for its runner can forge it; scores that
 * count come from {@linkcode startPythonSandbox}.
 */
export function startBubblewrapSandbox(options: BubblewrapOptions = {}): PythonSandbox {
  const {
    python = PYTHON,
    bubblewrap = BUBBLEWRAP,
    workers = 1,
    timeout = 10_000,
    memory = 512,
    outputBytes = 65_536,
  } = options;
  const places = new Semaphore(workers);
  const running = new Set<Deno.ChildProcess>();
  const bytes = memory * 2 ** 20;
  const [program = bubblewrap, ...start] = launcher(bubblewrap);
  const args = [
    ...start,
    ...["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...["--uid", NOBODY, "--gid", NOBODY, "--clearenv", "--setenv", "PATH", "/usr/bin"],
    ...[
      "--ro-bind",
      "/usr",
      "/usr",
      "--symlink",
      "usr/bin",
      "/bin",
      "--symlink",
      "usr/lib",
      "/lib",
    ],
    ...["--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev"],
    ...["--size", `${16 * 2 ** 20}`, "--tmpfs", "/tmp", "--chdir", "/tmp", "--"],
    ...["/usr/bin/prlimit", `--as=${bytes}`, "--nproc=64", "--nofile=64", "--core=0"],
    ...[`--fsize=${16 * 2 ** 20}`, `--cpu=${Math.ceil(timeout / 1000) + 1}`, "--"],
    ...[python, "-I", "-c", RUNNER],
  ];

  async function runOne({ source, tests = "" }: PythonProgram): Promise<ProgramResult> {
    const child = new Deno.Command(program, {
      args,
      cwd: "/",
      ...childEnvironment(),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    running.add(child);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      kill(child);
    }, timeout);
    const nonce = crypto.randomUUID();
    const buffer = new OutputBuffer(outputBytes);
    const printed = collect(child.stderr, buffer);
    const writer = child.stdin.getWriter();
    writer.write(new TextEncoder().encode(JSON.stringify({ source, tests, nonce })))
      .then(() => writer.close()).catch(() => {});
    let answer: { nonce?: string } & Pick<ProgramResult, "verdict" | "detail"> | undefined;
    try {
      const lines = readLines(child.stdout, ANSWER_LENGTH);
      const { value } = await lines.next();
      if (value !== undefined) answer = JSON.parse(value);
      await lines.return(undefined);
    } catch {
      // Whatever was written there, it is no answer.
    }
    // The program may have left processes behind that hold its output open.
    if (answer !== undefined) kill(child);
    const { code, signal } = await child.status;
    clearTimeout(timer);
    await printed;
    running.delete(child);
    if (timedOut) {
      const detail = `still running after ${timeout / 1000} s`;
      return { verdict: "timeout", detail, ...buffer.contents() };
    }
    if (answer?.nonce !== nonce) {
      const detail = `the process ended with ${signal ?? `code ${code}`}`;
      return { verdict: "crashed", detail, ...buffer.contents() };
    }
    return { verdict: answer.verdict, detail: answer.detail, ...buffer.contents() };
  }

  return {
    run: (program) => places.run(() => runOne(program)),
    async [Symbol.asyncDispose]() {
      for (const child of running) kill(child);
      await Promise.all([...running].map((child) => child.status));
    },
  };
}
