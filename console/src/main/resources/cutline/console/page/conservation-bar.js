/** Balances, what is in flight, and the total that never changes. */

import { h, say } from "./dom.js";
import { dollars, whole } from "./format.js";

export class ConservationBar extends HTMLElement {
  #balances = h("output", { id: "balances" });
  #flight = h("output", { id: "in-flight" });
  #total = h("output", { id: "total" });
  #verdict = h("span", { class: "verdict" });
  #held = h("i", { class: "held" });
  #moving = h("i", { class: "moving" });
  #missing = h("i", { class: "missing" });

  connectedCallback() {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Conservation of money");
    this.replaceChildren(
      h("div", { class: "figure" }, h("span", {}, "balances"), this.#balances),
      h("b", { "aria-hidden": true }, "+"),
      h("div", { class: "figure" }, h("span", {}, "in flight"), this.#flight),
      h("b", { "aria-hidden": true }, "="),
      h("div", { class: "figure sum" }, h("span", {}, "total"), h("div", {}, this.#total, this.#verdict)),
      h("div", { class: "bar", "aria-hidden": true }, this.#held, this.#moving, this.#missing),
    );
  }

  /** @param {import("./cut-state.js").CutState} state */
  show(state) {
    const held = state.balanceTotal;
    const moving = state.inFlightTotal;
    const { total, expected } = state;
    say(this.#balances, dollars(held));
    say(this.#flight, dollars(moving));
    say(this.#total, dollars(total));
    const off = total === null || expected === null ? 0 : total - expected;
    const verdict =
      total === null || expected === null
        ? ["", "not known"]
        : off === 0
          ? ["good", "✓ exact"]
          : state.uncertain
            ? ["", "not certain"]
            : ["bad", `✗ $${whole(Math.abs(off))} ${off < 0 ? "missing" : "too much"}`];
    say(this.#verdict, verdict[1] ?? "");
    this.#verdict.className = `verdict ${verdict[0]}`;
    this.#verdict.title = state.uncertain ?? "";
    const whole_ = Math.max(expected ?? 0, (held ?? 0) + moving, 1);
    this.#held.style.flexGrow = String((held ?? 0) / whole_);
    this.#moving.style.flexGrow = String(moving / whole_);
    this.#missing.style.flexGrow = String(Math.max(0, -off) / whole_);
  }
}

customElements.define("conservation-bar", ConservationBar);
