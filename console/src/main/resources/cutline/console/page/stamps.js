/**
 * A canvas on which thousands of small pictures are put at every frame. Without a GPU this is three to
 * five times as fast as `drawImage`.
 */

/**
 * @typedef {object} Stamp
 * @property {number} size in pixels, of a square
 * @property {Uint32Array} pixels
 */

const LITTLE_END_FIRST = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const ALPHA = LITTLE_END_FIRST ? 24 : 0;

export class Stamps {
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(1);

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  /** @param {number} width @param {number} height in the canvas's pixels */
  resize(width, height) {
    this.canvas.width = width;
    this.canvas.height = height;
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  clear() {
    this.#pixels.fill(0);
  }

  /** @param {Stamp} stamp @param {number} x of its middle @param {number} y */
  put({ size, pixels }, x, y) {
    const { width, height } = this.#image;
    const left = Math.round(x - size / 2);
    const top = Math.round(y - size / 2);
    const begin = Math.max(0, -left);
    const end = Math.min(size, width - left);
    for (let row = Math.max(0, -top); row < Math.min(size, height - top); row++) {
      const to = (top + row) * width + left;
      for (let column = begin; column < end; column++) {
        const pixel = /** @type {number} */ (pixels[row * size + column]);
        const alpha = (pixel >>> ALPHA) & 255;
        if (alpha > 0) {
          const under = /** @type {number} */ (this.#pixels[to + column]);
          this.#pixels[to + column] = alpha === 255 || under === 0 ? pixel : mix(pixel, under, alpha / 255);
        }
      }
    }
  }

  show() {
    this.context.putImageData(this.#image, 0, 0);
  }
}

/**
 * @param {number} square its side in pixels
 * @param {(context: OffscreenCanvasRenderingContext2D) => void} draw
 * @returns {Stamp}
 */
export function stamp(square, draw) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(square, square).getContext("2d", { willReadFrequently: true })
  );
  draw(context);
  return { size: square, pixels: new Uint32Array(context.getImageData(0, 0, square, square).data.buffer) };
}

/** @param {number} over @param {number} under @param {number} part of the upper one */
function mix(over, under, part) {
  let pixel = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const value = ((over >>> shift) & 255) * part + ((under >>> shift) & 255) * (1 - part);
    pixel |= (shift === ALPHA ? Math.max((over >>> shift) & 255, (under >>> shift) & 255) : Math.round(value)) << shift;
  }
  return pixel >>> 0;
}
