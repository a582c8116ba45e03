/** What all parts of the page share: the log that is looked at, orders, and results in words. */

import { get, post, why } from "./api.js";
import { h } from "./dom.js";
import { dollars } from "./format.js";
import { Player } from "./player.js";

const NOTICE = 9_000;
/** Results that come faster are not all told. */
const QUIET = 3_000;

export class App extends EventTarget {
  /** @type {Player} */
  player = new Player("main");
  /** @type {import("./types.js").LogInfo[]} */
  logs = [];
  /** @type {string|null} the process that orders are about */
  chosen = null;
  /** When a snapshot's result was told last. */
  #told = -Infinity;

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
      this.say(why(problem), "bad");
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

  /** @param {import("./types.js").Snapshot} snapshot */
  #result(snapshot) {
    if (snapshot.total !== null) {
      const good = snapshot.consistent !== false;
      this.say(`Snapshot ${snapshot.id}: ${dollars(snapshot.total)}${good ? ", exact" : ", inconsistent"}`, good ? "good" : "bad");
    } else if (snapshot.status !== "UNDECIDED") {
      this.say(`Snapshot ${snapshot.id ?? ""}: ${snapshot.reason ?? snapshot.status}`, "bad");
    }
  }

  /** @param {string} name @param {any} detail */
  #heard(name, detail) {
    if (name === "notice") {
      const { order, done, text } = /** @type {import("./types.js").Notice} */ (detail);
      this.say(text, done ? "" : "bad");
      if (this.player.json && done && (order === "pause" || order === "resume")) {
        this.player.json.paused = order === "pause";
      }
    } else if (name === "snapshot" && performance.now() - this.#told > QUIET) {
      this.#told = performance.now();
      this.#result(detail);
    }
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
