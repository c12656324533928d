import { constants } from "node:os";

/** What launchers say of a process that a signal has ended: its rank, if they tell it, and the signal. */
const KILLED: readonly RegExp[] = [
  // OpenMPI: "mpirun noticed that process rank 1 with PID 0 on node n exited on signal 9 (Killed)."
  /rank\s+(?<rank>\d+)\s[^.]*?exited\s+on\s+signal\s+(?<signal>\d+)/,
  // Slurm: "srun: error: node1: task 1: Killed"
  /task\s+(?<rank>\d+):\s+(?<word>Killed|Terminated|Aborted|Segmentation fault|Out Of Memory)/,
  // MPICH: "YOUR APPLICATION TERMINATED WITH THE EXIT STRING: Killed (signal 9)"
  /EXIT STRING:[^(]*\(signal (?<signal>\d+)\)/,
];

const WORDS: Readonly<Record<string, string>> = {
  ...{ Killed: "SIGKILL", Terminated: "SIGTERM", Aborted: "SIGABRT" },
  ...{ "Segmentation fault": "SIGSEGV", "Out Of Memory": "SIGKILL" },
};

function signalName({ signal, word }: Readonly<Record<string, string>>): string {
  if (word !== undefined) return WORDS[word]!;
  const known = Object.entries(constants.signals).find(([, number]) => number === Number(signal));
  return known?.[0] ?? `signal ${signal}`;
}

/** A launcher that has ended before its processes had. */
export interface LauncherEnd extends Pick<Deno.CommandStatus, "code" | "signal"> {
  /** Its command. */
  readonly command: string;
  /** What it has written. */
  readonly said: string;
  /** Number of processes. */
  readonly count: number;
}

/** Says why processes ended that have not said so themselves. */
export function describeProcessesEnd({ command, code, signal, said, count }: LauncherEnd): string {
  for (const pattern of KILLED) {
    const { groups } = pattern.exec(said) ?? {};
    if (groups === undefined) continue;
    const { rank } = groups, name = signalName(groups);
    const which = rank === undefined
      ? `one of ${count} processes`
      : `process ${Number(rank) + 1} of ${count}`;
    const hint = name === "SIGKILL" ? ": perhaps its machine ran out of memory" : "";
    return `${which} was ended by ${name}${hint}`;
  }
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  return [`${command} ${how}`, ...said.trim().split("\n").slice(-5)].join("\n").trim();
}
