import { find } from "./element.ts";

/** Milliseconds that a step stays, and the least where many wait. */
const STEP = 70, HURRY = 25;

/** From so many waiting steps on, they are shown faster. */
const MANY = 12;

/** Shows steps one after the other, as they come or again, and lets the reader go back and forth. */
export interface Player {
  /** Starts with no steps. */
  reset(): void;
  /** Hears how many steps there are by now. */
  grow(steps: number): void;
  /** Hears that there will be no more. */
  end(): void;
  /** Goes to a step, or by some, or plays. */
  move(where: "first" | "back" | "play" | "on" | "last"): void;
  /** Step that is shown. */
  readonly at: number;
}

/**
 * Makes a player of the page's strip.
 *
 * @param show Shows a step; `isFresh` where the reader sees it happen.
 * @param describe Says what a step is.
 */
export function makePlayer(
  show: (step: number, isFresh: boolean) => void,
  describe: (step: number) => string,
): Player {
  const slider = find<HTMLInputElement>("#step"), where = find("#where");
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("[data-move]")];
  const play = buttons.find(({ dataset }) => dataset.move === "play")!;
  const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let at = -1, steps = 0, isPlaying = false, isEnded = false, shownAt = 0;

  const set = (step: number, isFresh: boolean) => {
    at = Math.max(0, Math.min(steps - 1, step));
    slider.value = String(at);
    show(at, isFresh);
    where.textContent = describe(at);
    slider.ariaValueText = where.textContent;
  };
  const label = () => {
    play.textContent = isPlaying ? "❚❚" : "▶▶";
    play.ariaLabel = isPlaying ? "Pause" : "Play";
  };
  const tick = (now: number) => {
    if (!isPlaying) return;
    const waiting = steps - 1 - at;
    if (waiting > 0 && now - shownAt >= (waiting > MANY ? HURRY : STEP)) {
      shownAt = now;
      set(at + 1, true);
    }
    if (isEnded && at >= steps - 1) {
      isPlaying = false;
      return label();
    }
    requestAnimationFrame(tick);
  };
  const start = () => {
    isPlaying = true;
    label();
    requestAnimationFrame(tick);
  };
  const stop = () => {
    isPlaying = false;
    label();
  };
  slider.addEventListener("input", () => {
    stop();
    set(Number(slider.value), false);
  });
  const player: Player = {
    get at() {
      return at;
    },
    reset() {
      [at, steps, isEnded, shownAt] = [-1, 0, false, 0];
      slider.value = slider.max = "0";
      where.textContent = "";
      // Who wants no motion sees the end, and steps at will.
      if (isStill()) stop();
      else start();
    },
    grow(count) {
      steps = count;
      slider.max = String(Math.max(0, count - 1));
      for (const one of [slider, ...buttons]) one.disabled = count === 0;
      if (at < 0 && count > 0) set(0, true);
      if (!isPlaying && isStill()) where.textContent = `Drawing: ${count} steps`;
    },
    end() {
      isEnded = true;
      if (isStill()) set(steps - 1, false);
    },
    move(to) {
      if (steps === 0) return;
      if (to === "play") {
        if (isPlaying) return stop();
        if (at >= steps - 1) set(0, false);
        return start();
      }
      stop();
      set({ first: 0, back: at - 1, on: at + 1, last: steps - 1 }[to], to === "on");
    },
  };
  for (const button of buttons) {
    button.addEventListener("click", () => player.move(button.dataset.move as "play"));
  }
  return player;
}
