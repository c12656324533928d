/** What the exit code of every command says. */
export const EXIT = {
  /** All is well. */
  done: 0,
  /** A task failed, or what was to be checked is damaged or got worse. */
  failed: 1,
  /** What the user gave is wrong: the command line, a pipeline file, a checkpoint. */
  usage: 2,
  /** A fault of the program itself. */
  internal: 70,
  /** Stopped by Ctrl-C or a signal. */
  stopped: 130,
} as const;
