/** What would have become of it, had a message been lost or late? A simulation is run anew, changed. */

import { post, why } from "./api.js";
import { dialog } from "./dialogs.js";
import { h } from "./dom.js";
import { dollars } from "./format.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./types.js").Change} Change
 */

/** @param {App} app @param {string} what seed or changes */
export function mayFork(app, what) {
  return app.logs.find((log) => log.id === app.player.log)?.forks.includes(what) ?? false;
}

/**
 * @param {App} app
 * @param {{from: string, to: string, message: string, amount: number|null}} which of a marker, without an amount
 */
export function offerChange(app, { from, to, message, amount }) {
  if (!mayFork(app, "changes")) {
    return;
  }
  const run = (/** @type {Change} */ change) => () => {
    box.close();
    fork(app, { changes: [change] });
  };
  const box = dialog(
    `What if? ${from} → ${to}, ${amount === null ? "marker" : dollars(amount)}`,
    h(
      "div",
      { class: "choices" },
      h("button", { type: "button", onclick: run({ message, do: "drop" }) }, "Lose it"),
      ...[1, 3, 10].map((ticks) =>
        h("button", { type: "button", onclick: run({ message, do: "delay", ticks }) }, `${ticks} ${ticks === 1 ? "tick" : "ticks"} later`),
      ),
    ),
  );
}

/** @param {App} app @param {import("./cut-state.js").Lane} lane @param {import("./cut-state.js").Flight} flight */
export function offerFlight(app, { from, to }, { id, amount, snapshot }) {
  offerChange(app, { from, to, message: id, amount: snapshot === null ? amount : null });
}

/** @param {App} app @param {{seed?: number, changes?: Change[]}} changes */
export async function fork(app, changes) {
  try {
    const made = /** @type {import("./types.js").Simulation} */ (
      await post("/api/simulations", { log: app.player.log, ...changes })
    );
    await app.refreshLogs();
    app.dispatchEvent(new CustomEvent("forked", { detail: made }));
    await app.open(made.log, 0);
    app.say(made.outcome ?? "It has run anew.", made.outcome ? "bad" : "");
    app.player.play();
  } catch (problem) {
    app.say(why(problem), "bad");
  }
}
