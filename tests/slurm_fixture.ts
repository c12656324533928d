import { join } from "node:path";

const COMMANDS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "sinfo"];
const PATH = `${Deno.env.get("PATH")}:/usr/sbin:/sbin`;

function isInstalled(command: string): boolean {
  return PATH.split(":").some((folder) => {
    try {
      return Deno.statSync(join(folder, command)).isFile;
    } catch {
      return false;
    }
  });
}

/** Why there can be no cluster here; `undefined` where there can. */
export function whyNoCluster(): string | undefined {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return "needs root on Linux";
  const missing = COMMANDS.filter((command) => !isInstalled(command));
  return missing.length === 0 ? undefined : `needs ${missing.join(", ")}`;
}

function freePort(): number {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return listener.addr.port;
}

/** Asks again and again until the answer is yes. */
export async function waitUntil(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 30,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!await isSo()) {
    if (performance.now() > end) throw new Error(`after ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function configuration(folder: string, host: string, cpus: number): string {
  return `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
CryptoType=crypto/munge
SlurmctldPort=${freePort()}
SlurmdPort=${freePort()}
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=${folder}/jobs.txt
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SlurmdParameters=config_overrides
SwitchType=switch/none
ReturnToService=2
MinJobAge=300
KillWait=5
MessageTimeout=3
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} RealMemory=4000
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
}

/** A cluster of one node on this machine, in a temporary folder, until disposed of. */
export class Cluster implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "slurm-" });
  readonly host = Deno.hostname().split(".")[0];
  readonly #processes = new Map<string, Deno.ChildProcess>();

  private constructor(cpus: number) {
    Deno.chmodSync(this.folder, 0o755);
    for (const name of ["state", "spool"]) Deno.mkdirSync(join(this.folder, name));
    const key = join(this.folder, "munge.key");
    const random = Array.from({ length: 16 }, () => crypto.getRandomValues(new Uint8Array(64)));
    Deno.writeFileSync(key, new Uint8Array(random.flatMap((bytes) => [...bytes])), { mode: 0o400 });
    Deno.writeTextFileSync(this.conf, configuration(this.folder, this.host!, cpus));
    Deno.env.set("SLURM_CONF", this.conf);
  }

  /** Path of its configuration, which `SLURM_CONF` names from now on. */
  get conf(): string {
    return join(this.folder, "slurm.conf");
  }

  /** Starts a cluster and waits until it takes jobs. */
  static async start({ cpus = 2 } = {}): Promise<Cluster> {
    const cluster = new Cluster(cpus);
    const { folder } = cluster;
    cluster.#spawn("munged", [
      ...["--foreground", "--force", `--key-file=${folder}/munge.key`],
      ...[`--socket=${folder}/munge.socket`, `--pid-file=${folder}/munge.pid`],
      ...[`--log-file=${folder}/munge.log`, `--seed-file=${folder}/munge.seed`, "--num-threads=2"],
    ]);
    await waitUntil("there is no munge socket", () => exists(join(folder, "munge.socket")));
    cluster.startController();
    cluster.#spawn("slurmd", ["-D", "-f", cluster.conf, "-N", cluster.host!]);
    await waitUntil(
      "the node is not idle",
      async () => (await cluster.command("sinfo", "-h", "-o", "%t")).trim() === "idle",
    );
    return cluster;
  }

  #spawn(command: string, args: string[]): void {
    const child = new Deno.Command(command, {
      args,
      env: { PATH },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    this.#processes.set(command, child);
  }

  /** Starts the controller, for the first time or after {@linkcode Cluster.killController}. */
  startController(): void {
    this.#spawn("slurmctld", ["-D", "-i", "-f", this.conf]);
  }

  /**
   * Kills the controller with SIGKILL: jobs go on, nothing answers. It writes down what it has started
   * some seconds later only; killed before, it would take its own jobs for strange ones and drain the
   * node.
   */
  async killController(): Promise<void> {
    const now = Date.now();
    // Without a change there is nothing to write.
    const id = await this.command("sbatch", "--parsable", "--hold", "--wrap=true");
    await this.command("scancel", id.trim());
    const saved = () => Deno.statSync(join(this.folder, "state", "job_state")).mtime!.getTime();
    await waitUntil("the controller has not saved its state", () => saved() > now);
    await this.#end("slurmctld", "SIGKILL");
  }

  async #end(name: string, signal: Deno.Signal): Promise<void> {
    const child = this.#processes.get(name);
    if (child === undefined) return;
    this.#processes.delete(name);
    try {
      child.kill(signal);
    } catch {
      // It has ended by itself.
    }
    const late = setTimeout(() => child.kill("SIGKILL"), 5000);
    await child.status;
    clearTimeout(late);
  }

  /** Runs one of Slurm's commands and gives what it writes; nothing if it fails. */
  async command(command: string, ...args: string[]): Promise<string> {
    const { stdout } = await new Deno.Command(command, { args, stdin: "null", stderr: "null" })
      .output();
    return new TextDecoder().decode(stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.command("scancel", "--signal=KILL", "--full", "--me");
    for (const name of ["slurmd", "slurmctld", "munged"]) await this.#end(name, "SIGTERM");
    Deno.env.delete("SLURM_CONF");
    Deno.removeSync(this.folder, { recursive: true });
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
