/** Money on a canvas: discs whose area is the amount. */

import { Layout } from "./layout.js";
import { Stamps, stamp } from "./stamps.js";

/**
 * @typedef {import("./cut-state.js").CutState} CutState
 * @typedef {import("./cut-state.js").Lane} Lane
 * @typedef {import("./cut-state.js").Flight} Flight
 * @typedef {"money"|"late"|"recorded"} Kind
 */

/** @type {Kind[]} */
const KINDS = ["money", "late", "recorded"];
const LARGEST = 13;
const SMALLEST = 2;
const LANDING = 200;
const MOST_LANDING = 2_000;
const FEW = 8;
const APART = 0.055;

/**
 * Where a message is. When it will arrive is known of the past; of the present it is not, and it comes
 * ever slower towards the end.
 *
 * @param {Flight} flight
 * @param {number} clock
 * @param {number} pace
 */
function place(flight, clock, pace) {
  if (flight.sentAt === null) {
    return 0.5;
  }
  const age = Math.max(0, clock - flight.sentAt);
  if (flight.end !== null) {
    return flight.end <= flight.sentAt ? 1 : Math.min(1, age / (flight.end - flight.sentAt));
  }
  return 0.94 * (1 - Math.exp((-1.6 * age) / Math.max(pace, 1)));
}

/**
 * Puts all messages of a lane in their places. On a channel that keeps the order nothing overtakes, and
 * what was sent in one moment is side by side.
 *
 * @param {Lane} lane
 * @param {number} clock
 */
export function put({ queue, pace }, clock) {
  let before = 1;
  queue.forEach((flight, index) => {
    const least = queue.length > FEW ? 0 : (queue.length - 1 - index) * APART;
    flight.place = Math.min(Math.max(place(flight, clock, pace), least), before);
    before = flight.place;
  });
}

export class Dots {
  #stamps;
  /** @type {Map<number, import("./stamps.js").Stamp>} */
  #discs = new Map();
  /** @type {{lane: Lane, flight: Flight, kind: Kind, since: number}[]} */
  #landing = [];
  #largest = 0;
  #scale = 1;
  /** @type {Record<Kind, string>} */
  #colors = { money: "", late: "", recorded: "" };
  #ink = "";
  #paper = "";

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#stamps = new Stamps(canvas);
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    this.#scale = Math.min(window.devicePixelRatio || 1, 2);
    this.#stamps.resize(Math.round(width * this.#scale), Math.round(height * this.#scale));
    this.#restyle();
  }

  /** Reads the colours again: the theme may be another one. */
  #restyle() {
    // A property is text until it is the colour of something.
    const { style } = this.#stamps.canvas;
    const color = (/** @type {string} */ name) => {
      style.color = `var(${name})`;
      return getComputedStyle(this.#stamps.canvas).color;
    };
    this.#colors = { money: color("--money"), late: color("--money"), recorded: color("--recorded") };
    this.#ink = color("--ink");
    this.#paper = color("--paper");
    style.color = "";
    this.#discs.clear();
  }

  /** @param {number} amount */
  radius(amount) {
    return Math.max(SMALLEST, LARGEST * Math.sqrt(amount / this.#largest));
  }

  /** @param {Lane} lane @param {Flight} flight @param {boolean} recorded */
  land(lane, flight, recorded) {
    if (this.#landing.length < MOST_LANDING && flight.snapshot === null) {
      const kind = recorded ? "recorded" : flight.late ? "late" : "money";
      this.#landing.push({ lane, flight, kind, since: performance.now() });
    }
  }

  /**
   * @param {CutState} state
   * @param {Layout} layout
   * @param {number} clock
   * @param {Flight|null} chosen
   * @returns {number} how many there are
   */
  draw(state, layout, clock, chosen) {
    this.#stamps.clear();
    let count = 0;
    /** @type {import("./layout.js").Point|null} */
    let around = null;
    this.#largest ||= Math.max(1, (state.expected ?? 0) / state.processes.length / 10);
    for (const lane of state.lanes.values()) {
      const path = lane.queue.length > 0 ? layout.path(lane.from, lane.to) : null;
      if (!path) {
        continue;
      }
      put(lane, clock);
      const recording = state.recording(lane.to)?.open.has(lane.from) ?? false;
      for (const flight of lane.queue) {
        if (flight.snapshot !== null) {
          continue;
        }
        if (flight.amount > this.#largest) {
          this.#largest = flight.amount;
          this.#discs.clear();
        }
        const at = Layout.at(path, flight.place);
        this.#put(at, flight.amount, flight.late ? "late" : recording ? "recorded" : "money");
        if (flight === chosen) {
          around = at;
        }
        count++;
      }
    }
    const now = performance.now();
    this.#landing = this.#landing.filter((one) => now - one.since < LANDING);
    for (const { lane, flight, kind, since } of this.#landing) {
      const path = layout.path(lane.from, lane.to);
      if (path) {
        const part = (now - since) / LANDING;
        this.#put(Layout.at(path, flight.place + (1 - flight.place) * part), flight.amount, kind);
      }
    }
    this.#stamps.show();
    if (around && chosen) {
      this.#ring(around, this.radius(chosen.amount) + 5);
    }
    return count;
  }

  /** @param {import("./layout.js").Point} p @param {number} radius */
  #ring(p, radius) {
    const { context } = this.#stamps;
    context.strokeStyle = this.#ink;
    context.lineWidth = 2 * this.#scale;
    context.beginPath();
    context.arc(p.x * this.#scale, p.y * this.#scale, radius * this.#scale, 0, 7);
    context.stroke();
  }

  /** @param {import("./layout.js").Point} p @param {number} amount @param {Kind} kind */
  #put(p, amount, kind) {
    const halves = Math.round(this.radius(amount) * 2);
    const name = halves * KINDS.length + KINDS.indexOf(kind);
    let disc = this.#discs.get(name);
    if (!disc) {
      disc = this.#disc(halves / 2, kind);
      this.#discs.set(name, disc);
    }
    this.#stamps.put(disc, p.x * this.#scale, p.y * this.#scale);
  }

  /** @param {number} radius @param {Kind} kind */
  #disc(radius, kind) {
    const size = Math.ceil((radius + 2) * 2 * this.#scale);
    return stamp(size, (context) => {
      context.scale(this.#scale, this.#scale);
      context.translate(size / 2 / this.#scale, size / 2 / this.#scale);
      context.beginPath();
      context.arc(0, 0, kind === "late" ? Math.max(radius - 1, 1) : radius, 0, 7);
      context.fillStyle = kind === "late" ? this.#paper : this.#colors[kind];
      context.fill();
      if (kind !== "money") {
        context.lineWidth = kind === "late" ? 2 : 1.5;
        context.strokeStyle = kind === "late" ? this.#colors.late : this.#ink;
        context.stroke();
      }
    });
  }
}
