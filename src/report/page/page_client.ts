/**
 * What runs in the reader's browser: theme, sorting, tips and picking out lines. Everything is
 * readable without it.
 *
 * The page carries the text of this function, so it must not use anything outside itself.
 */
export function client(): void {
  const root = document.documentElement;

  function startTheme() {
    const button = document.querySelector<HTMLButtonElement>("#theme");
    if (!button) return;
    button.hidden = false;
    // A page opened from disk may be denied storage; the theme then lasts as long as the page.
    const storage = {
      get: () => {
        try {
          return localStorage.getItem("theme");
        } catch {
          return null;
        }
      },
      set: (theme: string) => {
        try {
          localStorage.setItem("theme", theme);
        } catch { /* see above */ }
      },
    };
    const show = (theme: string) => {
      if (theme === "auto") delete root.dataset.theme;
      else root.dataset.theme = theme;
      button.textContent = `Theme: ${theme}`;
    };
    const themes = ["auto", "light", "dark"];
    let current = storage.get() ?? "auto";
    if (!themes.includes(current)) current = "auto";
    show(current);
    button.addEventListener("click", () => {
      current = themes[(themes.indexOf(current) + 1) % themes.length]!;
      storage.set(current);
      show(current);
    });
  }

  function sortTable(head: HTMLTableCellElement) {
    const table = head.closest("table")!, body = table.tBodies[0]!;
    const column = head.cellIndex;
    const descending = head.getAttribute("aria-sort") === "descending" ||
      !head.hasAttribute("aria-sort") && head.classList.contains("text");
    const sign = descending ? 1 : -1;
    const valueOf = (row: HTMLTableRowElement) => row.cells[column]!.dataset.value ?? "";
    const rows = [...body.rows].sort((a, b) => {
      const [left, right] = [valueOf(a), valueOf(b)];
      // Cells without a value stay last, whichever way the others go.
      if (left === "" || right === "") return Number(left === "") - Number(right === "");
      const difference = Number(left) - Number(right);
      return sign * (Number.isNaN(difference) ? left.localeCompare(right, "en") : difference);
    });
    table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "ascending" : "descending");
    body.append(...rows);
  }

  function startTips() {
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    tip.setAttribute("role", "status");
    document.body.append(tip);
    let active: Element | null = null;
    const hide = () => {
      tip.hidden = true;
      active?.classList.remove("active");
      active = null;
    };
    const show = (mark: Element) => {
      hide();
      active = mark;
      mark.classList.add("active");
      tip.textContent = mark.getAttribute("data-tip");
      tip.hidden = false;
      const box = mark.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = tip;
      const room = root.clientWidth - width - 8;
      const left = Math.max(8, Math.min(room, box.x + box.width / 2 - width / 2));
      const above = box.y - height - 10;
      tip.style.left = `${left + scrollX}px`;
      tip.style.top = `${(above < 4 ? box.bottom + 10 : above) + scrollY}px`;
    };
    for (const title of document.querySelectorAll("figure svg title")) {
      const mark = title.parentElement!;
      mark.setAttribute("data-tip", title.textContent ?? "");
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", title.textContent ?? "");
      title.remove();
    }
    document.addEventListener("pointerover", (event) => {
      const mark = (event.target as Element).closest("[data-tip]");
      if (mark) show(mark);
      else if (event.pointerType === "mouse") hide();
    });
    document.addEventListener("pointerdown", (event) => {
      const mark = (event.target as Element).closest("[data-tip]");
      if (mark) show(mark);
      else hide();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
  }

  function focusSeries(figure: Element, name: string | null) {
    figure.classList.toggle("focused", name !== null);
    for (const mark of figure.querySelectorAll(".series")) {
      mark.classList.toggle("in-focus", name !== null && mark.classList.contains(name));
    }
  }

  function startLegend(legend: HTMLElement) {
    const figure = legend.closest("figure")!;
    const buttons = [...legend.querySelectorAll("button")];
    const pressed = () => buttons.find((one) => one.ariaPressed === "true");
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const on = button.ariaPressed !== "true";
        for (const other of buttons) other.ariaPressed = "false";
        button.ariaPressed = String(on);
        focusSeries(figure, on ? button.dataset.series! : null);
      });
      button.addEventListener("pointerenter", () => focusSeries(figure, button.dataset.series!));
      button.addEventListener(
        "pointerleave",
        () => focusSeries(figure, pressed()?.dataset.series ?? null),
      );
    }
  }

  function startTrajectory(box: HTMLElement) {
    const stage = box.querySelector<HTMLElement>(".stage")!;
    const rows = [...box.querySelectorAll<HTMLTableRowElement>(".steps tr")];
    const make = <Name extends keyof HTMLElementTagNameMap>(name: Name, text: string) => {
      const element = document.createElement(name);
      element.textContent = text;
      return element;
    };
    const tokens = make("div", ""), controls = make("div", ""), note = make("span", "");
    tokens.className = "tokens";
    controls.className = "controls";
    note.setAttribute("aria-live", "polite");
    const back = make("button", "◀"), forth = make("button", "▶"), slider = make("input", "");
    back.ariaLabel = "Step back";
    forth.ariaLabel = "Step on";
    slider.type = "range";
    slider.min = "0";
    slider.max = String(rows.length - 1);
    slider.ariaLabel = "Step";
    const show = (index: number) => {
      slider.value = String(index);
      const row = rows[Number(slider.value)]!;
      rows.forEach((other) => other.classList.toggle("current", other === row));
      const frame = row.closest(".scroll");
      if (frame) {
        const { top, height } = row.getBoundingClientRect();
        frame.scrollTop += top - frame.getBoundingClientRect().top -
          (frame.clientHeight - height) / 2;
      }
      note.textContent = row.dataset.note!;
      tokens.replaceChildren(
        ...[...row.cells].slice(1).map((cell) => {
          const token = make("span", cell.dataset.text ?? cell.textContent ?? "");
          token.className = cell.className;
          return token;
        }),
      );
    };
    back.addEventListener("click", () => show(Number(slider.value) - 1));
    forth.addEventListener("click", () => show(Number(slider.value) + 1));
    slider.addEventListener("input", () => show(Number(slider.value)));
    rows.forEach((row, index) => row.addEventListener("click", () => show(index)));
    controls.append(back, slider, forth, note);
    stage.append(tokens, controls);
    stage.hidden = false;
    show(rows.length - 1);
  }

  startTheme();
  startTips();
  document.querySelectorAll<HTMLElement>(".legend").forEach(startLegend);
  document.querySelectorAll<HTMLElement>(".trajectory").forEach(startTrajectory);
  for (const button of document.querySelectorAll("thead button")) {
    button.addEventListener("click", () => sortTable(button.closest("th")!));
  }
}
