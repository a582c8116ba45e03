/**
 * The state of a log behind one event: balances, what is in flight, who records. It begins with what
 * the server says, and then only writes down what each event says: no rule of the algorithm is here.
 *
 * @typedef {import("./types.js").TraceEvent} TraceEvent
 *
 * @typedef {object} Flight a message on its way
 * @property {string} id
 * @property {number} amount of a marker, 0
 * @property {string|null} snapshot of a marker
 * @property {number|null} sentAt
 * @property {number|null} end when it will be received, if that is known already
 * @property {boolean} late sent when its sender had recorded for a snapshot that is under way
 * @property {number} place where it was drawn last, from 0 at the sender to 1
 *
 * @typedef {object} Lane a channel
 * @property {string} from
 * @property {string} to
 * @property {Flight[]} queue money and markers, in the order of sending
 * @property {number} count of the money
 * @property {number} sum of the money
 * @property {number} pace how long a message takes, in microseconds, as far as one has been seen
 *
 * @typedef {object} Recording a process's part in a snapshot that is under way
 * @property {string} snapshot
 * @property {string} process
 * @property {number|null} balance
 * @property {Map<string, {count: number, sum: number}>} open by sender
 * @property {Map<string, {count: number, sum: number}>} closed
 * @property {boolean} complete
 */

import { key } from "./key.js";

const FIRST_GUESS = 1_000_000;
const MOST_SHOWN = 500;

