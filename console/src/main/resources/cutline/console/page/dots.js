/** Money on a canvas: discs whose area is the amount. */

import { Layout } from "./layout.js";

/**
 * @typedef {import("./cut-state.js").CutState} CutState
 * @typedef {import("./cut-state.js").Lane} Lane
 * @typedef {import("./cut-state.js").Flight} Flight
 * @typedef {"money"|"late"|"recorded"} Kind
 */

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
  /** @type {Map<string, HTMLCanvasElement>} */
  #sprites = new Map();
  /** @type {{lane: Lane, flight: Flight, kind: Kind, since: number}[]} */
  #landing = [];
  #largest = 0;
  /** @type {Record<Kind, string>} */
  #colors = { money: "#0072b2", late: "#0072b2", recorded: "#e69f00" };
  #ink = "#1c1b1a";
  #paper = "#fff";

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.scale = 1;
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    this.scale = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * this.scale);
    this.canvas.height = Math.round(height * this.scale);
    this.restyle();
  }

  /** Reads the colours again: the theme may be another one. */
  restyle() {
    // A property is text until it is the colour of something.
    const before = this.canvas.style.color;
    const color = (/** @type {string} */ name) => {
      this.canvas.style.color = `var(${name})`;
      return getComputedStyle(this.canvas).color;
    };
    this.#colors = { money: color("--money"), late: color("--money"), recorded: color("--recorded") };
    this.#ink = color("--ink");
    this.#paper = color("--paper");
    this.canvas.style.color = before;
    this.#sprites.clear();
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
    const { context, scale } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    let count = 0;
    this.#largest ||= Math.max(1, (state.expected ?? 0) / state.processes.length / 10);
    for (const lane of state.lanes.values()) {
      if (lane.queue.length === 0) {
        continue;
      }
      const path = layout.path(lane.from, lane.to);
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
          this.#sprites.clear();
        }
        const kind = flight.late ? "late" : recording ? "recorded" : "money";
        this.#disc(Layout.at(path, flight.place), flight.amount, kind);
        if (flight === chosen) {
          const p = Layout.at(path, flight.place);
          context.strokeStyle = this.#ink;
          context.lineWidth = 2 * scale;
          context.beginPath();
          context.arc(p.x * scale, p.y * scale, (this.radius(flight.amount) + 5) * scale, 0, 7);
          context.stroke();
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
        this.#disc(Layout.at(path, flight.place + (1 - flight.place) * part), flight.amount, kind);
      }
    }
    return count;
  }

  /** @param {{x: number, y: number}} p @param {number} amount @param {Kind} kind */
  #disc(p, amount, kind) {
    const sprite = this.#sprite(amount, kind);
    this.context.drawImage(
      sprite,
      Math.round(p.x * this.scale - sprite.width / 2),
      Math.round(p.y * this.scale - sprite.height / 2),
    );
  }

  /** @param {number} amount @param {Kind} kind */
  #sprite(amount, kind) {
    const radius = Math.round(this.radius(amount) * 2) / 2;
    const name = `${kind} ${radius}`;
    let sprite = this.#sprites.get(name);
    if (!sprite) {
      sprite = document.createElement("canvas");
      const size = Math.ceil((radius + 2) * 2 * this.scale);
      sprite.width = size;
      sprite.height = size;
      const context = /** @type {CanvasRenderingContext2D} */ (sprite.getContext("2d"));
      context.scale(this.scale, this.scale);
      context.translate(size / 2 / this.scale, size / 2 / this.scale);
      context.beginPath();
      context.arc(0, 0, kind === "late" ? Math.max(radius - 1, 1) : radius, 0, 7);
      context.fillStyle = kind === "late" ? this.#paper : this.#colors[kind];
      context.fill();
      if (kind !== "money") {
        context.lineWidth = kind === "late" ? 2 : 1.5;
        context.strokeStyle = kind === "late" ? this.#colors.late : this.#ink;
        context.stroke();
      }
      this.#sprites.set(name, sprite);
    }
    return sprite;
  }
}
