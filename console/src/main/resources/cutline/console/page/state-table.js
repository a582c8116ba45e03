/** The picture as a table, for those who rather read, and for machines that read aloud. */

import { h, say } from "./dom.js";
import { dollars, whole } from "./format.js";

/** @typedef {import("./cut-state.js").CutState} CutState */

const EVERY = 400;
const MOST = 200;

export class StateTable extends HTMLElement {
  #last = 0;
  #branches = h("tbody");
  #channels = h("tbody");

  connectedCallback() {
    this.replaceChildren(
      table("Branches", ["branch", "balance", "state", "recorded"], this.#branches),
      table("Channels with money in flight", ["from", "to", "messages", "sum"], this.#channels),
    );
  }

  /** @param {CutState} state @param {number} now */
  show(state, now) {
    if (now - this.#last < EVERY) {
      return;
    }
    this.#last = now;
    rows(
      this.#branches,
      state.processes.slice(0, MOST).map((name) => {
        const part = state.recording(name);
        return [
          name,
          dollars(state.balances.get(name)),
          state.down.has(name) ? "killed" : part ? (part.complete ? "part complete" : "recording") : "up",
          part ? `${dollars(part.balance)} for ${part.snapshot}` : "–",
        ];
      }),
    );
    rows(
      this.#channels,
      [...state.lanes.values()]
        .filter((lane) => lane.count > 0)
        .slice(0, MOST)
        .map((lane) => [lane.from, lane.to, whole(lane.count), dollars(lane.sum)]),
    );
  }
}

/** @param {string} caption @param {string[]} names @param {HTMLTableSectionElement} body */
export function table(caption, names, body) {
  return h(
    "table",
    {},
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...names.map((name) => h("th", { scope: "col" }, name)))),
    body,
  );
}

/** @param {HTMLTableSectionElement} body @param {string[][]} cells */
export function rows(body, cells) {
  while (body.rows.length > cells.length) {
    body.deleteRow(-1);
  }
  cells.forEach((texts, index) => {
    let row = body.rows[index];
    if (!row) {
      row = body.insertRow();
      texts.forEach((_, column) => row?.append(column === 0 ? h("th", { scope: "row" }) : h("td")));
    }
    texts.forEach((text, column) => say(/** @type {Element} */ (row?.cells[column]), text));
  });
}

customElements.define("state-table", StateTable);
