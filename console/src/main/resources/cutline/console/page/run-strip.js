/**
 * A stretch of a run in real time, with one point a branch at which its balance was read: by a cut, or by
 * somebody who asked one branch after the other. What was on its way between two readings stands out.
 */

import { s, set } from "./dom.js";
import { dollars, short } from "./format.js";
import { messageOf } from "./key.js";
import { Labels } from "./labels.js";

/**
 * @typedef {import("./types.js").TraceEvent} TraceEvent
 *
 * @typedef {object} Reading
 * @property {string} process
 * @property {number} at
 * @property {number|null} balance
 * @property {(event: TraceEvent) => boolean} before whether an event of the branch was before it
 *
 * @typedef {object} Stretch
 * @property {string[]} processes
 * @property {TraceEvent[]} events
 * @property {number} begin
 * @property {number} end
 * @property {Reading[]} readings
 * @property {boolean} counts whether what crosses forward is counted
 */

const LEFT = 64;
const RIGHT = 20;
const TOP = 16;

export class RunStrip extends HTMLElement {
  #svg = s("svg", { role: "img" });
  #cursor = s("line", { class: "cursor" });
  /** @type {Stretch|null} */
  #stretch = null;
  #sizes = new ResizeObserver(() => this.#draw());

  connectedCallback() {
    this.replaceChildren(this.#svg);
    this.#sizes.observe(this);
  }

  disconnectedCallback() {
    this.#sizes.disconnect();
  }

  constructor() {
    super();
    this.addEventListener("click", (event) => {
      if (this.#stretch) {
        const { begin, end } = this.#stretch;
        const part = (event.clientX - this.getBoundingClientRect().left - LEFT) / (this.clientWidth - LEFT - RIGHT);
        const at = begin + Math.min(1, Math.max(0, part)) * (end - begin);
        const seq = this.#stretch.events.findLast((one) => one.at <= at)?.seq;
        if (seq !== undefined) {
          this.dispatchEvent(new CustomEvent("seek", { detail: seq, bubbles: true }));
        }
      }
    });
  }

  /** @param {Stretch} stretch */
  show(stretch) {
    this.#stretch = stretch;
    this.#draw();
  }

  /** @param {number} at */
  cursor(at) {
    if (this.#stretch) {
      const seen = at >= this.#stretch.begin && at <= this.#stretch.end;
      this.#cursor.toggleAttribute("hidden", !seen);
      if (seen) {
        set(this.#cursor, { x1: this.#x(at), x2: this.#x(at) });
      }
    }
  }

  /** @param {number} at */
  #x(at) {
    const { begin, end } = /** @type {Stretch} */ (this.#stretch);
    return LEFT + ((at - begin) / (end - begin || 1)) * (this.clientWidth - LEFT - RIGHT);
  }

  #draw() {
    const stretch = this.#stretch;
    const width = this.clientWidth;
    if (!stretch || width < 100) {
      return;
    }
    const lane = Math.max(26, Math.min(72, 300 / stretch.processes.length));
    const height = TOP * 2 + stretch.processes.length * lane;
    const y = (/** @type {string} */ name) => TOP + lane / 2 + stretch.processes.indexOf(name) * lane;
    set(this.#svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.#svg.replaceChildren(s("title", {}, "When each branch's balance was read"));
    for (const name of stretch.processes) {
      this.#svg.append(
        s("line", { class: "lane", x1: LEFT - 10, x2: width, y1: y(name), y2: y(name) }),
        s("text", { class: "name", x: LEFT - 20, y: y(name) + 4, "text-anchor": "end" }, short(name, 6)),
      );
    }
    const readings = new Map(stretch.readings.map((one) => [one.process, one]));
    const labels = new Labels();
    for (const one of stretch.readings) {
      labels.take(this.#x(one.at) + 26, y(one.process) - 10, dollars(one.balance));
    }
    /** @type {SVGTextElement[]} */
    const tags = [];
    // What began earlier or ends later is cut off at the edge.
    const inside = s("svg", { x: LEFT - 10, width: width - LEFT + 10, height, viewBox: `${LEFT - 10} 0 ${width - LEFT + 10} ${height}` });
    this.#svg.append(inside);
    for (const { sent, received, amount } of messages(stretch.events)) {
      const from = sent?.process ?? String(received?.from);
      const to = received?.process ?? String(sent?.to);
      const wasSent = sent === null || (readings.get(from)?.before(sent) ?? false);
      const wasReceived = received !== null && (readings.get(to)?.before(received) ?? false);
      const kind = wasSent && !wasReceived ? (stretch.counts ? "forward" : "lost") : !wasSent && wasReceived ? "twice" : "other";
      const x1 = sent ? this.#x(sent.at) : LEFT - 10;
      const x2 = received ? this.#x(received.at) : width;
      if (Math.max(x1, x2) < LEFT - 10 || Math.min(x1, x2) > width) {
        continue;
      }
      const line = s("line", { class: `message ${kind}`, x1, x2, y1: y(from), y2: y(to) });
      line.append(s("title", {}, `${from} → ${to}: ${dollars(amount)}`));
      inside.append(line);
      if (kind !== "other") {
        const text = `${kind === "twice" ? "⚠ " : ""}${dollars(amount)}`;
        const part = labels.along({ x1, y1: y(from), x2, y2: y(to) }, text, LEFT, width);
        if (part !== null) {
          tags.push(s("text", { class: `tag ${kind}`, x: x1 + (x2 - x1) * part, y: y(from) + (y(to) - y(from)) * part - 4 }, text));
        }
      }
    }
    const points = stretch.processes.map((name) => readings.get(name)).filter((one) => one !== undefined);
    this.#svg.append(s("polyline", { class: stretch.counts ? "cut" : "cut asked", points: points.map((one) => `${this.#x(one.at).toFixed(1)},${y(one.process)}`).join(" ") }));
    this.#svg.append(...tags);
    for (const one of points) {
      this.#svg.append(
        stretch.counts
          ? s("rect", { class: "read", x: this.#x(one.at) - 6, y: y(one.process) - 6, width: 12, height: 12 })
          : s("circle", { class: "read", cx: this.#x(one.at), cy: y(one.process), r: 6.5 }),
        s("text", { class: "state", x: Math.min(this.#x(one.at) + 10, width - 46), y: y(one.process) - 10 }, dollars(one.balance)),
      );
    }
    set(this.#cursor, { y1: 4, y2: height - 4 });
    this.#svg.append(this.#cursor);
  }
}

/** Money, with its sending and its receipt as far as they are among the events. @param {TraceEvent[]} events */
function messages(events) {
  /** @type {Map<string, {sent: TraceEvent|null, received: TraceEvent|null, amount: number}>} */
  const found = new Map();
  for (const event of events) {
    if (event.type === "send") {
      found.set(messageOf(event), { sent: event, received: null, amount: event.amount ?? 0 });
    } else if (event.type === "receive") {
      const name = messageOf(event);
      const message = found.get(name) ?? { sent: null, received: null, amount: event.amount ?? 0 };
      message.received = event;
      found.set(name, message);
    }
  }
  return found.values();
}

customElements.define("run-strip", RunStrip);
