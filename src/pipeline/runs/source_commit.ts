/**
 * The commit of the code in a folder, with `-dirty` where files differ from it; `undefined` where there
 * is no repository or no git.
 */
export function sourceCommit(folder: string): string | undefined {
  try {
    const { success, stdout } = new Deno.Command("git", {
      args: ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
      cwd: folder,
      stderr: "null",
    }).outputSync();
    const commit = new TextDecoder().decode(stdout).trim();
    return success && commit !== "" ? commit : undefined;
  } catch {
    return undefined;
  }
}
