/**
 * Where the page stands in a log. It follows the newest events of a live bank, or goes through the
 * past: played, step by step, or wherever the slider is put. What it shows then is asked of the server.
 *
 * Events: `change` (the state is another one), `jump` (it does not go on from the one before), `event`
 * (applied just now), `arrive`, `snapshot`, `notice`, `there`.
 */

import { Refusal, get, why } from "./api.js";
import { CutState } from "./cut-state.js";
import { key, messageOf } from "./key.js";
import { EventStream } from "./stream.js";

/**
 * @typedef {import("./types.js").TraceEvent} TraceEvent
 * @typedef {import("./types.js").StateJson} StateJson
 * @typedef {import("./cut-state.js").Flight} Flight
 */

const PAGE = 1_000;
const AHEAD = 300;
const REMEMBERED = 400;
/** A tick of a scenario, in milliseconds on the screen. */
const TICK = 900;
/** How long a total that is off is shown until the server is asked for it again, in milliseconds. */
const DOUBT = 2_000;

export class Player extends EventTarget {
  /** @type {StateJson|null} what the server has said last */
  json = null;
  /** @type {CutState|null} */
  state = null;
  /** @type {TraceEvent[]} the last ones, the newest last */
  recent = [];
  /** Microseconds since the log's start, as shown. */
  clock = 0;
  playing = false;
  following = false;
  /** Factor of the speed slider. */
  speed = 1;
  /** Microseconds of the log in a millisecond on the screen, at speed 1. */
  #pace = 1_000;
  first = 1;
  last = 0;
  /** @type {number|null} where playing stops by itself */
  until = null;
  /** The log's time is counted in ticks of a scenario. */
  ticks = false;
  /** @type {TraceEvent[]} what comes behind the state, as far as it is here already */
  #ahead = [];
  /** @type {Map<string, number>} when what is in flight will be received */
  #ends = new Map();
  /** @type {EventStream|null} */
  #stream = null;
  /** @type {Promise<void>|null} */
  #loading = null;
  #turn = 0;
  /** @type {number|null} the place that is on its way from the server */
  #wanted = null;
  #refresh = false;
  #followedAt = 0;

  /** @param {string} log */
  constructor(log) {
    super();
    this.log = log;
  }

  get mode() {
    return this.json?.mode ?? "replay";
  }

  get seq() {
    return this.state?.seq ?? 0;
  }

  get atEnd() {
    return this.seq >= this.last;
  }

  /** @param {number|null} [at] behind which event; without it, the newest */
  async open(at = null) {
    await this.#fetch(at);
    if (this.mode === "live") {
      this.following = at === null;
      this.playing = this.following;
      this.#listen();
    } else {
      await this.#load();
      this.#setPace();
    }
    this.#tell("change");
  }

  close() {
    this.#turn++;
    this.#stream?.close();
    this.#stream = null;
  }

