/** A row of snapshots, one of which is chosen by a click or with ← and →. Tells of it with `pick`, detail its id. */

import { h } from "./dom.js";
import { badge } from "./format.js";

/**
 * @typedef {import("./types.js").Snapshot} Snapshot
 *
 * @typedef {object} Face
 * @property {string} tone good, bad or nothing
 * @property {string} words what it says, to those who hear it too
 * @property {Node[]} picture above its name
 */

class SnapshotStrip extends HTMLElement {
  /** @type {Snapshot[]} */
  #snapshots = [];
  /** @type {Snapshot|null} */
  #current = null;

  constructor() {
    super();
    this.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[role=option]");
      if (option) {
        this.#pick([...this.children].indexOf(option));
      }
    });
    this.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        event.stopPropagation();
        event.preventDefault();
        const at = this.#snapshots.findIndex((one) => one === this.#current) + step;
        this.#pick(Math.min(Math.max(at, 0), this.#snapshots.length - 1));
      }
    });
  }

  /** @param {number} index */
  #pick(index) {
    this.dispatchEvent(new CustomEvent("pick", { detail: this.#snapshots[index]?.id ?? null }));
  }

  /**
   * @param {Snapshot[]} snapshots
   * @param {Snapshot|null} current
   * @param {(snapshot: Snapshot) => Face} face
   */
  show(snapshots, current, face) {
    this.#snapshots = snapshots;
    this.#current = current;
    this.replaceChildren(
      ...snapshots.map((one) => {
        const { tone, words, picture } = face(one);
        return h(
          "div",
          { role: "option", class: tone, "aria-selected": one === current, title: `${one.id}: ${words}` },
          ...picture,
          h("span", { class: "id" }, one.id === null ? "–" : badge(one.id)),
          h("span", { class: "unseen" }, words),
        );
      }),
    );
    this.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

customElements.define("snapshot-strip", SnapshotStrip);

/** @param {string} look @param {string} label @param {(id: string|null) => void} pick */
export function strip(look, label, pick) {
  const props = { class: look, role: "listbox", tabindex: 0, "aria-orientation": "horizontal", "aria-label": label };
  const element = /** @type {SnapshotStrip} */ (h(/** @type {any} */ ("snapshot-strip"), props));
  element.addEventListener("pick", (event) => pick(/** @type {CustomEvent} */ (event).detail));
  return element;
}
