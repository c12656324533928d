/** What whoever calls the command line may add to it. */
export interface CommandHooks {
  /**
   * Called when a run has ended and left a folder.
   *
   * @param folder Folder of the run.
   * @param store Folder of the store.
   */
  onRunEnd?(folder: string, store: string): Promise<void>;
}
