/**
 * Reads requests for the sandboxed process in a thread of its own. Once its input ends, its parent is
 * gone, and it ends the process, however busy Python is.
 */

/** A worker can end its process in no other way than by exhausting its memory. */
function endProcess(): never {
  for (const held: unknown[] = [];;) held.push(new Array(100_000).fill(held.length));
}

const { stdin } = Deno;
let rest = "";
postMessage("ready");
for await (const text of stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + text).split("\n");
  rest = lines.pop()!;
  for (const line of lines) postMessage(line);
}
endProcess();
