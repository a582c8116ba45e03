/** What happened last, the newest first. */

import { h, say } from "./dom.js";
import { search } from "./search.js";
import { sign, words } from "./words.js";

/** @typedef {import("./types.js").TraceEvent} TraceEvent */

const SHOWN = 40;
const EVERY = 200;

export class EventList extends HTMLElement {
  #rows = /** @type {HTMLLIElement[]} */ ([]);
  #list = h("ol", { reversed: true });
  #field = h("input", {
    type: "search",
    placeholder: "from:A amount>50",
    "aria-label": "Search events",
    autocomplete: "off",
    spellcheck: "false",
  });
  #last = 0;
  #shown = "";

  connectedCallback() {
    this.replaceChildren(h("div", { class: "head" }, h("h2", {}, "Events"), this.#field), this.#list);
    this.#list.addEventListener("click", (event) => {
      const row = /** @type {Element} */ (event.target).closest("li");
      if (row instanceof HTMLLIElement && row.dataset.seq) {
        this.dispatchEvent(new CustomEvent("seek", { detail: Number(row.dataset.seq), bubbles: true }));
      }
    });
  }

  /** The search field, for the key. */
  get field() {
    return this.#field;
  }

  /** @param {TraceEvent[]} events the newest last @param {number} now */
  show(events, now) {
    const query = this.#field.value;
    const name = `${events.at(-1)?.seq} ${events.length} ${query}`;
    if (name === this.#shown || now - this.#last < EVERY) {
      return;
    }
    this.#last = now;
    this.#shown = name;
    const matches = search(query);
    /** @type {TraceEvent[]} */
    const found = [];
    for (let i = events.length - 1; i >= 0 && found.length < SHOWN; i--) {
      const event = /** @type {TraceEvent} */ (events[i]);
      if (matches(event)) {
        found.push(event);
      }
    }
    while (this.#rows.length < found.length) {
      const row = h("li", {}, h("span", { class: "sign", "aria-hidden": true }), h("button", { type: "button" }));
      this.#rows.push(row);
      this.#list.append(row);
    }
    this.#rows.forEach((row, index) => {
      const event = found[index];
      row.hidden = !event;
      if (event) {
        row.dataset.seq = String(event.seq);
        row.dataset.type = event.type;
        say(/** @type {Element} */ (row.firstElementChild), sign(event.type));
        say(/** @type {Element} */ (row.lastElementChild), words(event));
      }
    });
  }
}

customElements.define("event-list", EventList);
