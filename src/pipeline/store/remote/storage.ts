/** What a file should be. */
export interface StoredFile {
  /** Hash of its content. */
  readonly hash: string;
  /** Its size. */
  readonly bytes: number;
}

/** A place for files by name, on another machine or in another folder. */
export interface Storage {
  /** As the user named it. */
  readonly name: string;
  /**
   * Whether there is a file of a name, whole as far as can be told without fetching it.
   *
   * @param file What it should be.
   */
  holds(name: string, file: StoredFile): Promise<boolean>;
  /**
   * Writes a file to a local path; whether there was one.
   *
   * @param most Bytes that it may have; what has more is none.
   */
  fetch(name: string, path: string, most: number): Promise<boolean>;
  /** Stores a local file; readers never see half of it. */
  store(name: string, path: string): Promise<void>;
}
