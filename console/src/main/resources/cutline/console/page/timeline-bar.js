/** Play, step, back, where in the log, and how fast. */

import { h, s, say, set } from "./dom.js";
import { clock, whole } from "./format.js";

/**
 * @typedef {import("./player.js").Player} Player
 *
 * @typedef {object} Guide leads through the log in larger steps than events, as a lesson does
 * @property {() => string} place
 * @property {() => void} next
 * @property {() => void} back
 */

const PLAY = "M3 1.5v9l7.5-4.5z";
const PAUSE = "M2.5 1.5h2.4v9H2.5zM7.1 1.5h2.4v9H7.1z";
const STEP = "M1.5 1.5v9L8 6zM9 1.5h1.6v9H9z";
const BACK = "M10.5 1.5v9L4 6zM1.4 1.5H3v9H1.4z";

export class TimelineBar extends HTMLElement {
  /** @type {Player|null} */
  #player = null;
  /** @type {Guide|null} */
  #guide = null;
  #dragging = false;
  #back = button(icon(BACK), "Back (←)", () => this.back());
  #play = button(icon(PLAY), "Play (space)", () => this.#player?.toggle());
  #step = button(icon(STEP), "Step (→)", () => this.step());
  #newest = button("newest", "To the newest event (End)", () => this.#player?.follow());
  #slider = h("input", { type: "range", min: 0, value: 0, "aria-label": "Place in the log" });
  #place = h("output", { class: "place" });
  #time = h("output", { class: "time" });
  #speed = h("input", { type: "range", min: -4, max: 4, step: 1, value: 0, "aria-label": "Speed" });
  #factor = h("output", { class: "factor" }, "1×");

  connectedCallback() {
    this.#play.classList.add("play");
    this.#newest.classList.add("newest");
    set(this.#slider, {
      oninput: () => {
        this.#dragging = true;
        this.#player?.seek(Number(this.#slider.value));
      },
      onchange: () => (this.#dragging = false),
    });
    set(this.#speed, { oninput: () => this.#setSpeed() });
    this.replaceChildren(
      h("div", { class: "buttons", role: "group", "aria-label": "Playback" }, this.#back, this.#play, this.#step),
      this.#time,
      this.#slider,
      this.#place,
      this.#newest,
      h("label", { class: "speed" }, h("span", {}, "speed"), this.#speed, this.#factor),
    );
  }

  /** @param {Player} player */
  show(player) {
    this.#player = player;
    this.#guide = null;
    this.#setSpeed();
    this.update();
  }

  /** @param {Guide|null} guide */
  set guide(guide) {
    this.#guide = guide;
    this.update();
  }

  step() {
    if (this.#guide) {
      this.#guide.next();
    } else {
      this.#player?.step();
    }
  }

  back() {
    if (this.#guide) {
      this.#guide.back();
    } else {
      this.#player?.back();
    }
  }

  update() {
    const player = this.#player;
    if (!player?.state) {
      return;
    }
    this.classList.toggle("live", player.mode === "live");
    this.classList.toggle("following", player.following);
    this.#play.classList.toggle("playing", player.playing);
    const name = player.playing ? "Pause (space)" : "Play (space)";
    if (this.#play.title !== name) {
      this.#play.title = name;
      this.#play.setAttribute("aria-label", name);
      this.#play.replaceChildren(icon(player.playing ? PAUSE : PLAY));
    }
    this.#newest.hidden = player.mode !== "live" || player.following;
    set(this.#slider, { min: player.first - 1, max: Math.max(player.last, 1) });
    if (!this.#dragging) {
      this.#slider.value = String(player.seq);
    }
    const place = this.#guide?.place() ?? `event ${whole(player.seq)} of ${whole(Math.max(player.last, player.seq))}`;
    say(this.#place, place);
    this.#slider.setAttribute("aria-valuetext", place);
    say(this.#time, player.ticks ? `tick ${whole(player.state.at / 1_000)}` : clock(Math.max(0, player.state.at)));
  }

  #setSpeed() {
    const power = Number(this.#speed.value);
    say(this.#factor, power < 0 ? `1/${2 ** -power}×` : `${2 ** power}×`);
    this.#speed.setAttribute("aria-valuetext", this.#factor.textContent ?? "");
    if (this.#player) {
      this.#player.speed = 2 ** power;
    }
  }
}

/** @param {string} path */
function icon(path) {
  return s("svg", { viewBox: "0 0 12 12", "aria-hidden": true }, s("path", { d: path }));
}

/** @param {Node|string} face @param {string} label @param {() => void} act */
function button(face, label, act) {
  return h("button", { type: "button", title: label, "aria-label": label, onclick: act }, face);
}

customElements.define("timeline-bar", TimelineBar);
