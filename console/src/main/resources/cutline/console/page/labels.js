/** Places for labels, so that none lies on another. Better none than two on top of each other. */

const HIGH = 14;
const LETTER = 7.2;
/** Where along a line its label may be, the best place first. */
const PARTS = [0.3, 0.4, 0.22, 0.5, 0.6, 0.14, 0.7, 0.8];

/** @typedef {{x1: number, y1: number, x2: number, y2: number}} Line */

export class Labels {
  /** @type {{x: number, y: number, half: number}[]} */
  #taken = [];

  /** Takes a place, whatever is there. @param {number} x the middle @param {number} y @param {string} text */
  take(x, y, text) {
    this.#taken.push({ x, y, half: (text.length * LETTER) / 2 });
  }

  /**
   * The first free place along a line, as a part of it, or null. It is taken then.
   *
   * @param {Line} line
   * @param {string} text
   * @param {number} left what is further left, or right of `right`, is not seen
   * @param {number} right
   */
  along({ x1, y1, x2, y2 }, text, left, right) {
    const half = (text.length * LETTER) / 2;
    const seen = (/** @type {number} */ x) => (x1 === x2 ? 0 : Math.min(1, Math.max(0, (x - x1) / (x2 - x1))));
    const [begin, end] = [seen(left + half), seen(right - half)];
    for (const part of PARTS) {
      const at = x1 === x2 ? part : begin + (end - begin) * part;
      const [x, y] = [x1 + (x2 - x1) * at, y1 + (y2 - y1) * at];
      if (!this.#taken.some((one) => Math.abs(one.x - x) < one.half + half && Math.abs(one.y - y) < HIGH)) {
        this.#taken.push({ x, y, half });
        return at;
      }
    }
    return null;
  }
}
