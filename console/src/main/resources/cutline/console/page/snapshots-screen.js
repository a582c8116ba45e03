/** The last snapshots: what each found, and where its time went. */

import { Refusal, get } from "./api.js";
import { h, say } from "./dom.js";
import { counted, dollars, duration } from "./format.js";
import { gantt } from "./gantt.js";
import { strip } from "./snapshot-strip.js";
import { rows, table } from "./state-table.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./types.js").Snapshot} Snapshot
 */

const EVERY = 500;

/** @param {Snapshot} snapshot @returns {[string, string, string]} sign, tone, words */
function outcome(snapshot) {
  if (snapshot.status === "UNDECIDED") {
    return ["…", "", "under way"];
  }
  if (snapshot.status !== "COMPLETE") {
    return ["–", "", snapshot.status.toLowerCase()];
  }
  if ((snapshot.violations ?? []).length > 0 || snapshot.consistent === false) {
    return ["✗", "bad", "inconsistent"];
  }
  return snapshot.consistent ? ["✓", "good", "exact"] : ["✓", "good", "complete"];
}

class SnapshotsScreen extends HTMLElement {
  #strip = strip("strip", "Snapshots, the newest last", (id) => this.#pin(id));
  #follow = h("button", { type: "button", "aria-pressed": "true" }, "Follow the newest");
  #title = h("h2");
  #outcome = h("p", { class: "verdict" });
  #gantt = gantt();
  #balances = h("tbody");
  #channels = h("tbody");
  #json = h("pre", { tabindex: 0, "aria-label": "The snapshot as JSON" });
  #raw = h("details", { class: "raw" }, h("summary", {}, "JSON"), this.#json);
  #none = h("p", { class: "empty" }, "No snapshot yet. Press S to take one.");
  #detail = h("div", { class: "detail" });
  /** @type {App|null} */
  #app = null;
  /** @type {Snapshot[]} */
  #snapshots = [];
  /** @type {string|null} */
  #pinned = null;
  #asked = 0;
  #shown = "";

  constructor() {
    super();
    this.#detail.append(
      h(
        "div",
        { class: "story" },
        h("div", { class: "titles" }, this.#title, this.#outcome),
        this.#gantt,
        h("p", { class: "hint" }, "■ records its balance   ❘ a channel closed   ◂ the last one"),
      ),
      h("div", { class: "figures" }, table("Recorded balances", ["branch", "balance"], this.#balances), table("In flight", ["from", "to", "amounts", "sum"], this.#channels), this.#raw),
    );
    this.#follow.addEventListener("click", () => this.#pin(this.#pinned === null ? (this.#snapshots.at(-1)?.id ?? null) : null));
  }

  connectedCallback() {
    this.replaceChildren(h("div", { class: "head" }, this.#strip, this.#follow), this.#none, this.#detail);
  }

  /** @param {App} app */
  show(app) {
    if (this.#app !== app) {
      app.addEventListener("snapshot", () => (this.#asked = 0));
    }
    this.#app = app;
    this.#pinned = null;
    this.#asked = 0;
    this.#snapshots = [];
    this.#shown = "";
    this.#none.hidden = true;
    this.#detail.hidden = true;
  }

  /** @param {number} now */
  frame(now) {
    const player = this.#app?.player;
    if (player && now - this.#asked > EVERY && (this.#shown === "" || player.mode === "live")) {
      this.#asked = now;
      this.#load(player.log);
    }
  }

  /** @param {string} log */
  async #load(log) {
    try {
      const snapshots = /** @type {Snapshot[]} */ (await get("/api/snapshots", { log, limit: 60 }));
      if (this.#app?.player.log === log) {
        this.#snapshots = snapshots;
        this.#render();
      }
    } catch (problem) {
      if (problem instanceof Refusal) {
        this.#app?.say(problem.message, "bad");
      }
    }
  }

  /** @param {string|null} id */
  #pin(id) {
    this.#pinned = id;
    this.#render();
  }

  #current() {
    return this.#snapshots.find((one) => one.id === this.#pinned) ?? this.#snapshots.at(-1);
  }

  #render() {
    const current = this.#current();
    const name = this.#snapshots.map((one) => `${one.id} ${one.status} ${one.last}`).join("|") + this.#pinned;
    if (name === this.#shown) {
      return;
    }
    this.#shown = name;
    this.#follow.setAttribute("aria-pressed", String(this.#pinned === null));
    this.#none.hidden = current !== undefined;
    this.#detail.hidden = current === undefined;
    this.#follow.hidden = current === undefined;
    const longest = Math.max(1, ...this.#snapshots.map((one) => one.durationMicros ?? 0));
    this.#strip.show(this.#snapshots, current ?? null, (one) => {
      const [sign, tone, words] = outcome(one);
      const bar = h("i", { "aria-hidden": true });
      bar.style.height = `${8 + (40 * (one.durationMicros ?? longest)) / longest}px`;
      return { tone, words: `${words}, ${duration(one.durationMicros)}`, picture: [bar, h("span", { class: "sign" }, sign)] };
    });
    if (current) {
      this.#describe(current);
    }
  }

  /** @param {Snapshot} snapshot */
  #describe(snapshot) {
    const [sign, tone, words] = outcome(snapshot);
    say(this.#title, `Snapshot ${snapshot.id ?? "without an id"}`);
    this.#outcome.className = `verdict ${tone}`;
    const parts = [
      snapshot.total === null ? `${sign} ${words}` : `${sign} ${dollars(snapshot.balanceTotal)} + ${dollars(snapshot.inFlightTotal)} in flight = ${dollars(snapshot.total)}, ${words}`,
      snapshot.durationMicros === null ? "" : duration(snapshot.durationMicros),
      snapshot.laggard === null || snapshot.laggard === undefined ? "" : snapshot.status === "UNDECIDED" ? `waits for ${snapshot.laggard}` : `${snapshot.laggard} was last`,
      snapshot.reason ?? "",
      ...(snapshot.violations ?? []).map((one) => one.sentence),
    ];
    say(this.#outcome, parts.filter(Boolean).join(" · "));
    this.#gantt.show(snapshot);
    rows(this.#balances, Object.entries(snapshot.balances).map(([name, balance]) => [name, dollars(balance)]));
    rows(
      this.#channels,
      snapshot.channels.map(({ from, to, amounts }) => [
        from,
        to,
        amounts.length <= 6 ? amounts.map((amount) => dollars(amount)).join(" + ") : counted(amounts.length, "message"),
        dollars(amounts.reduce((sum, amount) => sum + amount, 0)),
      ]),
    );
    say(this.#json, JSON.stringify(snapshot, null, 1));
  }
}

customElements.define("snapshots-screen", SnapshotsScreen);
