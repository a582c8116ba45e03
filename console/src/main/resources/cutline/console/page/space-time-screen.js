/** The space-time diagram around a cut, and the cut made straight. */

import "./space-time.js";
import { get, why } from "./api.js";
import { h, say } from "./dom.js";
import { counted, dollars } from "./format.js";
import { offerChange } from "./fork.js";
import { search } from "./search.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./space-time.js").SpaceTime} SpaceTime
 * @typedef {import("./types.js").Snapshot} Snapshot
 */

const AROUND = 24;
const SMALL = 160;
const MOST = 2_000;
const EVERY = 1_200;

class SpaceTimeScreen extends HTMLElement {
  #diagram = /** @type {SpaceTime} */ (h(/** @type {any} */ ("space-time")));
  #choice = h("select", { "aria-label": "Cut" });
  #straight = h("button", { type: "button", class: "primary", "aria-pressed": "false" }, "Straighten the cut");
  #time = h("button", { type: "button", "aria-pressed": "false" }, "Real time");
  #verdict = h("p", { class: "verdict", "aria-live": "polite" });
  #found = h("output", { class: "found" });
  #field = h("input", { type: "search", placeholder: "from:A amount>50", "aria-label": "Search the diagram", autocomplete: "off", spellcheck: "false" });
  /** @type {App|null} */
  #app = null;
  /** @type {Snapshot[]} */
  #snapshots = [];
  /** @type {string|null} chosen by hand; null is the newest complete one */
  #pinned = null;
  #shown = "";
  /** @type {[number, number]} */
  #range = [1, 0];
  #asked = 0;
  #busy = false;

