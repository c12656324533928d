import process from "node:process";
import { hostMark } from "./host_mark.ts";

let ownHost: string | undefined;

/**
 * This machine's name with a mark that its processes share and another machine of the same name
 * does not have.
 */
export function hostName(): string {
  return ownHost ??= `${Deno.hostname()}#${hostMark()}`;
}

/** Whether there is a process of an id on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}
