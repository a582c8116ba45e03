/**
 * The live events of a log, as they come. A browser gives one server six connections, and a page whose
 * stream is the sixth leaves the others none: so of all pages four have streams, and the rest ask
 * again and again. A page that nobody sees has neither.
 */

import { Refusal, address, get, why } from "./api.js";

const STREAMS = 4;
const ASK_EVERY = 500;
const TRY_AGAIN = 1_500;
const MOST = 2_000;

/**
 * @typedef {object} Listener
 * @property {(batch: import("./types.js").Batch) => void} batch
 * @property {() => void} resync the state must be asked for
 * @property {(snapshot: import("./types.js").Snapshot) => void} snapshot
 * @property {(notice: import("./types.js").Notice) => void} notice
 * @property {(there: boolean, why: string) => void} there whether the server answers
 */

export class EventStream {
  /** @type {EventSource|null} */
  #source = null;
  /** @type {number|undefined} */
  #timer;
  #closed = false;
  /** @type {() => void} */
  #release = () => {};

  /**
   * @param {string} log
   * @param {string} run
   * @param {number} after
   * @param {Listener} listener
   */
  constructor(log, run, after, listener) {
    this.log = log;
    this.run = run;
    this.after = after;
    this.listener = listener;
    this.#begin();
  }

  close() {
    this.#closed = true;
    this.#source?.close();
    clearTimeout(this.#timer);
    this.#release();
  }

  async #begin() {
    const mayStream = await this.#place();
    if (this.#closed) {
      this.#release();
    } else if (mayStream) {
      this.#listen();
    } else {
      this.#ask();
    }
  }

  /** One of the few places for streams, until `#release`; false if all are taken. */
  async #place() {
    if (!navigator.locks) {
      return true;
    }
    for (let place = 0; place < STREAMS; place++) {
      const taken = await new Promise((resolve) => {
        navigator.locks.request(`cutline-stream-${place}`, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock && new Promise((done) => (this.#release = () => done(null)));
        });
      });
      if (taken) {
        return true;
      }
    }
    return false;
  }

  #listen() {
    const { log, run, after } = this;
    const source = new EventSource(address("/api/events", { log, run, after }));
    this.#source = source;
    const on = (/** @type {string} */ name, /** @type {(data: any) => void} */ take) =>
      source.addEventListener(name, (event) => {
        if (!this.#closed) {
          take(JSON.parse(/** @type {MessageEvent} */ (event).data));
        }
      });
    source.onopen = () => this.listener.there(true, "");
    source.onerror = () => {
      if (!this.#closed) {
        this.listener.there(false, why(null));
        if (source.readyState === EventSource.CLOSED) {
          this.#timer = setTimeout(() => this.#resync(), TRY_AGAIN);
        }
      }
    };
    on("batch", (batch) => this.#batch(batch));
    on("resync", () => this.#resync());
    on("snapshot", (snapshot) => this.listener.snapshot(snapshot));
    on("notice", (notice) => this.listener.notice(notice));
  }

  async #ask() {
    try {
      const { log, after } = this;
      const answer = await get("/api/log", { log, after, limit: MOST });
      if (this.#closed) {
        return;
      }
      this.listener.there(true, "");
      if (answer.run !== this.run) {
        return this.#resync();
      }
      const last = answer.events.at(-1);
      if (last) {
        this.#batch({
          run: answer.run,
          after,
          seq: last.seq,
          at: last.at,
          events: answer.events,
        });
      }
    } catch (problem) {
      if (problem instanceof Refusal && problem.status === 409) {
        return this.#resync();
      }
      this.listener.there(false, why(problem));
    }
    if (!this.#closed) {
      this.#timer = setTimeout(() => this.#ask(), ASK_EVERY);
    }
  }

  /** @param {import("./types.js").Batch} batch */
  #batch(batch) {
    if (batch.run !== this.run || batch.after !== this.after) {
      this.#resync();
    } else {
      this.after = batch.seq;
      this.listener.batch(batch);
    }
  }

  #resync() {
    if (!this.#closed) {
      this.close();
      this.listener.resync();
    }
  }
}
