/** Questions and help, in dialogs that keys alone can work. */

import { h } from "./dom.js";

/**
 * @param {string} title
 * @param {Node[]} content
 * @returns {HTMLDialogElement}
 */
export function dialog(title, ...content) {
  const box = h(
    "dialog",
    { "aria-label": title, closedby: "any" },
    h("h2", {}, title),
    ...content,
    h("form", { method: "dialog" }, h("button", { type: "submit" }, "Close")),
  );
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

/**
 * Which of the branches?
 *
 * @param {string} question
 * @param {string[]} names
 * @param {(name: string) => void} then
 */
export function choose(question, names, then) {
  const buttons = names.map((name) =>
    h(
      "button",
      {
        type: "button",
        onclick: () => {
          box.close();
          then(name);
        },
      },
      name,
    ),
  );
  const box = dialog(question, h("div", { class: "choices" }, ...buttons));
  buttons[0]?.focus();
}

/** @param {[string, string][]} keys */
export function help(keys) {
  dialog(
    "Keys and signs",
    h("dl", { class: "keys" }, ...keys.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])),
    h(
      "dl",
      { class: "legend" },
      ...legend().flatMap(([sign, what]) => [h("dt", {}, h("span", { class: `swatch ${sign}`, "aria-hidden": true })), h("dd", {}, what)]),
    ),
  );
}

/** @returns {[string, string][]} */
function legend() {
  return [
    ["money", "money on its way; the area of the disc is the amount"],
    ["late", "money that was sent after its sender's cut"],
    ["recorded", "money that crosses the cut: it is in flight, and will be recorded"],
    ["marker", "a marker, with the snapshot it belongs to"],
    ["half", "the branch has recorded its balance, and records channels"],
    ["full", "its part of the snapshot is complete"],
  ];
}