export class CutState {
  /** @param {import("./types.js").StateJson} json */
  constructor(json) {
    this.seq = json.seq;
    this.at = json.at;
    this.processes = json.processes;
    this.expected = json.expected;
    this.uncertain = json.uncertain;
    /** False while a restore is under way: the server tells no total then. */
    this.known = json.total !== null || Object.values(json.balances).includes(null);
    this.counts = { ...json.counts };
    /** @type {Map<string, number|null>} */
    this.balances = new Map(json.processes.map((name) => [name, json.balances[name] ?? null]));
    /** @type {Map<string, Lane>} */
    this.lanes = new Map();
    /** @type {Map<string, Lane[]>} */
    this.into = new Map(json.processes.map((name) => [name, []]));
    for (const [from, to] of json.channels ?? pairs(json.processes)) {
      this.#lane(from, to);
    }
    for (const channel of json.inFlight) {
      const lane = this.#lane(channel.from, channel.to);
      channel.amounts.forEach((amount, index) => {
        add(lane, flight(channel.ids[index] ?? "", amount, null, channel.sentAt?.[index] ?? null));
      });
    }
    for (const marker of json.markers) {
      add(
        this.#lane(marker.from, marker.to),
        flight(marker.id, 0, marker.snapshot, marker.sentAt ?? null),
      );
    }
    this.down = new Set(json.processes.filter((name) => json.states[name] === "down"));
    /** @type {Map<string, Map<string, Recording>>} by snapshot, then by process */
    this.recordings = new Map();
    for (const part of json.recordings) {
      this.#part(part.snapshot).set(part.process, {
        snapshot: part.snapshot,
        process: part.process,
        balance: part.balance,
        open: new Map(part.open.map(({ from, count, sum }) => [from, { count, sum }])),
        closed: new Map(part.closed.map(({ from, count, sum }) => [from, { count, sum }])),
        complete: part.complete,
      });
    }
    for (const lane of this.lanes.values()) {
      lane.queue.sort(inOrder);
      this.#findLate(lane);
    }
  }

  get balanceTotal() {
    let total = 0;
    for (const balance of this.balances.values()) {
      if (balance === null) {
        return null;
      }
      total += balance;
    }
    return total;
  }

  get inFlightTotal() {
    let total = 0;
    for (const lane of this.lanes.values()) {
      total += lane.sum;
    }
    return total;
  }

  get total() {
    const balances = this.balanceTotal;
    return balances === null || !this.known ? null : balances + this.inFlightTotal;
  }

  /** @param {string} from @param {string} to */
  lane(from, to) {
    return this.lanes.get(key(from, to));
  }

  /**
   * The part of a process in the newest snapshot that is under way.
   *
   * @param {string} process
   * @returns {Recording|null}
   */
  recording(process) {
    let newest = null;
    for (const parts of this.recordings.values()) {
      newest = parts.get(process) ?? newest;
    }
    return newest;
  }

  /** Snapshots that are under way. */
  get open() {
    return [...this.recordings.keys()];
  }

  /** @param {TraceEvent} event @returns {Flight|null} what has arrived */
  apply(event) {
    this.seq = event.seq;
    this.at = event.at;
    const { process, type } = event;
    if (event.balance !== undefined && type !== "record") {
      this.balances.set(process, event.balance);
    }
    switch (type) {
      case "send": {
        const lane = this.#lane(process, String(event.to));
        const amount = event.amount ?? 0;
        const sent = flight(String(event.message), amount, null, event.at);
        sent.late = this.recording(process) !== null;
        add(lane, sent);
        this.counts.sent++;
        return null;
      }
      case "receive": {
        const lane = this.#lane(String(event.from), process);
        // Of money that was summed up no id is known: then it is the oldest.
        const arrived =
          take(lane, (one) => one.id === event.message) ?? take(lane, (one) => one.snapshot === null);
        lane.sum -= event.amount ?? 0;
        lane.count = Math.max(0, lane.count - 1);
        this.counts.received++;
        for (const snapshot of event.recorded ?? []) {
          const open = this.recordings.get(snapshot)?.get(process)?.open.get(lane.from);
          if (open) {
            open.count++;
            open.sum += event.amount ?? 0;
          }
        }
        return learn(lane, arrived, event.at);
      }
      case "marker-send":
        add(
          this.#lane(process, String(event.to)),
          flight(String(event.message), 0, String(event.snapshot), event.at),
        );
        return null;
      case "marker-receive": {
        const lane = this.#lane(String(event.from), process);
        return learn(lane, take(lane, (one) => one.id === event.message), event.at);
      }
      case "record":
        this.#part(String(event.snapshot)).set(process, {
          snapshot: String(event.snapshot),
          process,
          balance: event.balance ?? null,
          open: new Map(
            (this.into.get(process) ?? []).map((lane) => [lane.from, { count: 0, sum: 0 }]),
          ),
          closed: new Map(),
          complete: false,
        });
        return null;
      case "channel-closed": {
        const part = this.recordings.get(String(event.snapshot))?.get(process);
        const sum = part?.open.get(String(event.from));
        if (part && sum) {
          part.open.delete(String(event.from));
          part.closed.set(String(event.from), sum);
        }
        return null;
      }
      case "complete": {
        const parts = this.recordings.get(String(event.snapshot));
        const part = parts?.get(process);
        if (parts && part) {
          part.complete = true;
          if (parts.size === this.processes.length && [...parts.values()].every((p) => p.complete)) {
            this.decided(String(event.snapshot));
          }
        }
        return null;
      }
      case "abort": {
        const parts = this.recordings.get(String(event.snapshot));
        parts?.delete(process);
        if (parts?.size === 0) {
          this.decided(String(event.snapshot));
        }
        return null;
      }
      case "kill":
        this.down.add(process);
        return null;
      case "restart":
        this.down.delete(process);
        return null;
      case "restore":
        // What becomes of money in flight then, the server says: the state must be asked for.
        this.known = false;
        this.recordings.clear();
        return null;
      default:
        return null;
    }
  }

  /**
   * A batch whose money is summed up.
   *
   * @param {import("./types.js").Batch} batch
   */
  applySums(batch) {
    for (const event of batch.events) {
      this.apply(event);
    }
    this.seq = batch.seq;
    this.at = batch.at;
    for (const [name, balance] of Object.entries(batch.balances ?? {})) {
      this.balances.set(name, balance);
    }
    const channels = new Map((batch.inFlight ?? []).map((c) => [key(c.from, c.to), c]));
    for (const [name, lane] of this.lanes) {
      const now = channels.get(name) ?? { count: 0, sum: 0 };
      this.#settle(lane, now.count, now.sum, batch.at);
    }
    if (batch.counts) {
      this.counts = { ...batch.counts };
    }
  }

  /** A snapshot is decided: nobody records for it any more. @param {string} snapshot */
  decided(snapshot) {
    this.recordings.delete(snapshot);
    for (const lane of this.lanes.values()) {
      for (const money of lane.queue) {
        money.late &&= this.recordings.size > 0;
      }
    }
  }

  /**
   * A lane of whose money only the number and the sum are known.
   *
   * @param {Lane} lane
   * @param {number} count
   * @param {number} sum
   * @param {number} at
   */
  #settle(lane, count, sum, at) {
    const markers = lane.queue.filter((one) => one.snapshot !== null);
    const money = lane.queue.filter((one) => one.snapshot === null).slice(-count || Infinity);
    while (money.length < Math.min(count, MOST_SHOWN)) {
      money.push(flight("", sum / count, null, at - Math.random() * lane.pace));
    }
    lane.queue = [...money, ...markers].sort(inOrder);
    lane.count = count;
    lane.sum = sum;
  }

  /** Whatever of the server's state was sent behind its sender's cut. @param {Lane} lane */
  #findLate(lane) {
    const part = this.recording(lane.from);
    if (part) {
      const marker = lane.queue.findIndex((one) => one.snapshot === part.snapshot);
      lane.queue.forEach((one, index) => (one.late = one.snapshot === null && index > marker));
    }
  }

  /** @param {string} from @param {string} to @returns {Lane} */
  #lane(from, to) {
    const name = key(from, to);
    let lane = this.lanes.get(name);
    if (!lane) {
      lane = { from, to, queue: [], count: 0, sum: 0, pace: FIRST_GUESS };
      this.lanes.set(name, lane);
      this.into.get(to)?.push(lane);
    }
    return lane;
  }

  /** @param {string} snapshot */
  #part(snapshot) {
    let parts = this.recordings.get(snapshot);
    if (!parts) {
      parts = new Map();
      this.recordings.set(snapshot, parts);
    }
    return parts;
  }
}

