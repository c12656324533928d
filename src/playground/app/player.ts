import { find } from "./element.ts";

/** Milliseconds that a step stays, and the least where many wait. */
const STEP = 70, HURRY = 25;

/** From so many waiting steps on, they are shown faster. */
const MANY = 12;

/** How long the page rests after a step while more are drawn, in times of what showing it took. */
const REST = 8;

/** Milliseconds between looks for a step to show: a frame of the screen would be drawn for each otherwise. */
const LOOK = 10;

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
  let at = -1, steps = 0, isPlaying = false, isLooking = false, isEnded = false;
  let shownAt = 0, cost = 0;

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
  const showNext = () => {
    if (!isPlaying || at >= steps - 1) return look();
    // What draws needs the cores more; where showing every step would keep it waiting, some are left out.
    const skips = !isEnded && REST * cost > STEP;
    shownAt = performance.now();
    set(skips ? steps - 1 : at + 1, true);
    // Comes after the page has been laid out and painted.
    setTimeout(() => {
      cost = performance.now() - shownAt;
      look();
    });
  };
  const look = () => {
    isLooking = isPlaying;
    if (!isPlaying) return;
    if (isEnded && at >= steps - 1) {
      isLooking = false;
      return stop();
    }
    const waiting = steps - 1 - at, pace = waiting > MANY ? HURRY : STEP;
    const rest = isEnded ? pace : Math.max(pace, REST * cost);
    if (waiting > 0 && performance.now() - shownAt >= rest) requestAnimationFrame(showNext);
    else setTimeout(look, LOOK);
  };
  const start = () => {
    isPlaying = true;
    label();
    if (!isLooking) look();
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
      [at, steps, isEnded, shownAt, cost] = [-1, 0, false, 0, 0];
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
