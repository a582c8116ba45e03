/**
 * A space-time diagram: a lane a branch, time to the right, cuts as lines through their record points.
 * Where things stand in logical time, and what crosses which cut, the server says. Of an event that is
 * chosen it tells with `seek`, of a message with `message`.
 */

import { h, s, set } from "./dom.js";
import { badge, dollars, short } from "./format.js";
import { Labels } from "./labels.js";
import { words } from "./words.js";

/**
 * @typedef {import("./types.js").Diagram} Diagram
 * @typedef {import("./types.js").DiagramMessage} Message
 * @typedef {import("./types.js").TraceEvent} TraceEvent
 * @typedef {{message: Message, line: SVGLineElement, hit: SVGLineElement, tag: SVGTextElement|null, warning: SVGTextElement|null, part: number|null}} Drawn
 */

const LEFT = 30;
const RIGHT = 46;
const TOP = 46;
const SLIDE = 900;
/** How far outside the picture a message begins or ends whose other end is not in it. */
const OUTSIDE = 160;
const STUB = 120;
const WIDEST = 120;
const DASHES = ["", "9 5", "3 4", "12 4 3 4"];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class SpaceTime extends HTMLElement {
  #names = h("div", { class: "names" });
  #svg = s("svg", { role: "img" });
  #scroller = h("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Space-time diagram" }, this.#svg);
  /** @type {Diagram|null} */
  #diagram = null;
  /** @type {Map<number, TraceEvent>} */
  #events = new Map();
  /** @type {Map<string, number>} */
  #lanes = new Map();
  /** @type {Map<number, number>} where events stand now */
  #x = new Map();
  /** @type {Map<number, {mark: SVGElement, tag: SVGTextElement|null, process: string}>} */
  #marks = new Map();
  /** @type {Drawn[]} */
  #messages = [];
  /** @type {Map<string, {line: SVGPolylineElement, label: SVGTextElement, past: SVGPolygonElement|null}>} */
  #cuts = new Map();
  #playhead = s("line", { class: "playhead" });
  #laneHeight = 90;
  #width = 600;
  #moving = 0;
  /** @type {string|null} */
  #chosen = null;
  /** Pixels of a column. */
  #column = 30;
  real = false;
  /** The log goes on behind the diagram: what is not received in it may well be later. */
  goesOn = false;

  connectedCallback() {
    this.replaceChildren(this.#names, this.#scroller);
    this.#svg.addEventListener("click", (event) => {
      const target = /** @type {SVGElement} */ (event.target);
      if (target.dataset.seq) {
        this.dispatchEvent(new CustomEvent("seek", { detail: Number(target.dataset.seq), bubbles: true }));
      } else if (target.dataset.index) {
        const message = this.#messages[Number(target.dataset.index)]?.message;
        this.dispatchEvent(new CustomEvent("message", { detail: { message, x: event.clientX, y: event.clientY }, bubbles: true }));
      }
    });
  }

  /** @param {number} factor */
  zoom(factor) {
    this.#column = Math.min(90, Math.max(6, this.#column * factor));
    this.#place(false);
  }

  /**
   * @param {string[]} processes
   * @param {Diagram} diagram
   * @param {TraceEvent[]} events those of the diagram
   * @param {string|null} chosen the snapshot whose cut it is about
   */
  show(processes, diagram, events, chosen) {
    const before = this.#diagram;
    this.#diagram = diagram;
    this.#events = new Map(events.map((event) => [event.seq, event]));
    const slides = before !== null && before.from === diagram.from && before.to === diagram.to && before.events.length === diagram.events.length && this.#chosen === chosen;
    this.#chosen = chosen;
    if (!slides) {
      this.#lay(processes);
      this.#build(diagram, processes);
    }
    this.#place(slides && !calm.matches);
  }

  /** The events up to this one have happened; the rest is faint. @param {number} seq */
  cursor(seq) {
    if (this.dataset.cursor === String(seq)) {
      return;
    }
    const moved = this.dataset.cursor !== undefined;
    this.dataset.cursor = String(seq);
    let at = LEFT - 14;
    for (const [number, { mark, tag }] of this.#marks) {
      const past = number <= seq;
      mark.classList.toggle("ahead", !past);
      tag?.classList.toggle("ahead", !past);
      if (past) {
        at = Math.max(at, this.#x.get(number) ?? 0);
      }
    }
    let judged = false;
    for (const { snapshot, records } of this.#diagram?.cuts ?? []) {
      const passed = Object.values(records).every((record) => record <= seq);
      const cut = this.#cuts.get(snapshot);
      for (const part of [cut?.line, cut?.label, cut?.past]) {
        part?.classList.toggle("ahead", !passed);
      }
      judged ||= passed && snapshot === this.#chosen;
    }
    for (const { message, line, tag, warning } of this.#messages) {
      const arrived = message.received !== null && message.received <= seq;
      line.classList.toggle("ahead", (message.sent ?? 0) > seq);
      line.classList.toggle("underway", !arrived);
      // Whether a message crosses the cut can only be told when there is one.
      line.classList.toggle("unjudged", !judged);
      tag?.classList.toggle("ahead", !judged || (message.sent ?? 0) > seq);
      warning?.classList.toggle("ahead", !judged || !arrived);
    }
    const behind = seq >= (this.#diagram?.to ?? 0);
    this.#playhead.toggleAttribute("hidden", behind);
    set(this.#playhead, { x1: at + 8, x2: at + 8 });
    if (!behind && moved) {
      const box = this.#scroller;
      if (at > box.scrollLeft + box.clientWidth - 60 || at < box.scrollLeft) {
        box.scrollLeft = at - box.clientWidth / 2;
      }
    }
  }

  /** @param {(event: TraceEvent) => boolean} matches @returns {number} how many there are */
  find(matches) {
    let count = 0;
    const found = new Set();
    for (const [seq, event] of this.#events) {
      if (this.#marks.has(seq) && matches(event)) {
        found.add(seq);
        count++;
      }
    }
    const all = count === this.#marks.size;
    for (const [seq, { mark }] of this.#marks) {
      mark.classList.toggle("unsought", !all && !found.has(seq));
    }
    for (const { message, line } of this.#messages) {
      line.classList.toggle("unsought", !all && !found.has(message.sent ?? -1) && !found.has(message.received ?? -1));
    }
    const first = Math.min(...found);
    if (!all && Number.isFinite(first)) {
      this.#scroller.scrollLeft = (this.#x.get(first) ?? 0) - 120;
    }
    return count;
  }

  /** Brings the chosen cut into view. */
  center() {
    const cut = this.#diagram?.cuts.find((one) => one.snapshot === this.#chosen);
    const xs = Object.values(cut?.records ?? {}).map((seq) => this.#x.get(seq) ?? 0);
    if (xs.length > 0) {
      this.#scroller.scrollLeft = (Math.min(...xs) + Math.max(...xs)) / 2 - this.#scroller.clientWidth / 2;
    }
  }

  /** @param {string[]} processes */
  #lay(processes) {
    const room = Math.max(this.clientHeight - TOP - 24, 120);
    this.#laneHeight = Math.min(140, Math.max(34, room / Math.max(processes.length, 1)));
    const middle = TOP + this.#laneHeight / 2;
    this.#lanes = new Map(processes.map((name, index) => [name, middle + index * this.#laneHeight]));
    this.#names.replaceChildren(
      ...processes.map((name) => {
        const label = h("span", { title: name }, short(name, 12));
        label.style.top = `${this.#y(name) - 11}px`;
        return label;
      }),
    );
  }

  /** @param {string} name */
  #y(name) {
    return this.#lanes.get(name) ?? TOP;
  }

  /** @param {Diagram} diagram @param {string[]} processes */
  #build(diagram, processes) {
    const height = TOP + processes.length * this.#laneHeight + 14;
    this.#marks.clear();
    this.#cuts.clear();
    this.#x.clear();
    delete this.dataset.cursor;
    const cut = diagram.cuts.find((one) => one.snapshot === this.#chosen);
    this.#svg.replaceChildren(
      s("title", {}, `Space-time diagram of events ${diagram.from} to ${diagram.to}`),
    );
    set(this.#svg, { height });
    const past = cut ? s("polygon", { class: "past" }) : null;
    if (past) {
      this.#svg.append(past);
    }
    for (const name of processes) {
      this.#svg.append(s("line", { class: "lane", x1: 0, x2: "100%", y1: this.#y(name), y2: this.#y(name) }));
    }
    this.#messages = diagram.messages.map((message, index) => this.#message(message, cut, index));
    for (const { line, hit } of this.#messages) {
      this.#svg.append(line, hit);
    }
    diagram.cuts.forEach((one, index) => {
      const main = one === cut;
      const line = s("polyline", {
        class: main ? "cut chosen" : "cut",
        "stroke-dasharray": main ? null : DASHES[1 + (index % 3)],
      });
      line.dataset.snapshot = one.snapshot;
      const label = s("text", { class: main ? "cut-name chosen" : "cut-name", y: 18 }, main ? `cut ${short(one.snapshot)}` : badge(one.snapshot));
      this.#cuts.set(one.snapshot, { line, label, past: main ? past : null });
      this.#svg.append(line, label);
    });
    for (const { seq, process } of diagram.events) {
      const event = this.#events.get(seq);
      if (event) {
        const mark = shape(event, event.snapshot === this.#chosen);
        mark.dataset.seq = String(seq);
        mark.append(s("title", {}, `${seq}: ${words(event)}`));
        const tag =
          event.type === "record" && event.snapshot === this.#chosen
            ? s("text", { class: "state" }, dollars(event.balance))
            : null;
        this.#marks.set(seq, { mark, tag, process });
        this.#svg.append(mark);
        if (tag) {
          this.#svg.append(tag);
        }
      }
    }
    for (const { tag, warning } of this.#messages) {
      this.#svg.append(...[tag, warning].filter((one) => one !== null));
    }
    set(this.#playhead, { y1: 26, y2: height - 6, hidden: true });
    this.#svg.append(this.#playhead);
  }

  /**
   * @param {Message} message
   * @param {import("./types.js").DiagramCut|undefined} cut
   * @param {number} index
   * @returns {Drawn}
   */
  #message(message, cut, index) {
    const money = message.amount !== null;
    const forward = cut !== undefined && message.forward.includes(cut.snapshot);
    const backward = cut !== undefined && message.backward.includes(cut.snapshot);
    const missed = forward && !message.recorded.includes(/** @type {any} */ (cut).snapshot) && cut?.status === "INCONSISTENT";
    const recordFrom = cut?.records[message.from];
    const future = recordFrom !== undefined && message.sent !== null && message.sent > recordFrom;
    const kind = !money
      ? message.snapshot === this.#chosen
        ? "marker"
        : "marker other"
      : backward
        ? "backward"
        : forward
          ? "forward"
          : future
            ? "future"
            : "before";
    const line = s("line", { class: `message ${kind}` });
    const hit = s("line", { class: "hit" });
    hit.dataset.index = String(index);
    const about = money ? dollars(message.amount) : `marker of ${message.snapshot}`;
    const crossing = backward
      ? ", counted though it was sent after the cut"
      : missed
        ? ", in flight at the cut and not counted"
        : forward
          ? ", in flight at the cut"
          : "";
    hit.append(s("title", {}, `${message.from} → ${message.to}: ${about}${crossing}`));
    const tag =
      forward || backward ? s("text", { class: `tag ${backward || missed ? "wrong" : ""}` }, `${dollars(message.amount)}${missed ? " not counted" : ""}`) : null;
    const warning = backward || missed ? s("text", { class: "warning" }, "⚠") : null;
    return { message, line, hit, tag, warning, part: 0.3 };
  }

  /** @param {boolean} slide */
  #place(slide) {
    const diagram = this.#diagram;
    if (!diagram) {
      return;
    }
    const to = this.#targets(diagram);
    this.#label(to);
    cancelAnimationFrame(this.#moving);
    if (!slide) {
      this.#x = to;
      this.#draw();
      return;
    }
    const from = new Map(this.#x);
    const begin = performance.now();
    const frame = (/** @type {number} */ now) => {
      const t = Math.min(1, (now - begin) / SLIDE);
      const eased = t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2;
      for (const [seq, x] of to) {
        const start = from.get(seq) ?? x;
        this.#x.set(seq, start + (x - start) * eased);
      }
      this.#draw();
      if (t < 1) {
        this.#moving = requestAnimationFrame(frame);
      }
    };
    this.#moving = requestAnimationFrame(frame);
  }

  /** @param {Diagram} diagram @returns {Map<number, number>} */
  #targets(diagram) {
    const least = Math.max(this.#scroller.clientWidth, 200) - LEFT - RIGHT;
    const column = Math.max(this.#column, Math.min(WIDEST, least / Math.max(diagram.columns - 1, 1)));
    this.#width = LEFT + RIGHT + Math.max(diagram.columns - 1, 0) * column;
    if (!this.real) {
      return new Map(diagram.events.map(({ seq, column: place }) => [seq, LEFT + place * column]));
    }
    const times = diagram.events.map(({ seq }) => this.#events.get(seq)?.at ?? 0);
    const first = Math.min(...times);
    const span = Math.max(...times) - first || 1;
    const room = this.#width - LEFT - RIGHT;
    return new Map(diagram.events.map(({ seq }, index) => [seq, LEFT + (((times[index] ?? 0) - first) / span) * room]));
  }

  #draw() {
    const width = Math.max(this.#width, this.#scroller.clientWidth);
    set(this.#svg, { width, viewBox: null });
    for (const [seq, { mark, tag, process }] of this.#marks) {
      const x = this.#x.get(seq) ?? 0;
      mark.setAttribute("transform", `translate(${x.toFixed(1)} ${this.#y(process)})`);
      if (tag) {
        set(tag, { x: x + 9, y: this.#y(process) - 10 });
      }
    }
    for (const drawn of this.#messages) {
      this.#drawMessage(drawn);
    }
    const names = [...this.#lanes.keys()];
    for (const [snapshot, { line, label, past }] of this.#cuts) {
      const records = this.#diagram?.cuts.find((one) => one.snapshot === snapshot)?.records ?? {};
      const points = names
        .filter((name) => this.#x.has(records[name] ?? -1))
        .map((name) => [this.#x.get(records[name] ?? -1) ?? 0, this.#y(name)]);
      const [first, last] = [points[0], points.at(-1)];
      if (!first || !last) {
        continue;
      }
      const all = [[first[0], 26], ...points, [last[0], Number(this.#svg.getAttribute("height")) - 8]];
      line.setAttribute("points", all.map((p) => `${p[0]?.toFixed(1)},${p[1]}`).join(" "));
      label.setAttribute("x", String(first[0]));
      past?.setAttribute("points", `0,26 ${all.map((p) => p.join(",")).join(" ")} 0,${all.at(-1)?.[1]}`);
    }
  }

  /** Where along its line each amount stands. @param {Map<number, number>} xs */
  #label(xs) {
    const labels = new Labels();
    for (const [seq, { tag, process }] of this.#marks) {
      if (tag) {
        labels.take((xs.get(seq) ?? 0) + 24, this.#y(process) - 10, tag.textContent ?? "");
      }
    }
    for (const drawn of this.#messages) {
      if (drawn.tag) {
        drawn.part = labels.along(this.#ends(drawn.message, xs), drawn.tag.textContent ?? "", 0, this.#width);
        drawn.tag.toggleAttribute("hidden", drawn.part === null);
      }
    }
  }

  /** @param {Message} message @param {Map<number, number>} xs */
  #ends(message, xs) {
    const [y1, y2] = [this.#y(message.from), this.#y(message.to)];
    const x1 = xs.get(message.sent ?? -1) ?? -OUTSIDE;
    const x2 = xs.get(message.received ?? -1);
    if (x2 !== undefined) {
      return { x1, y1, x2, y2 };
    }
    return this.goesOn ? { x1, y1, x2: this.#width + OUTSIDE, y2 } : { x1, y1, x2: x1 + STUB, y2: (y1 + y2) / 2 };
  }

  /** @param {Drawn} drawn */
  #drawMessage({ message, line, hit, tag, warning, part }) {
    const ends = this.#ends(message, this.#x);
    set(line, ends);
    set(hit, ends);
    line.classList.toggle("open", message.received === null);
    const at = part ?? 0.3;
    const x = ends.x1 + (ends.x2 - ends.x1) * at;
    const y = ends.y1 + (ends.y2 - ends.y1) * at;
    if (tag) {
      set(tag, { x, y: y - 5 });
    }
    if (warning) {
      set(warning, { x, y: y + 16 });
    }
  }
}

/** @param {TraceEvent} event @param {boolean} chosen whether it is of the snapshot that this is about */
function shape(event, chosen) {
  switch (event.type) {
    case "send":
      return s("circle", { class: "event send", r: 4 });
    case "receive":
      return s("circle", { class: "event receive", r: 4 });
    case "marker-send":
      return s("path", { class: `event marker-sent${chosen ? "" : " other"}`, d: "M0-5.5 5.5 0 0 5.5-5.5 0Z" });
    case "marker-receive":
      return s("path", { class: `event marker-came${chosen ? "" : " other"}`, d: "M0-5.5 5.5 0 0 5.5-5.5 0Z" });
    case "record":
      return s("rect", { class: `event record${chosen ? "" : " other"}`, x: -6, y: -6, width: 12, height: 12 });
    case "kill":
    case "abort":
      return s("path", { class: "event cross", d: "M-6-6 6 6M6-6-6 6" });
    case "restart":
    case "restore":
      return s("path", { class: "event back", d: "M-5-7 7 0-5 7Z" });
    default:
      return s("rect", { class: "event gap", x: -8, y: -3, width: 16, height: 6 });
  }
}

customElements.define("space-time", SpaceTime);
