/**
 * The environment of this process as a child may have it that is one of a few named programs: Deno
 * lets a process with such a list hand on nothing that tells the loader of libraries.
 */
export function childEnvironment(): { clearEnv: true; env: Record<string, string> } {
  const env = Object.entries(Deno.env.toObject()).filter(([name]) => !/^(LD|DYLD)_/.test(name));
  return { clearEnv: true, env: Object.fromEntries(env) };
}
