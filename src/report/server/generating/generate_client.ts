/**
 * Asks the server for an answer and shows it while it is unmasked, in the reader's browser.
 *
 * The page carries the text of this function, so it must not use anything outside itself.
 */
export function generateClient(): void {
  interface Piece {
    readonly text: string;
    readonly state: "masked" | "written" | "corrected";
  }
  interface Event {
    readonly pieces?: readonly Piece[];
    readonly step?: number;
    readonly steps?: number;
    readonly answer?: string;
    readonly tokens?: number;
    readonly evaluations?: number;
    readonly corrected?: number;
    readonly finished?: boolean;
    readonly seconds?: number;
    readonly note?: string;
    readonly problem?: string;
  }
  const form = document.querySelector<HTMLFormElement>("#ask-form");
  if (!form) return;
  const find = <Kind extends HTMLElement>(selector: string) =>
    document.querySelector<Kind>(selector)!;
  const prompt = find<HTMLTextAreaElement>("#prompt"), chat = find<HTMLInputElement>("#chat");
  const network = find<HTMLSelectElement>("#network"), stop = find<HTMLButtonElement>("#stop");
  const ask = find<HTMLButtonElement>("#ask-button"), stage = find<HTMLElement>("#stage");
  const cost = find<HTMLElement>("#cost"), status = find<HTMLElement>("#status");
  const progress = find<HTMLProgressElement>("#progress"), answer = find<HTMLElement>("#said");
  let running: AbortController | undefined, before: readonly Piece[] = [];

  const followNetwork = () => {
    const chats = network.selectedOptions[0]?.dataset.chats === "true";
    chat.checked = chats;
    chat.disabled = !chats;
  };
  const tell = (text: string, isProblem = false) => {
    status.textContent = text;
    status.classList.toggle("problem", isProblem);
  };
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  const showCost = ({ evaluations = 0, corrected = 0, seconds = 0 }: Event, tokens: number) => {
    const speed = seconds > 0 ? `${(tokens / seconds).toPrecision(3)} tokens/s` : "";
    cost.textContent = [
      counted(evaluations, "evaluation"),
      counted(tokens, "token"),
      speed,
      `${corrected} corrected`,
      `${seconds.toFixed(1)} s`,
    ].filter((part) => part !== "").join(" · ");
  };
  const showPieces = (pieces: readonly Piece[]) => {
    stage.replaceChildren(...pieces.map(({ text, state }, i) => {
      const piece = document.createElement("span");
      const isNew = state !== "masked" && before[i]?.state === "masked";
      piece.className = isNew ? "unmasked" : state === "written" ? "" : state;
      piece.textContent = state === "masked" ? "▒" : text;
      if (state === "corrected") piece.title = "corrected";
      return piece;
    }));
    before = pieces;
  };
  const take = (event: Event) => {
    if (event.pieces !== undefined) {
      if (before.length === 0) {
        before = event.pieces.map(() => ({ text: "", state: "masked" }));
      }
      showPieces(event.pieces);
      const written = event.pieces.filter(({ state }) => state !== "masked").length;
      progress.max = event.steps!;
      progress.value = event.step!;
      tell(`Step ${event.step} of ${event.steps}`);
      showCost(event, written);
    }
    if (event.answer !== undefined) {
      showPieces(before);
      showCost(event, event.tokens!);
      answer.textContent = event.answer;
      answer.hidden = false;
      tell(event.finished ? "Done" : "Done: its positions ended before the answer did");
    }
    if (event.note !== undefined) tell(`${status.textContent}. ${event.note}`);
    if (event.problem !== undefined) tell(event.problem, true);
  };
  const listen = async (response: Response) => {
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (rest + value).split("\n\n");
      rest = events.pop()!;
      for (const event of events) take(JSON.parse(event.slice("data: ".length)));
    }
  };
  const begin = async () => {
    if (running !== undefined || !form.reportValidity()) return;
    const { signal } = running = new AbortController();
    const options = Object.fromEntries(
      [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-option]")]
        .map(({ name, value }) => [name, value]),
    );
    before = [];
    stage.replaceChildren();
    answer.hidden = true;
    progress.removeAttribute("value");
    progress.hidden = stop.disabled = false;
    ask.disabled = true;
    cost.textContent = "";
    tell("Reading the network");
    try {
      const response = await fetch(form.action, {
        ...{ method: "POST", signal, headers: { "content-type": "application/json" } },
        body: JSON.stringify({
          ...{ network: network.value, prompt: prompt.value, chat: chat.checked, options },
        }),
      });
      if (response.ok) await listen(response);
      else tell((await response.text()).trim(), true);
    } catch (error) {
      if (signal.aborted) tell("Stopped");
      else tell(`The server does not answer: ${(error as Error).message}`, true);
    }
    running = undefined;
    progress.hidden = stop.disabled = true;
    ask.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin();
  });
  stop.addEventListener("click", () => running?.abort());
  network.addEventListener("change", followNetwork);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) begin();
    if (event.key === "Escape") running?.abort();
  });
  followNetwork();
}
