import { deepStrictEqual } from "node:assert/strict";
import { needsArguments, sbatchArguments } from "./sbatch_arguments.ts";

Deno.test("needsArguments() asks for cores, memory, accelerators and time", () => {
  const resources = { cpus: 8, memory: 16_000, gpus: 2 };
  deepStrictEqual(needsArguments({ resources, timeout: 7200 }), [
    "--cpus-per-task=8",
    "--mem=16000M",
    "--gres=gpu:2",
    "--time=120",
  ]);
});

Deno.test("needsArguments() takes a whole node with all of its memory for cpus: all", () => {
  deepStrictEqual(needsArguments({ resources: { cpus: "all" } }), ["--exclusive", "--mem=0"]);
  deepStrictEqual(needsArguments({ resources: { cpus: "all", memory: 512 } }), [
    "--exclusive",
    "--mem=512M",
  ]);
});

Deno.test("needsArguments() rounds a limit up to the minutes in which Slurm counts", () => {
  const args = (timeout: number) => needsArguments({ resources: {}, timeout });
  deepStrictEqual(args(20), ["--cpus-per-task=1", "--time=1"]);
  deepStrictEqual(args(61), ["--cpus-per-task=1", "--time=2"]);
});

Deno.test("needsArguments() hands on what the pipeline file says of Slurm, the extra ones last", () => {
  const slurm = { extra: ["--nice=100"], partition: "gpu", qos: "long", constraint: "a100|h100" };
  deepStrictEqual(needsArguments({ resources: {}, slurm }), [
    "--cpus-per-task=1",
    "--partition=gpu",
    "--qos=long",
    "--constraint=a100|h100",
    "--nice=100",
  ]);
});

Deno.test("sbatchArguments() makes an array, throttled, of several jobs only", () => {
  const one = { name: "key", output: "/store/0.out", throttle: 50 };
  const common = ["--parsable", "--job-name=key", "--output=/store/0.out", "--requeue"];
  const args = [...common, "--open-mode=append", "--cpus-per-task=1"];
  deepStrictEqual(sbatchArguments(["--cpus-per-task=1"], { ...one, count: 1 }), args);
  deepStrictEqual(sbatchArguments(["--cpus-per-task=1"], { ...one, count: 200 }), [
    ...args,
    "--array=0-199%50",
  ]);
});

Deno.test("sbatchArguments() hands on the variables that jobs may see, and no others", () => {
  const environment = ["PATH", "HOME"];
  const args = sbatchArguments([], {
    name: "key",
    output: "out",
    count: 1,
    throttle: 1,
    environment,
  });
  deepStrictEqual(args.filter((arg) => arg.startsWith("--export")), ["--export=PATH,HOME"]);
});
