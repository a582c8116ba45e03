/** Names of channels and messages as keys of maps, whatever letters the names of processes have. */

/** @param {...string} names */
export function key(...names) {
  return names.join("\u0000");
}

/** The message that is sent or received. @param {import("./types.js").TraceEvent} event */
export function messageOf(event) {
  return key(event.from ?? event.process, event.to ?? event.process, String(event.message));
}
