/** Where branches and lanes are on the Bank screen, in pixels. */

import { key } from "./key.js";

const POINTS = 40;

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {object} Path a lane's curve
 * @property {Float32Array} xs
 * @property {Float32Array} ys
 */

export class Layout {
  /** @type {Map<string, Path>} */
  #paths = new Map();

  /**
   * @param {string[]} names
   * @param {number} width
   * @param {number} height
   */
  constructor(names, width, height) {
    const n = names.length;
    this.width = width;
    this.height = height;
    this.radius = Math.max(9, Math.min(46, n <= 4 ? Math.min(width * 0.1, height * 0.13) : (Math.min(width, height) * 0.62) / n));
    const turn = n === 2 ? Math.PI : n === 4 ? -Math.PI * 0.75 : -Math.PI / 2;
    const unit = names.map((_, i) => {
      const angle = turn + (2 * Math.PI * i) / n;
      return { x: n === 1 ? 0 : Math.cos(angle), y: n === 1 ? 0 : Math.sin(angle) };
    });
    const margin = this.radius + 36;
    const [left, across] = extent(unit.map((p) => p.x));
    const [top, down] = extent(unit.map((p) => p.y));
    const high = (height - 2 * margin) / down;
    const wide = Math.min((width - 2 * margin) / across, n === 2 ? 340 : high * 1.5);
    const tall = Math.min(high, wide * 1.35);
    /** @type {Map<string, Point>} */
    this.places = new Map(
      unit.map((p, i) => [
        /** @type {string} */ (names[i]),
        { x: width / 2 + (p.x - left - across / 2) * wide, y: height / 2 + (p.y - top - down / 2) * tall },
      ]),
    );
  }

  /** @param {string} from @param {string} to @returns {Path|null} */
  path(from, to) {
    const name = key(from, to);
    let path = this.#paths.get(name);
    if (!path) {
      const a = this.places.get(from);
      const b = this.places.get(to);
      if (!a || !b) {
        return null;
      }
      path = curve(a, b, this.radius + 14);
      this.#paths.set(name, path);
    }
    return path;
  }

  /** @param {Path} path @param {number} place from 0 to 1 @returns {Point} */
  static at(path, place) {
    const index = Math.min(Math.max(place, 0), 1) * (POINTS - 1);
    const low = Math.floor(index);
    const high = Math.min(low + 1, POINTS - 1);
    const part = index - low;
    const { xs, ys } = path;
    return {
      x: /** @type {number} */ (xs[low]) * (1 - part) + /** @type {number} */ (xs[high]) * part,
      y: /** @type {number} */ (ys[low]) * (1 - part) + /** @type {number} */ (ys[high]) * part,
    };
  }

  /** SVG's path data. @param {Path} path @param {number} [start] @param {number} [end] */
  static data(path, start = 0, end = 1) {
    let text = "";
    for (let i = 0; i <= 16; i++) {
      const p = Layout.at(path, start + ((end - start) * i) / 16);
      text += `${i === 0 ? "M" : "L"}${p.x.toFixed(1)} ${p.y.toFixed(1)}`;
    }
    return text;
  }

  /** Perpendicular to the lane, to its right. @param {Path} path @param {number} place @returns {Point} */
  static across(path, place) {
    const a = Layout.at(path, place - 0.02);
    const b = Layout.at(path, place + 0.02);
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
  }
}

/** The least, and how much more the greatest is. @param {number[]} values @returns {[number, number]} */
function extent(values) {
  const least = Math.min(...values);
  return [least, Math.max(Math.max(...values) - least, 0.01)];
}

/** @param {Point} a @param {Point} b @param {number} gap kept free at both ends @returns {Path} */
function curve(a, b, gap) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy) || 1;
  const bend = Math.max(16, length * 0.1);
  const control = { x: (a.x + b.x) / 2 - (dy / length) * bend, y: (a.y + b.y) / 2 + (dx / length) * bend };
  const xs = new Float32Array(POINTS);
  const ys = new Float32Array(POINTS);
  const start = Math.min(gap / length, 0.45);
  for (let i = 0; i < POINTS; i++) {
    const t = start + ((1 - 2 * start) * i) / (POINTS - 1);
    const u = 1 - t;
    xs[i] = u * u * a.x + 2 * u * t * control.x + t * t * b.x;
    ys[i] = u * u * a.y + 2 * u * t * control.y + t * t * b.y;
  }
  return { xs, ys };
}
