/** The bank as it is, with an inspector and the list of events. */

import "./bank-stage.js";
import "./event-list.js";
import "./state-table.js";
import { h, say } from "./dom.js";
import { offerFlight } from "./fork.js";
import { counted, dollars, duration } from "./format.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./bank-stage.js").BankStage} BankStage
 * @typedef {import("./event-list.js").EventList} EventList
 * @typedef {import("./state-table.js").StateTable} StateTable
 */

const ORDERS = [
  ["snapshot", "Snapshot", "S"],
  ["naive", "Naive sum", "N"],
  ["kill", "Kill", "K"],
  ["restart", "Restart", "R"],
  ["pause", "Pause", "P"],
];

class BankScreen extends HTMLElement {
  #stage = /** @type {BankStage} */ (h(/** @type {any} */ ("bank-stage")));
  #events = /** @type {EventList} */ (h(/** @type {any} */ ("event-list")));
  #table = /** @type {StateTable} */ (h(/** @type {any} */ ("state-table")));
  #orders = h("div", { class: "orders", role: "group", "aria-label": "Orders" });
  #facts = h("dl");
  #title = h("h2", {}, "Bank");
  #asTable = h("button", { type: "button", onclick: () => this.#act("table") }, "table", h("kbd", { "aria-hidden": true }, "T"));
  /** @type {App|null} */
  #app = null;
  #shown = 0;
  /** @type {Text|null} */
  #pause = null;

  connectedCallback() {
    this.replaceChildren(
      h("section", { class: "picture", "aria-label": "The bank" }, this.#stage, this.#table),
      h(
        "aside",
        { "aria-label": "Inspector" },
        this.#orders,
        h("div", { class: "inspector" }, h("div", { class: "head" }, this.#title, this.#asTable), this.#facts),
        this.#events,
      ),
    );
    this.#stage.addEventListener("choose", (event) => {
      const { process, lane, flight } = /** @type {CustomEvent} */ (event).detail;
      if (this.#app && process !== undefined) {
        this.#app.chosen = process;
      }
      if (this.#app && flight) {
        offerFlight(this.#app, lane, flight);
      }
      this.#shown = 0;
    });
    this.addEventListener("seek", (event) => {
      this.#app?.player.pause();
      this.#app?.player.seek(/** @type {CustomEvent} */ (event).detail);
    });
  }

  get field() {
    return this.#events.field;
  }

  /** @param {string} action */
  #act(action) {
    this.#app?.dispatchEvent(new CustomEvent("act", { detail: action }));
  }

  /** @param {App} app */
  show(app) {
    this.#app = app;
    this.#stage.show(app.player);
    this.#orders.replaceChildren(
      ...ORDERS.map(([order, name, key]) =>
        h(
          "button",
          { type: "button", disabled: !app.may(String(order)), onclick: () => this.#act(String(order)) },
          name,
          h("kbd", { "aria-hidden": true }, key),
        ),
      ),
    );
    this.#orders.hidden = app.player.mode !== "live";
    this.#pause = /** @type {Text} */ (this.#orders.lastElementChild?.firstChild);
  }

  /** @param {number} now */
  frame(now) {
    const state = this.#app?.player.state;
    if (!this.#app || !state) {
      return;
    }
    this.#stage.chosen = this.#app.chosen;
    this.#stage.frame();
    this.#events.show(this.#app.player.recent, now);
    this.#table.show(state, now);
    if (now - this.#shown > 200) {
      this.#shown = now;
      this.#inspect(this.#app);
      if (this.#pause) {
        this.#pause.data = this.#app.player.json?.paused ? "Resume" : "Pause";
      }
    }
  }

  /** @param {App} app */
  #inspect(app) {
    const state = /** @type {import("./cut-state.js").CutState} */ (app.player.state);
    const flight = this.#stage.chosenFlight;
    /** @type {[string, string][]} */
    let facts;
    if (flight) {
      const lane = state.lane(flight.lane.from, flight.lane.to);
      const found = lane?.queue.find((one) => one.id === flight.id);
      say(this.#title, `${flight.lane.from} → ${flight.lane.to}`);
      facts = found
        ? [
            [found.snapshot ? "marker of" : "amount", found.snapshot ?? dollars(found.amount)],
            ["message", found.id],
            ["on its way for", found.sentAt === null ? "–" : duration(Math.max(0, app.player.clock - found.sentAt))],
          ]
        : [["message", `${flight.id} has arrived`]];
    } else if (app.chosen !== null && state.balances.has(app.chosen)) {
      const name = app.chosen;
      const part = state.recording(name);
      const [out, into] = [sums(state, (lane) => lane.from === name), sums(state, (lane) => lane.to === name)];
      say(this.#title, `Branch ${name}`);
      facts = [
        ["balance", dollars(state.balances.get(name))],
        ["on its way to others", out],
        ["on its way here", into],
        ["state", state.down.has(name) ? "killed" : part ? (part.complete ? "part complete" : "recording") : "up"],
      ];
      if (part) {
        const recorded = [...part.open.values(), ...part.closed.values()].reduce((sum, one) => sum + one.sum, 0);
        facts.push(["recorded balance", dollars(part.balance)], ["recorded in flight", dollars(recorded)], ["channels still open", [...part.open.keys()].join(", ") || "none"]);
      }
    } else {
      say(this.#title, app.player.json?.title ?? "Bank");
      facts = [
        ["branches", String(state.processes.length)],
        ["in flight", sums(state, () => true)],
        ["transfers", counted(state.counts.sent, "sent", "sent")],
        ["snapshots under way", state.open.join(", ") || "none"],
      ];
    }
    while (this.#facts.childElementCount > facts.length * 2) {
      this.#facts.lastElementChild?.remove();
    }
    facts.flat().forEach((text, index) => {
      const cell = this.#facts.children[index] ?? this.#facts.appendChild(h(index % 2 === 0 ? "dt" : "dd"));
      say(cell, text);
    });
  }
}

/**
 * @param {import("./cut-state.js").CutState} state
 * @param {(lane: import("./cut-state.js").Lane) => boolean} which
 */
function sums(state, which) {
  let count = 0;
  let sum = 0;
  for (const lane of state.lanes.values()) {
    if (which(lane)) {
      count += lane.count;
      sum += lane.sum;
    }
  }
  return count === 0 ? "nothing" : `${dollars(sum)} in ${count}`;
}

customElements.define("bank-screen", BankScreen);
