/** Who took how long for a snapshot: a bar a branch, from the first marker to the last closed channel. */

import { h, s, set } from "./dom.js";
import { dollars, duration, short, ticks } from "./format.js";

/**
 * @typedef {import("./types.js").Snapshot} Snapshot
 * @typedef {import("./types.js").Member} Member
 */

const ROW = 46;
const LEFT = 96;
const RIGHT = 24;
const TOP = 30;

class SnapshotGantt extends HTMLElement {
  /** @type {Snapshot|null} */
  #snapshot = null;
  #svg = s("svg", { role: "img" });
  #sizes = new ResizeObserver(() => this.#draw());

  connectedCallback() {
    this.replaceChildren(this.#svg);
    this.#sizes.observe(this);
  }

  disconnectedCallback() {
    this.#sizes.disconnect();
  }

  /** @param {Snapshot} snapshot */
  show(snapshot) {
    this.#snapshot = snapshot;
    this.#draw();
  }

  #draw() {
    const snapshot = this.#snapshot;
    const width = this.clientWidth;
    if (!snapshot || width < 100) {
      return;
    }
    const times = snapshot.members.flatMap((one) => [one.firstMarker, one.recorded, one.complete, ...one.closed.map((c) => c.at)]).filter((at) => at !== null);
    const begin = Math.min(...times);
    const last = Math.max(...times);
    const span = last - begin || 1;
    // What is not complete goes on.
    const end = (/** @type {Member} */ member) => member.complete ?? last;
    const late = (/** @type {Member} */ member) => (member.process === snapshot.laggard ? Infinity : member.complete === null ? last + 1 : end(member));
    const members = [...snapshot.members].sort((a, b) => (late(b) > late(a) ? 1 : -1));
    const x = (/** @type {number} */ at) => LEFT + ((at - begin) / span) * (width - LEFT - RIGHT);
    const height = TOP + members.length * ROW + 8;
    set(this.#svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.#svg.replaceChildren(s("title", {}, `Timing of snapshot ${snapshot.id}, the slowest branch first`));
    if (times.length === 0) {
      return;
    }
    for (const tick of ticks(span)) {
      const at = x(begin + tick);
      this.#svg.append(
        s("line", { class: "grid", x1: at, x2: at, y1: TOP - 8, y2: height - 8 }),
        s("text", { class: "axis", x: at, y: 12, "text-anchor": "middle" }, tick === 0 ? "0" : duration(tick)),
      );
    }
    members.forEach((member, index) => {
      this.#svg.append(row(member, TOP + index * ROW, x, end(member), snapshot.laggard === member.process, members.length <= 6));
    });
  }
}

/**
 * @param {Member} member
 * @param {number} y
 * @param {(at: number) => number} x
 * @param {number} until
 * @param {boolean} last
 * @param {boolean} named whether there is room for the names of channels
 */
function row(member, y, x, until, last, named) {
  const middle = y + 18;
  const group = s(
    "g",
    { class: last ? "last" : "" },
    s("text", { class: "name", x: LEFT - 16, y: middle + 4, "text-anchor": "end" }, `${short(member.process, 8)}${last ? " ◂" : ""}`),
  );
  if (member.firstMarker !== null && member.recorded !== null && member.firstMarker < member.recorded) {
    group.append(s("line", { class: "lead", x1: x(member.firstMarker), x2: x(member.recorded), y1: middle, y2: middle }));
  }
  if (member.recorded !== null) {
    group.append(
      s(
        "rect",
        { class: member.complete === null ? "part open" : "part", x: x(member.recorded), y: middle - 8, width: Math.max(2, x(until) - x(member.recorded)), height: 16, rx: 3 },
        s("title", {}, `${member.process} recorded ${dollars(member.balance)}`),
      ),
      s("rect", { class: "cut", x: x(member.recorded) - 3, y: middle - 8, width: 6, height: 16 }),
    );
    let free = -Infinity;
    for (const { from, at, sum } of [...member.closed].sort((a, b) => a.at - b.at)) {
      const tick = s("line", { class: "closed", x1: x(at), x2: x(at), y1: middle - 11, y2: middle + 11 });
      tick.append(s("title", {}, `${from} → ${member.process} closed, ${dollars(sum)} recorded`));
      group.append(tick);
      const name = sum > 0 ? `${short(from, 5)} ${dollars(sum)}` : short(from, 5);
      const wide = name.length * 6.4 + 8;
      if (named && x(at) - wide > free) {
        group.append(s("text", { class: "channel", x: x(at), y: middle + 24, "text-anchor": "end" }, name));
        free = x(at);
      }
    }
  }
  return group;
}

customElements.define("snapshot-gantt", SnapshotGantt);

/** @returns {SnapshotGantt} */
export function gantt() {
  return /** @type {SnapshotGantt} */ (h(/** @type {any} */ ("snapshot-gantt")));
}
