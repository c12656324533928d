import { html, type Markup } from "../../page/html.ts";
import { renderPage } from "../../page/page.ts";
import type { TextNetwork } from "../../runs/text_networks.ts";
import { generateClient } from "../generating/generate_client.ts";
import { banner, FOOTER } from "../page_frame.ts";

/** An option of `deno task generate`: its name, what it is, and what holds where nothing is typed. */
type Option = readonly [name: string, label: string, usual: string, mode?: "decimal"];

const OPTIONS: readonly Option[] = [
  ["T", "Unmasking steps, T", "the length"],
  ["S", "Corrector steps, S", "0"],
  ["omega", "Corrects every ω-th step", "1"],
  ["temperature", "Temperature", "0", "decimal"],
  ["length", "Positions of the answer", "at most 64"],
  ["block", "Positions of a block", "the length"],
  ["seed", "Seed", "0"],
];

/** Values of `--computes`, and what they are. */
const COMPUTES = [
  ["", "all of the network"],
  ["read", "what it reads"],
  ["prefix", "beyond a prefix cache"],
  ["dual", "beyond a dual cache"],
] as const;

function field([name, label, usual, mode = undefined]: Option): Markup {
  return html`
    <label>${label}
    <input data-option name="${name}" placeholder="${usual}" inputmode="${mode ?? "numeric"}"
      autocomplete="off"></label>
  `;
}

function askForm(networks: readonly TextNetwork[]): Markup {
  return html`
    <form id="ask-form" class="ask" action="/generate/answers">
      <label>Network
      <select id="network" name="network">
        ${networks.map(({ name, chats }) =>
          html`<option value="${name}" data-chats="${String(chats)}">${name}</option>`
        )}
      </select></label>
      <label>Prompt
      <textarea id="prompt" name="prompt" rows="4" required></textarea></label>
      <label class="tick"><input type="checkbox" id="chat"> Write it by the tokenizer's chat
        template</label>
      <div class="fields">${OPTIONS.map(field)}
        <label>A step computes
        <select data-option name="computes">${COMPUTES.map(([value, text]) =>
          html`<option value="${value}">${text}</option>`
        )}</select></label></div>
      <p class="actions"><button type="submit" id="ask-button">Answer</button>
      <button type="button" id="stop" disabled>Stop</button>
      <span class="note">Ctrl-Enter answers, Escape stops.</span></p>
    </form>
  `;
}

const ANSWER = html`
  <p class="note" id="status" role="status"></p>
  <progress id="progress" hidden aria-label="Steps"></progress>
  <div class="program">
    <div class="stage">
      <div class="tokens" id="stage"></div>
    </div>
  </div>
  <p class="note" id="cost"></p>
  <p class="note"><span class="unmasked">Unmasked</span> by the last step,
    <span class="corrected">corrected</span> at any.</p>
  <pre id="said" hidden></pre>
`;

/** The page on which networks answer prompts. */
export function generatePage(networks: readonly TextNetwork[]): string {
  const none = html`
    <p>No network here writes text: run <code>deno task pipeline text</code>, or serve a network's
      folder: <code>deno task serve FOLDER</code>.</p>
  `;
  return renderPage({
    title: "Generate",
    lead: "A network of this machine answers a prompt, shown while it is unmasked.",
    source: banner(
      networks.length === 1 ? "a network that writes text" : `${networks.length} that write text`,
    ),
    sections: networks.length === 0 ? [{ id: "ask", title: "Prompt", body: none }] : [
      { id: "ask", title: "Prompt", body: askForm(networks) },
      { id: "answer", title: "Answer", body: ANSWER },
    ],
    footer: FOOTER,
    scripts: [generateClient],
  });
}
