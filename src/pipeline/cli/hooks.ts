/** What whoever calls the command line may add to it. */
export interface CommandHooks {
  /**
   * Called when a run has ended and left a folder.
   *
   * @param folder Folder of the run.
   * @param store Folder of the store.
   * @returns What to say below the address of the run's page, if anything.
   */
  onRunEnd?(folder: string, store: string): Promise<string | undefined>;
}