  connectedCallback() {
    this.replaceChildren(
      h(
        "div",
        { class: "tools" },
        this.#choice,
        this.#straight,
        this.#time,
        h(
          "div",
          { class: "zoom", role: "group", "aria-label": "Zoom" },
          h("button", { type: "button", "aria-label": "Narrower", title: "Narrower", onclick: () => this.#diagram.zoom(1 / 1.4) }, "−"),
          h("button", { type: "button", "aria-label": "Wider", title: "Wider", onclick: () => this.#diagram.zoom(1.4) }, "+"),
        ),
        this.#field,
        this.#found,
      ),
      this.#verdict,
      this.#diagram,
    );
  }

  constructor() {
    super();
    this.#choice.addEventListener("change", () => this.choose(this.#choice.value || null));
    this.#straight.addEventListener("click", () => {
      press(this.#straight);
      this.#load(true);
    });
    this.#time.addEventListener("click", () => {
      this.#diagram.real = press(this.#time);
      this.#load(true);
    });
    this.#field.addEventListener("input", () => this.#search());
    this.addEventListener("seek", (event) => {
      this.#app?.player.pause();
      this.#app?.player.seek(/** @type {CustomEvent} */ (event).detail);
    });
    this.addEventListener("message", (event) => {
      const { message } = /** @type {CustomEvent} */ (event).detail;
      if (this.#app && message) {
        offerChange(this.#app, message);
      }
    });
  }

  get field() {
    return this.#field;
  }

  /** @param {App} app */
  show(app) {
    this.#app = app;
    const wanted = sessionStorage.getItem("cutline-snapshot");
    sessionStorage.removeItem("cutline-snapshot");
    this.#pinned = wanted;
    this.#shown = "";
    this.#asked = 0;
    this.#straight.setAttribute("aria-pressed", "false");
  }

  /** @param {string} key */
  key(key) {
    if (key.toLowerCase() === "x") {
      this.#straight.click();
      return true;
    }
    return false;
  }

  /** @param {string|null} snapshot */
  choose(snapshot) {
    this.#pinned = snapshot;
    this.#straight.setAttribute("aria-pressed", "false");
    this.#load(true);
  }

  /** @param {number} now */
  frame(now) {
    const player = this.#app?.player;
    if (!player?.state) {
      return;
    }
    if (now - this.#asked > EVERY) {
      this.#asked = now;
      if (this.#shown === "" || (player.following && this.#pinned === null && !isPressed(this.#straight))) {
        this.#load(false);
      }
    }
    const [from, to] = this.#range;
    this.#diagram.cursor(player.following || player.seq >= to || player.seq < from ? Infinity : player.seq);
  }

  /** @param {boolean} again */
  async #load(again) {
    const app = this.#app;
    if (!app || (this.#busy && !again)) {
      return;
    }
    this.#busy = true;
    const { player } = app;
    try {
      const log = player.log;
      const snapshots = /** @type {Snapshot[]} */ (await get("/api/snapshots", { log, limit: 60 }));
      this.#snapshots = snapshots.filter((one) => one.id !== null && one.first !== null && one.first >= player.first);
      const chosen = this.#snapshots.find((one) => one.id === this.#pinned) ?? atPlace(this.#snapshots, player);
      this.#offer(chosen);
      const [from, to] = range(player, chosen);
      const straight = isPressed(this.#straight) ? (chosen?.id ?? null) : null;
      const name = `${log} ${from} ${to} ${straight} ${this.#diagram.real}`;
      if (from > to || (name === this.#shown && !again)) {
        return;
      }
      const [diagram, events] = await Promise.all([
        get("/api/diagram", { log, from, to, straight }),
        get("/api/log", { log, after: from - 1, limit: Math.min(MOST, to - from + 1) }),
      ]);
      if (app.player !== player) {
        return;
      }
      const first = !this.#shown.startsWith(`${log} ${from} ${to} `);
      this.#shown = name;
      this.#range = [from, to];
      this.#diagram.goesOn = to < player.last;
      this.#diagram.show(player.state?.processes ?? [], diagram, events.events, chosen?.id ?? null);
      if (first) {
        this.#diagram.center();
      }
      this.#judge(diagram, chosen);
      this.#search();
    } catch (problem) {
      say(this.#verdict, why(problem));
    } finally {
      this.#busy = false;
    }
  }

  /** @param {Snapshot|undefined} chosen */
  #offer(chosen) {
    const names = this.#snapshots.map((one) => String(one.id));
    if ([...this.#choice.options].map((one) => one.value).join() !== names.join()) {
      this.#choice.replaceChildren(...names.map((id) => h("option", { value: id }, `Cut of ${id}`)));
    }
    this.#choice.value = String(chosen?.id ?? "");
    this.#choice.disabled = names.length === 0;
    this.#straight.disabled = names.length === 0;
  }

  /** @param {import("./types.js").Diagram} diagram @param {Snapshot|undefined} chosen */
  #judge(diagram, chosen) {
    const cut = diagram.cuts.find((one) => one.snapshot === chosen?.id);
    this.#verdict.className = "verdict";
    if (!chosen || !cut) {
      say(this.#verdict, "No snapshot has been taken here yet.");
      return;
    }
    const wrong = cut.violations[0]?.sentence ?? (diagram.straight && !diagram.straight.possible ? diagram.straight.because : null);
    if (wrong) {
      this.#verdict.classList.add("bad");
      say(this.#verdict, `✗ ${wrong}`);
    } else if (chosen.total !== null) {
      const sum = `${dollars(chosen.balanceTotal)} recorded + ${dollars(chosen.inFlightTotal)} that crosses the cut = ${dollars(chosen.total)}`;
      this.#verdict.classList.add(chosen.consistent ? "good" : "bad");
      say(
        this.#verdict,
        diagram.straight
          ? `${chosen.consistent ? "✓" : "✗"} Slid along the lanes, no message turned back: the cut could have been a single moment. ${sum}`
          : `${chosen.consistent ? "✓" : "✗"} ${sum}`,
      );
    } else {
      say(this.#verdict, chosen.reason ?? `${chosen.id} is under way.`);
    }
  }

  #search() {
    const text = this.#field.value.trim();
    const count = this.#diagram.find(search(text));
    say(this.#found, text === "" ? "" : counted(count, "event"));
  }
}

/**
 * The snapshot that was the last to begin at this place, of those that are decided if there is one.
 *
 * @param {Snapshot[]} snapshots
 * @param {import("./player.js").Player} player
 */
export function atPlace(snapshots, player) {
  const begun = snapshots.filter((one) => Number(one.first) <= player.seq || player.following);
  return begun.findLast((one) => one.status !== "UNDECIDED") ?? begun.at(-1) ?? snapshots[0];
}

/**
 * The whole log if it is small, else what is around the snapshot, else the newest.
 *
 * @param {import("./player.js").Player} player
 * @param {Snapshot|undefined} chosen
 * @returns {[number, number]}
 */
function range(player, chosen) {
  if (player.last - player.first < SMALL) {
    return [player.first, player.last];
  }
  if (chosen && chosen.first !== null) {
    const to = Math.min(player.last, (chosen.last ?? chosen.first) + AROUND);
    return [Math.max(player.first, chosen.first - AROUND, to - MOST + 1), to];
  }
  return [Math.max(player.first, player.last - SMALL), player.last];
}

/** @param {HTMLButtonElement} button @returns {boolean} what it is now */
function press(button) {
  const pressed = !isPressed(button);
  button.setAttribute("aria-pressed", String(pressed));
  return pressed;
}

/** @param {HTMLButtonElement} button */
function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

customElements.define("space-time-screen", SpaceTimeScreen);
