/** Amounts, times and names as people read them. */

const WHOLE = new Intl.NumberFormat("en-GB");

/** @param {number|null|undefined} amount */
export function dollars(amount) {
  if (amount === null || amount === undefined) {
    return "unknown";
  }
  return amount < 0 ? `−$${WHOLE.format(-amount)}` : `$${WHOLE.format(amount)}`;
}

/** @param {number} count */
export function whole(count) {
  return WHOLE.format(count);
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${WHOLE.format(count)} ${count === 1 ? one : many}`;
}

/** @param {number|null|undefined} micros a duration */
export function duration(micros) {
  if (micros === null || micros === undefined) {
    return "–";
  }
  if (micros < 1_000) {
    return `${Math.round(micros)} µs`;
  }
  if (micros < 1_000_000) {
    return `${significant(micros / 1_000)} ms`;
  }
  return micros < 120_000_000
    ? `${significant(micros / 1_000_000)} s`
    : `${Math.floor(micros / 60_000_000)} min ${Math.round((micros % 60_000_000) / 1_000_000)} s`;
}

/** @param {number} micros a time since the log's start */
export function clock(micros) {
  const seconds = micros / 1_000_000;
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - minutes * 60).toFixed(2).padStart(5, "0")}`;
}

/** @param {string} name @param {number} [most] */
export function short(name, most = 14) {
  const letters = [...name];
  return letters.length <= most ? name : `${letters.slice(0, most - 1).join("")}…`;
}

/**
 * A snapshot's id in as few letters as a diamond holds: A.1.7 is A7.
 *
 * @param {string} id
 */
export function badge(id) {
  const parts = id.split(".");
  return parts.length < 3 ? short(id, 4) : `${short(parts.slice(0, -2).join("."), 3)}${parts.at(-1)}`;
}

/** @param {number} value */
function significant(value) {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** Round places on an axis from 0, about five. @param {number} span @returns {number[]} */
export function ticks(span) {
  const power = 10 ** Math.floor(Math.log10(span / 5));
  const step = power * (/** @type {number} */ ([1, 2, 5, 10].find((one) => span / (one * power) <= 5.5)));
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}
