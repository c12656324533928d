/** What the exit code of the command line says. */
export const EXIT = {
  /** All is well. */
  done: 0,
  /** A task failed, or what was to be checked is damaged. */
  failed: 1,
  /** The command line or a pipeline file is wrong. */
  usage: 2,
  /** A fault of the program itself. */
  internal: 70,
  /** Stopped by Ctrl-C or a signal. */
  stopped: 130,
} as const;
