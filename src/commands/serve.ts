import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { reportHandler } from "../report/server/handler.ts";
import { cachedPlayground } from "../playground/files/cached_playground.ts";
import { readCommand, storeFolder } from "./options.ts";
import { print } from "../terminal/output.ts";
import { runCommand } from "../terminal/command.ts";
import { exists, whyMissing } from "../support/files.ts";
import { UserError } from "../support/user_error.ts";

const HELP = `Shows all runs in a browser, compares them and follows a running one, and has pages on
which networks draw, made at the first look, and answer prompts. Loopback only.

  deno task serve [FOLDER ...] [--port N] [--results DIR] [--store DIR]

  FOLDER ...     networks that answer prompts, beside those of the runs
  --port N       port; 0 takes a free one (4173)
  --results DIR  folder of the runs (results)
  --store DIR    folder of the store (PROSECO_STORE, or .store in the results)`;

await runCommand(async () => {
  const { values: options, positionals: networks } = readCommand({
    port: { type: "string", default: "4173" },
    results: { type: "string", default: "results" },
    store: { type: "string" },
  });
  if (options.help) return print(HELP);
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UserError(
      `Cannot serve: --port must be an integer in [0, 65535]: got ${options.port}`,
    );
  }
  for (const folder of networks) {
    if (exists(join(folder, "config.json"))) continue;
    const why = whyMissing(folder, "config.json");
    throw new UserError(`Cannot serve the network "${folder}": ${why}`);
  }
  const { results } = options;
  const store = options.store ?? storeFolder(results);
  const handler = reportHandler({
    ...{ results, store, playground: cachedPlayground() },
    answers: { command: fileURLToPath(new URL("./generate.ts", import.meta.url)), networks },
  });
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port,
    onError: (error) => new Response(`${(error as Error).message}\n`, { status: 500 }),
    onListen: (address) => print(`http://localhost:${address.port}/ (Ctrl-C ends it)`),
  }, handler);
  await server.finished;
});
