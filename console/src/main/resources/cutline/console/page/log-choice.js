/** Which log is looked at, and of what kind it is. */

import { h, say } from "./dom.js";

/** @typedef {import("./app.js").App} App */

export class LogChoice extends HTMLElement {
  #mode = h("span", { class: "mode" });
  #title = h("span", { class: "title" });
  #select = h("select", { "aria-label": "Log", hidden: true });
  /** @type {App|null} */
  #app = null;

  connectedCallback() {
    this.replaceChildren(this.#mode, this.#title, this.#select);
    this.#select.addEventListener("change", () => {
      this.#app?.open(this.#select.value);
    });
  }

  /** @param {App} app */
  show(app) {
    this.#app = app;
    const { player, logs } = app;
    say(this.#mode, player.mode.toUpperCase());
    this.#mode.dataset.mode = player.mode;
    say(this.#title, player.json?.title ?? "");
    const several = logs.length > 1;
    this.#title.hidden = several;
    this.#select.hidden = !several;
    this.#select.replaceChildren(
      ...logs.map((log) => h("option", { value: log.id, selected: log.id === player.log }, `${log.title}${log.mode === "simulation" ? ` (${log.id})` : ""}`)),
    );
  }

  /** @param {boolean} there @param {string} why */
  reach(there, why) {
    this.#mode.classList.toggle("away", !there);
    this.#mode.title = why;
    say(this.#mode, there ? (this.#app?.player.mode ?? "").toUpperCase() : "AWAY");
  }
}

customElements.define("log-choice", LogChoice);
