/** What happened, in words. */

import { dollars } from "./format.js";

/**
 * @param {import("./types.js").TraceEvent} event
 * @returns {string}
 */
export function words(event) {
  const { process, to, from, snapshot } = event;
  switch (event.type) {
    case "send":
      return `${process} sends ${dollars(event.amount)} to ${to}`;
    case "receive":
      return event.recorded
        ? `${process} receives ${dollars(event.amount)} from ${from}, recorded as in flight`
        : `${process} receives ${dollars(event.amount)} from ${from}`;
    case "record":
      return `${process} records its state for ${snapshot}: ${dollars(event.balance)}`;
    case "marker-send":
      return `${process} sends a marker of ${snapshot} to ${to}`;
    case "marker-receive":
      return `${process} receives a marker of ${snapshot} from ${from}`;
    case "channel-closed":
      return `${process} stops recording the channel from ${from} for ${snapshot}`;
    case "complete":
      return `${process} has its part of ${snapshot} complete`;
    case "abort":
      return `${process} gives up ${snapshot}${event.reason ? `: ${event.reason}` : ""}`;
    case "kill":
      return `${process} is killed`;
    case "restart":
      return event.balance === undefined
        ? `${process} is back`
        : `${process} is back, with ${dollars(event.balance)}`;
    case "restore":
      return `${process} goes back to ${snapshot}`;
    case "connect":
      return `${process} is connected to ${event.peer}`;
    case "disconnect":
      return `${process} is not connected to ${event.peer} any more`;
    case "gap":
      return `Something is missing here: ${event.reason}`;
    default:
      return `${process}: ${event.type}`;
  }
}

/**
 * The sign of an event in lists: never the colour alone.
 *
 * @param {string} type
 * @returns {string}
 */
export function sign(type) {
  switch (type) {
    case "send":
      return "○";
    case "receive":
      return "●";
    case "marker-send":
      return "◇";
    case "marker-receive":
      return "◆";
    case "record":
      return "■";
    case "channel-closed":
      return "⊣";
    case "complete":
      return "✓";
    case "kill":
    case "abort":
      return "✗";
    case "restart":
    case "restore":
      return "↺";
    default:
      return "·";
  }
}
