/** What all parts of the page share: the log that is looked at, orders, and results in words. */

import { Refusal, get, post } from "./api.js";
import { h } from "./dom.js";
import { Player } from "./player.js";

const NOTICE = 9_000;

export class App extends EventTarget {
  /** @type {Player} */
  player = new Player("main");
  /** @type {import("./types.js").LogInfo[]} */
  logs = [];
  /** @type {string|null} the process that orders are about */
  chosen = null;
  /** @type {Map<string, import("./types.js").Notice>} the last naive sums, by when they came */
  naive = new Map();

  /** @param {string} log @param {number|null} [at] */
  async open(log, at = null) {
    this.player.close();
    const player = new Player(log);
    this.player = player;
    this.chosen = null;
    for (const name of ["notice", "there", "snapshot"]) {
      player.addEventListener(name, (event) => {
        if (this.player === player) {
          this.#heard(name, /** @type {CustomEvent} */ (event).detail);
        }
      });
    }
    await player.open(at);
    this.dispatchEvent(new CustomEvent("player"));
  }

  async refreshLogs() {
    this.logs = await get("/api/logs");
    this.dispatchEvent(new CustomEvent("logs"));
  }

  /** @param {string} order */
  may(order) {
    return this.player.json?.orders.includes(order) ?? false;
  }

  /** @param {string} order @param {string|null} [process] */
  async order(order, process = null) {
    if (!this.may(order)) {
      this.say(
        this.player.mode === "live"
          ? "This link may only look: orders need the link with the launch token."
          : `A ${this.player.mode} takes no orders.`,
      );
      return;
    }
    try {
      await post("/api/orders", process === null ? { order } : { order, process });
    } catch (problem) {
      this.say(problem instanceof Refusal ? problem.message : "The server does not answer.", "bad");
    }
  }

  /**
   * A line that goes by itself.
   *
   * @param {string} text
   * @param {string} [tone] good or bad
   */
  say(text, tone = "") {
    const box = /** @type {HTMLElement} */ (document.getElementById("notices"));
    const line = h("p", { class: tone }, text);
    box.append(line);
    while (box.childElementCount > 4) {
      box.firstElementChild?.remove();
    }
    setTimeout(() => line.remove(), NOTICE);
  }

  /** @param {string} name @param {any} detail */
  #heard(name, detail) {
    if (name === "notice") {
      this.say(detail.text, detail.done === false ? "bad" : "");
    }
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
