/** Everything that can be done, as a menu; each entry with its key. */

import { h } from "./dom.js";

/**
 * @typedef {object} Action
 * @property {string} key as pressed
 * @property {string} name
 * @property {string} group
 * @property {() => void} act
 * @property {() => boolean} [possible]
 */

export class ActionsMenu extends HTMLElement {
  #button = h("button", { type: "button", class: "menu", "aria-haspopup": "menu", "aria-expanded": "false" }, "Menu");
  #list = h("div", { role: "menu", "aria-label": "Actions", hidden: true });
  /** @type {Action[]} */
  #actions = [];

  connectedCallback() {
    this.replaceChildren(this.#button, this.#list);
    this.#button.addEventListener("click", () => this.#open(this.#list.hidden));
    this.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("click", (event) => {
      if (!this.contains(/** @type {Node} */ (event.target))) {
        this.#open(false);
      }
    });
  }

  /** @param {Action[]} actions */
  set actions(actions) {
    this.#actions = actions;
  }

  /** @param {boolean} open */
  #open(open) {
    if (open) {
      let group = "";
      this.#list.replaceChildren();
      for (const action of this.#actions) {
        if (action.group !== group) {
          group = action.group;
          this.#list.append(h("div", { class: "group", role: "presentation" }, group));
        }
        this.#list.append(
          h(
            "button",
            {
              type: "button",
              role: "menuitem",
              disabled: action.possible?.() === false,
              onclick: () => {
                this.#open(false);
                action.act();
              },
            },
            action.name,
            h("kbd", { "aria-hidden": true }, action.key),
          ),
        );
      }
    }
    const had = this.#list.contains(document.activeElement);
    this.#list.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) {
      this.#items()[0]?.focus();
    } else if (had) {
      this.#button.focus();
    }
  }

  #items() {
    return /** @type {HTMLButtonElement[]} */ ([...this.#list.querySelectorAll("button:not(:disabled)")]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const items = this.#items();
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (event.key === "Escape" && !this.#list.hidden) {
      this.#open(false);
    } else if (event.key === "ArrowDown" && at >= 0) {
      items[(at + 1) % items.length]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      items[(at - 1 + items.length) % items.length]?.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("actions-menu", ActionsMenu);
