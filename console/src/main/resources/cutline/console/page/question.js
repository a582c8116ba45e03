/** A question of a lesson: first predict, then see. */

import { h } from "./dom.js";

/**
 * @param {import("./types.js").Caption} caption
 * @param {number|undefined} given the answer, if it was given before
 * @param {(answer: number) => void} answered
 * @returns {HTMLElement}
 */
export function question(caption, given, answered) {
  const box = h("div", { class: "question" });
  const reveal = (/** @type {number} */ answer) => {
    const right = answer === caption.right;
    box.replaceChildren(
      h("p", { class: "ask" }, caption.ask),
      h(
        "ul",
        {},
        ...(caption.answers ?? []).map((text, index) =>
          h(
            "li",
            { class: index === caption.right ? "right" : index === answer ? "wrong" : "" },
            h("span", { class: "sign", "aria-hidden": true }, index === caption.right ? "✓" : index === answer ? "✗" : ""),
            text,
          ),
        ),
      ),
      h("p", { class: "because", role: "status" }, `${right ? "Right." : "Not quite."} ${caption.because ?? ""}`),
    );
  };
  if (given !== undefined) {
    reveal(given);
    return box;
  }
  box.append(
    h("p", { class: "ask" }, caption.ask),
    h(
      "div",
      { class: "answers", role: "group", "aria-label": "Answers" },
      ...(caption.answers ?? []).map((text, index) =>
        h(
          "button",
          {
            type: "button",
            onclick: () => {
              reveal(index);
              answered(index);
            },
          },
          text,
        ),
      ),
    ),
  );
  return box;
}
