/** Keeps drivers of graphics cards from complaining on the terminal that a display's socket has no folder. */
export function quietDrivers(): void {
  if (Deno.build.os === "linux" && Deno.env.get("XDG_RUNTIME_DIR") === undefined) {
    Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  }
}
