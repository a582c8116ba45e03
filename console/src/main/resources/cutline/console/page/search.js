/**
 * What is looked for: `from:A to:B amount>50 type:record snapshot:A.1.7`, and words of the sentence that
 * tells of the event. All of it must hold.
 */

import { words } from "./words.js";

/** @typedef {import("./types.js").TraceEvent} TraceEvent */

/**
 * @param {string} text
 * @returns {(event: TraceEvent) => boolean}
 */
export function search(text) {
  const checks = text.split(/\s+/).filter(Boolean).map(check);
  return (event) => checks.every((holds) => holds(event));
}

/** @param {string} term @returns {(event: TraceEvent) => boolean} */
function check(term) {
  const [, field = "", sign = "", value = ""] =
    /^(from|to|process|type|snapshot|message|amount)(:|>=|<=|>|<|=)(.+)$/i.exec(term) ?? [];
  const name = field.toLowerCase();
  if (name === "amount") {
    const than = Number(value.replace("$", ""));
    return ({ amount }) =>
      amount !== undefined &&
      (sign === ">" ? amount > than : sign === "<" ? amount < than : sign === ">=" ? amount >= than : sign === "<=" ? amount <= than : amount === than);
  }
  if (name) {
    return (event) => same(of(event, name), value);
  }
  const word = term.toLowerCase();
  return (event) => words(event).toLowerCase().includes(word);
}

/** @param {TraceEvent} event @param {string} field */
function of(event, field) {
  switch (field) {
    case "from":
      return event.from ?? (event.to === undefined ? undefined : event.process);
    case "to":
      return event.to ?? (event.from === undefined ? undefined : event.process);
    case "process":
      return event.process;
    case "type":
      return event.type;
    case "snapshot":
      return event.snapshot;
    default:
      return event.message;
  }
}

/** @param {string|undefined} a @param {string} b */
function same(a, b) {
  return a !== undefined && a.toLowerCase() === b.toLowerCase();
}
