/** The server, as the page asks it. */

/** @typedef {import("./types.js").StateJson} StateJson */

/** What the server has refused, in its own words. */
export class Refusal extends Error {
  /** @param {number} status @param {string} sentence */
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

/** @param {unknown} problem @returns {string} a sentence */
export function why(problem) {
  return problem instanceof Refusal ? problem.message : "The server does not answer.";
}

/**
 * @param {string} path
 * @param {Object<string, string|number|boolean|null|undefined>} [query] null and undefined are left out
 */
export function address(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/**
 * @param {string} path
 * @param {Object<string, string|number|boolean|null|undefined>} [query]
 * @returns {Promise<any>}
 */
export async function get(path, query = {}) {
  return answer(await fetch(address(path, query), { headers: { Accept: "application/json" } }));
}

/**
 * @param {string} path
 * @param {object} body
 * @returns {Promise<any>}
 */
export async function post(path, body) {
  return answer(
    await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Cutline": "1" },
      body: JSON.stringify(body),
    }),
  );
}

/** @param {Response} response */
async function answer(response) {
  if (response.ok) {
    return response.json();
  }
  let sentence = `The server answers ${response.status}.`;
  try {
    sentence = String((await response.json()).error ?? sentence);
  } catch {
    // Not JSON: the status says it.
  }
  if (response.status === 401) {
    sentence = "This browser may not look here. Open the link that the command has printed.";
  }
  throw new Refusal(response.status, sentence);
}
