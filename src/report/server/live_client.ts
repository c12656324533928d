/** Keeps the part of the page that shows running trainings up to date, in the reader's browser. */
export function liveClient(): void {
  const box = document.querySelector<HTMLElement>("#live-trainings");
  if (!box) return;
  const refresh = async () => {
    try {
      const response = await fetch("/live");
      const text = await response.text();
      if (response.ok && text !== box.dataset.shown) {
        box.dataset.shown = text;
        box.innerHTML = text;
      }
      box.classList.toggle("stale", !response.ok);
    } catch {
      // The server is gone; what it said last stays readable.
      box.classList.add("stale");
    }
    setTimeout(refresh, 2000);
  };
  setTimeout(refresh, 2000);
}
