import { z } from "zod";
import { findTextNetworks, type TextNetwork } from "../../runs/text_networks.ts";
import { generatePage } from "../pages/generate_page.ts";
import { answerStream } from "./answer_stream.ts";

/** Where the page lies on the server, and where it asks. */
export const GENERATE = "/generate", ANSWERS = "/generate/answers";

const text = z.string().trim().max(30);

/** What the page asks; options are as they were typed, and left out where nothing was. */
const asked = z.strictObject({
  network: z.string(),
  prompt: z.string().min(1).max(1 << 20),
  chat: z.boolean(),
  options: z.strictObject({
    ...{
      length: text,
      block: text,
      T: text,
      S: text,
      omega: text,
      temperature: text,
      seed: text,
      computes: text,
    },
  }).partial(),
});

/** What answers for the page. */
export interface GenerateRoutes {
  /** The page. */
  page(): Promise<string>;
  /** Begins an answer, which comes as server-sent events. */
  answer(request: Request): Promise<Response>;
}

const refuse = (reason: string, status: number) =>
  new Response(`${reason}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** What answers prompts. */
export interface Answers {
  /** Module of `deno task generate`. */
  readonly command: string;
  /** Folders of networks beside those of the results. @default {[]} */
  readonly networks?: readonly string[];
}

/**
 * Serves the page on which networks answer prompts, one at a time.
 *
 * @param results Folder of results.
 */
export function generateRoutes(
  results: string,
  { command, networks = [] }: Answers,
): GenerateRoutes {
  let isBusy = false;
  const find = () => findTextNetworks(results, networks);
  const begin = (
    { folder }: TextNetwork,
    { prompt, chat, options }: z.output<typeof asked>,
  ) => {
    const given = Object.entries(options).filter(([, value]) => value !== "")
      .map(([name, value]) => `--${name}=${value}`);
    const stream = answerStream({
      ...{ command, folder, prompt },
      options: [...given, ...chat ? ["--chat"] : []],
    });
    isBusy = true;
    stream.ended.finally(() => isBusy = false);
    return new Response(stream.body, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  };
  return {
    page: async () => generatePage(await find()),
    async answer(request) {
      // A page from elsewhere cannot send this type without asking, which nobody answers.
      if (request.headers.get("content-type") !== "application/json") {
        return refuse("Ask with application/json", 415);
      }
      const { success, data, error } = asked.safeParse(await request.json().catch(() => undefined));
      if (!success) return refuse(z.prettifyError(error), 400);
      const network = (await find()).find(({ name }) => name === data.network);
      if (network === undefined) return refuse(`There is no network "${data.network}"`, 404);
      if (isBusy) return refuse("Another answer is being made: stop it, or wait for its end", 409);
      return await begin(network, data);
    },
  };
}