  /** @param {number|null} [until] where to stop; without it, at the end */
  play(until = null) {
    this.until = until;
    if (this.mode !== "live" && this.atEnd) {
      this.seek(this.first - 1).then(() => this.#setPlaying(true));
    } else {
      this.#setPlaying(true);
    }
  }

  pause() {
    this.following = false;
    this.#setPlaying(false);
  }

  toggle() {
    if (this.playing) {
      this.pause();
    } else {
      this.play();
    }
  }

  /** One event on. */
  async step() {
    this.pause();
    if (this.#wanted !== null) {
      return this.seek(this.#wanted + 1);
    }
    // The answer that is on its way may be about another place.
    for (let tries = 0; tries < 2 && this.#ahead.length === 0 && !this.atEnd; tries++) {
      await this.#load();
    }
    const next = this.#ahead.shift();
    if (next) {
      this.clock = next.at;
      this.#apply(next);
      this.#tell("change");
    }
  }

  /** One event back. */
  async back() {
    this.pause();
    const from = this.#wanted ?? this.seq;
    if (from >= this.first) {
      await this.seek(from - 1);
    }
  }

  /** @param {number} seq the state is that behind this event */
  async seek(seq) {
    this.following = false;
    this.#wanted = Math.min(Math.max(seq, this.first - 1), this.last);
    if (await this.#fetch(this.#wanted)) {
      this.#wanted = null;
      if (this.mode === "live" && !this.#stream) {
        this.#listen(); // It was in the middle of follow().
      }
      await this.#load();
      this.#tell("change");
    }
  }

  /** To the newest, and on with what comes. */
  async follow() {
    if (this.mode === "live") {
      this.#wanted = null;
      this.#followedAt = performance.now();
      // What it would say while the state is on its way may be in that, or lie behind it.
      this.#stream?.close();
      this.#stream = null;
      if (await this.#fetch(null)) {
        this.following = true;
        this.playing = true;
        this.#listen();
        this.#tell("change");
      }
    } else {
      await this.seek(this.last);
    }
  }

  /** A page that nobody sees listens to nothing. @param {boolean} seen */
  async show(seen) {
    if (!seen) {
      this.#stream?.close();
      this.#stream = null;
    } else if (this.json && this.mode === "live" && !this.#stream) {
      if (this.following) {
        await this.follow();
      } else {
        this.#listen();
      }
    }
  }

  /** @param {number} millis since the last picture */
  tick(millis) {
    if (!this.state || !this.playing) {
      return;
    }
    if (this.following) {
      // The log's time goes on evenly, and is drawn to that of the newest event.
      this.clock += millis * 1_000;
      this.clock += (this.state.at - this.clock) * Math.min(1, millis / 1_000) * (this.clock > this.state.at ? 0.1 : 2);
      return;
    }
    this.clock += Math.min(millis, 100) * this.#pace * this.speed;
    let changed = false;
    while (this.#ahead.length > 0 && /** @type {TraceEvent} */ (this.#ahead[0]).at <= this.clock) {
      this.#apply(/** @type {TraceEvent} */ (this.#ahead.shift()));
      changed = true;
      if (this.until !== null && this.seq >= this.until) {
        this.clock = this.state.at;
        this.#setPlaying(false);
        break;
      }
    }
    if (this.#ahead.length < AHEAD && this.seq + this.#ahead.length < this.last) {
      this.#load();
    }
    if (this.atEnd && this.#ahead.length === 0) {
      if (this.mode === "live") {
        this.follow();
      } else {
        this.#setPlaying(false);
      }
    }
    if (changed) {
      this.#tell("change");
    }
  }

  /** @param {boolean} playing */
  #setPlaying(playing) {
    this.playing = playing;
    this.#tell("change");
  }

  /** @param {number|null} at @returns {Promise<boolean>} whether it is what was asked for last */
  async #fetch(at) {
    const turn = ++this.#turn;
    try {
      const json = /** @type {StateJson} */ (await get("/api/state", { log: this.log, at }));
      if (turn !== this.#turn) {
        return false;
      }
      const again = this.json !== null && this.json.run !== json.run;
      this.json = json;
      this.state = new CutState(json);
      this.#ahead = [];
      this.#ends.clear();
      this.clock = json.at;
      this.first = json.first;
      this.last = again ? json.last : Math.max(json.last, this.last);
      this.#tell("there", { there: true, why: "" });
    } catch (problem) {
      const gone = at !== null && problem instanceof Refusal && [400, 404, 409].includes(problem.status);
      if (gone && turn === this.#turn) {
        return this.#fetch(null);
      }
      this.#tell("there", {
        there: false,
        why: why(problem),
      });
      if (problem instanceof Refusal && problem.status === 401 && this.json === null) {
        throw problem;
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return turn === this.#turn ? this.#fetch(at) : false;
    }
    await this.#remember(turn);
    this.#tell("jump");
    return turn === this.#turn;
  }

  /** The events just before the state, for the list. @param {number} turn */
  async #remember(turn) {
    const from = Math.max(this.first - 1, this.seq - 60);
    if (from >= this.seq) {
      this.recent = [];
      return;
    }
    try {
      const { events } = await get("/api/log", { log: this.log, after: from, limit: this.seq - from });
      if (turn === this.#turn) {
        this.recent = events;
      }
    } catch {
      this.recent = [];
    }
  }

  /** Who asks while an answer is on its way waits for that one. */
  #load() {
    return (this.#loading ??= this.#loadMore().finally(() => (this.#loading = null)));
  }

  async #loadMore() {
    const turn = this.#turn;
    const after = this.#ahead.at(-1)?.seq ?? this.seq;
    try {
      const answer = await get("/api/log", { log: this.log, after, limit: PAGE });
      if (turn === this.#turn && after === (this.#ahead.at(-1)?.seq ?? this.seq)) {
        this.#ahead.push(...answer.events);
        this.last = Math.max(this.last, answer.last);
        for (const event of answer.events) {
          if (event.type === "receive" || event.type === "marker-receive") {
            this.#ends.set(messageOf(event), event.at);
          }
        }
        this.#foresee();
      }
    } catch {
      // Asked for again with the next picture.
    }
  }

  #foresee() {
    for (const lane of this.state?.lanes.values() ?? []) {
      for (const flight of lane.queue) {
        flight.end ??= this.#ends.get(key(lane.from, lane.to, flight.id)) ?? null;
      }
    }
  }

  #setPace() {
    if (this.mode !== "simulation") {
      return;
    }
    const times = [...new Set(this.#ahead.map((event) => event.at))];
    this.ticks = times.every((at) => at % 1_000 === 0);
    const gaps = times.slice(1).map((at, index) => at - /** @type {number} */ (times[index]));
    const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1_000;
    this.#pace = usual / (times.length > 100 ? TICK / 5 : TICK);
  }

  /** @param {TraceEvent} event */
  #apply(event) {
    const state = /** @type {CutState} */ (this.state);
    const arrived = state.apply(event);
    if (event.type === "send" || event.type === "marker-send") {
      const sent = state.lane(event.process, String(event.to))?.queue.at(-1);
      const name = messageOf(event);
      if (sent && this.#ends.has(name)) {
        sent.end = this.#ends.get(name) ?? null;
        this.#ends.delete(name);
      }
    }
    this.recent.push(event);
    if (this.recent.length > 2 * REMEMBERED) {
      this.recent.splice(0, REMEMBERED);
    }
    if (arrived) {
      this.#tell("arrive", { flight: arrived, event });
    }
    this.#tell("event", event);
    if (event.type === "restore" || event.type === "gap") {
      this.#refresh = true;
    }
    if (this.#refresh && !this.following && this.#ahead[0]?.type !== "restore") {
      this.#refresh = false;
      this.seek(event.seq);
    }
  }

  #listen() {
    this.#stream?.close();
    const json = /** @type {StateJson} */ (this.json);
    const after = this.following ? this.seq : this.last;
    this.#stream = new EventStream(this.log, json.run, after, {
      batch: (batch) => this.#batch(batch),
      resync: () => this.#resync(),
      snapshot: (snapshot) => {
        if (this.following && snapshot.id !== null) {
          this.state?.decided(snapshot.id);
        }
        this.#tell("snapshot", snapshot);
        this.#tell("change");
      },
      notice: (notice) => this.#tell("notice", notice),
      there: (there, why) => this.#tell("there", { there, why }),
    });
  }

  async #resync() {
    this.#stream = null;
    if (this.following) {
      await this.follow();
    } else {
      await this.#fetch(this.seq);
      this.#listen();
    }
  }

  /** @param {import("./types.js").Batch} batch */
  #batch(batch) {
    this.last = batch.seq;
    if (this.following && this.state) {
      if (batch.aggregated) {
        this.state.applySums(batch);
        this.recent.push(...batch.events);
        batch.events.forEach((event) => this.#tell("event", event));
      } else {
        batch.events.forEach((event) => this.#apply(event));
      }
      if (this.#refresh || !this.state.known || this.#isInDoubt(this.state)) {
        this.#refresh = false;
        this.follow();
      }
    }
    this.#tell("change");
  }

  /** What is not certain, the server learns from what comes. @param {CutState} state */
  #isInDoubt(state) {
    return (
      state.uncertain !== null &&
      state.total !== state.expected &&
      performance.now() - this.#followedAt > DOUBT
    );
  }

  /** @param {string} name @param {any} [detail] */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