/**
 * @param {string} id
 * @param {number} amount
 * @param {string|null} snapshot
 * @param {number|null} sentAt
 * @returns {Flight}
 */
function flight(id, amount, snapshot, sentAt) {
  return { id, amount, snapshot, sentAt, end: null, late: false, place: 0 };
}

/** @param {Lane} lane @param {Flight} sent */
function add(lane, sent) {
  lane.queue.push(sent);
  if (sent.snapshot === null) {
    lane.count++;
    lane.sum += sent.amount;
  }
}

/** @param {Lane} lane @param {(one: Flight) => boolean} which @returns {Flight|null} */
function take(lane, which) {
  const index = lane.queue.findIndex(which);
  return index < 0 ? null : (lane.queue.splice(index, 1)[0] ?? null);
}

/** By time, and what was sent in one moment by the number at the end of its id. @param {Flight} a @param {Flight} b */
function inOrder(a, b) {
  return (a.sentAt ?? 0) - (b.sentAt ?? 0) || number(a.id) - number(b.id);
}

/** @param {string} id */
function number(id) {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}

/** @param {Lane} lane @param {Flight|null} arrived @param {number} at */
function learn(lane, arrived, at) {
  if (arrived && arrived.sentAt !== null && at > arrived.sentAt) {
    lane.pace += ((at - arrived.sentAt) - lane.pace) * (lane.pace === FIRST_GUESS ? 1 : 0.2);
  }
  return arrived;
}

/** @param {string[]} names @returns {[string, string][]} */
function pairs(names) {
  return names.flatMap((from) =>
    names.filter((to) => to !== from).map((to) => /** @type {[string, string]} */ ([from, to])),
  );
}
