/** The algorithm beside what one would do without it: ask each branch for its balance, one after the other. */

import "./run-strip.js";
import { Refusal, get } from "./api.js";
import { h, say } from "./dom.js";
import { strip } from "./snapshot-strip.js";
import { atPlace } from "./space-time-screen.js";
import { counted, dollars, whole } from "./format.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./run-strip.js").RunStrip} RunStrip
 * @typedef {import("./types.js").Snapshot} Snapshot
 */

const EVERY = 700;
const AROUND = 300;

class CompareScreen extends HTMLElement {
  #strip = strip("differences", "By how much the naive sum was wrong, one snapshot after the other", (id) => {
    this.#pinned = id;
    this.#render();
  });
  #summary = h("p", { class: "summary" });
  #left = panel("Chandy–Lamport", "■ where each branch records; thick: money that crosses the cut, and is counted");
  #right = panel("Naive sum", "● when each branch is asked; dashed: money that is missed, or ⚠ counted twice");
  #replay = h("button", { type: "button" }, "Play it");
  #none = h("p", { class: "empty" }, "No snapshot to compare with yet. Press S to take one.");
  #body = h("div", {});
  /** @type {App|null} */
  #app = null;
  /** @type {Snapshot[]} */
  #snapshots = [];
  /** @type {Snapshot|null} */
  #current = null;
  /** @type {string|null} */
  #pinned = null;
  #asked = 0;
  #shown = "";
  /** When the stretch that is shown begins. */
  #begin = 0;

  constructor() {
    super();
    this.#body.append(
      h("div", { class: "head" }, this.#strip, h("div", { class: "side" }, this.#summary, this.#replay)),
      h("div", { class: "panels" }, this.#left.section, this.#right.section),
    );
    this.#replay.addEventListener("click", async () => {
      const { player } = /** @type {App} */ (this.#app);
      if (this.#current?.first) {
        await player.seek(this.#current.first - 1);
        player.play();
      }
    });
    this.addEventListener("seek", (event) => {
      this.#app?.player.pause();
      this.#app?.player.seek(/** @type {CustomEvent} */ (event).detail);
    });
  }

  connectedCallback() {
    this.replaceChildren(this.#none, this.#body);
  }

  /** @param {App} app */
  show(app) {
    this.#app = app;
    this.#snapshots = [];
    this.#current = null;
    this.#pinned = null;
    this.#asked = 0;
    this.#shown = "";
    this.#none.hidden = true;
    this.#body.hidden = true;
  }

  /** @param {number} now */
  frame(now) {
    const player = this.#app?.player;
    if (!player) {
      return;
    }
    if (now - this.#asked > EVERY && (this.#snapshots.length === 0 || player.following)) {
      this.#asked = now;
      this.#load(player.log);
    }
    if (this.#current) {
      const outside = player.following || player.clock < this.#begin;
      this.#sums(this.#current, outside ? Infinity : player.clock);
    }
  }

  /** @param {string} log */
  async #load(log) {
    try {
      const all = /** @type {Snapshot[]} */ (await get("/api/snapshots", { log, limit: 60 }));
      if (this.#app?.player.log === log) {
        this.#snapshots = all.filter((one) => one.naive !== null && one.total !== null && one.first !== null);
        this.#render();
      }
    } catch (problem) {
      if (problem instanceof Refusal) {
        this.#app?.say(problem.message, "bad");
      }
    }
  }

  #render() {
    const player = this.#app?.player;
    const current =
      this.#snapshots.find((one) => one.id === this.#pinned) ?? (player ? atPlace(this.#snapshots, player) : undefined) ?? null;
    this.#none.hidden = current !== null;
    this.#body.hidden = current === null;
    const name = this.#snapshots.map((one) => one.id).join("|") + current?.id;
    if (!current || name === this.#shown) {
      return;
    }
    this.#shown = name;
    this.#current = current;
    const off = (/** @type {Snapshot} */ one) => one.naive?.difference ?? 0;
    const differences = this.#snapshots.map(off);
    const most = Math.max(1, ...differences.map(Math.abs));
    this.#strip.show(this.#snapshots, current, (one) => {
      const bar = h("i", { class: off(one) < 0 ? "less" : "more", "aria-hidden": true });
      bar.style.height = `${Math.max(2, (36 * Math.abs(off(one))) / most)}px`;
      return { tone: "", words: difference(off(one)), picture: [h("div", { class: "axis" }, bar)] };
    });
    const wrong = differences.filter((one) => one !== 0).length;
    say(
      this.#summary,
      `Of ${counted(this.#snapshots.length, "naive sum")}, ${wrong === 0 ? "none was" : `${wrong} ${wrong === 1 ? "was" : "were"}`} wrong, by up to ${dollars(most === 1 && wrong === 0 ? 0 : most)}.`,
    );
    this.#draw(current);
  }

  /** @param {Snapshot} snapshot */
  async #draw(snapshot) {
    const player = /** @type {App} */ (this.#app).player;
    const after = Math.max(player.first, Number(snapshot.first) - AROUND) - 1;
    const until = Number(snapshot.last) + AROUND;
    /** @type {import("./types.js").TraceEvent[]} */
    let events = [];
    try {
      events = (await get("/api/log", { log: player.log, after, limit: Math.min(2_000, until - after), types: "send,receive" })).events;
    } catch {
      // Without its messages the picture still has the points.
    }
    if (snapshot !== this.#current) {
      return;
    }
    const asked = snapshot.naive?.asked ?? [];
    const times = [...snapshot.members.flatMap((one) => [one.recorded, one.complete]), ...asked.map((one) => one.at)].filter((at) => at !== null);
    const pad = (Math.max(...times) - Math.min(...times)) * 0.06 || 500;
    const stretch = {
      processes: snapshot.members.map((one) => one.process),
      events,
      begin: Math.min(...times) - pad,
      end: Math.max(...times) + pad,
    };
    this.#begin = stretch.begin;
    this.#left.strip.show({
      ...stretch,
      counts: true,
      readings: snapshot.members
        .filter((one) => one.recorded !== null)
        .map((one) => ({ process: one.process, at: Number(one.recorded), balance: one.balance, before: (event) => event.seq < Number(one.recordedSeq) })),
    });
    this.#right.strip.show({
      ...stretch,
      counts: false,
      readings: asked.map((one) => ({ ...one, before: (event) => event.at <= one.at })),
    });
  }

  /** What each has counted until then. @param {Snapshot} snapshot @param {number} at */
  #sums(snapshot, at) {
    this.#left.strip.cursor(at);
    this.#right.strip.cursor(at);
    const members = snapshot.members.filter((one) => one.recorded !== null && one.recorded <= at);
    const balances = members.reduce((sum, one) => sum + (one.balance ?? 0), 0);
    const flight = members.flatMap((one) => one.closed).filter((one) => one.at <= at).reduce((sum, one) => sum + one.sum, 0);
    const done = snapshot.members.every((one) => one.complete !== null && one.complete <= at);
    say(this.#left.sum, dollars(done ? snapshot.total : balances + flight));
    verdict(this.#left.verdict, done ? Number(snapshot.total) - Number(snapshot.expected) : null, snapshot.expected);
    const asked = snapshot.naive?.asked ?? [];
    const read = asked.filter((one) => one.at <= at);
    say(this.#right.sum, dollars(read.reduce((sum, one) => sum + one.balance, 0)));
    verdict(this.#right.verdict, read.length === asked.length ? (snapshot.naive?.difference ?? 0) : null, snapshot.expected);
  }
}

/** @param {HTMLElement} element @param {number|null} off null while it is not done @param {number|null} expected */
function verdict(element, off, expected) {
  element.className = off === null || expected === null ? "verdict" : off === 0 ? "verdict good" : "verdict bad";
  say(element, off === null ? "counting" : expected === null ? "" : off === 0 ? "✓ exact" : `✗ ${difference(off)}`);
}

/** @param {number} off */
function difference(off) {
  return off === 0 ? "right, by luck" : `$${whole(Math.abs(off))} ${off < 0 ? "missing" : "too much"}`;
}

/** @param {string} name @param {string} legend */
function panel(name, legend) {
  const sum = h("output");
  const verdict = h("span", { class: "verdict" });
  const strip = /** @type {RunStrip} */ (h(/** @type {any} */ ("run-strip")));
  const section = h("section", { "aria-label": name }, h("h2", {}, name), h("div", { class: "sum" }, sum, verdict), strip, h("p", { class: "hint" }, legend));
  return { section, sum, verdict, strip };
}

customElements.define("compare-screen", CompareScreen);
