/**
 * The bank as a picture: branches on a circle, two lanes a pair, money and markers on their way. Of what
 * is chosen it tells with `choose`, detail {process} or {lane, flight}.
 */

import { h, s, say, set } from "./dom.js";
import { badge, dollars, short } from "./format.js";
import { Dots } from "./dots.js";
import { key } from "./key.js";
import { Layout } from "./layout.js";

/**
 * @typedef {import("./player.js").Player} Player
 * @typedef {import("./cut-state.js").CutState} CutState
 * @typedef {import("./cut-state.js").Lane} Lane
 * @typedef {import("./cut-state.js").Flight} Flight
 */

const MOST_LANES = 400;
const MOST_DIAMONDS = 240;
const AFTERGLOW = 1_600;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

export class BankStage extends HTMLElement {
  /** @type {Player|null} */
  #player = null;
  /** @type {Layout|null} */
  #layout = null;
  #under = s("svg", { class: "under", "aria-hidden": true });
  #canvas = h("canvas", { "aria-hidden": true });
  #over = s("svg", { class: "over" });
  #tip = h("div", { class: "tip", hidden: true });
  #dots = new Dots(this.#canvas);
  /** @type {Map<string, {group: SVGGElement, ring: SVGPathElement, name: SVGTextElement, amount: SVGTextElement, note: SVGTextElement}>} */
  #nodes = new Map();
  /** @type {Map<string, {group: SVGGElement, text: SVGTextElement}>} */
  #brackets = new Map();
  /** @type {Map<string, SVGTextElement>} */
  #counters = new Map();
  /** @type {SVGGElement[]} */
  #diamonds = [];
  #lanes = s("g", { class: "lanes" });
  #bracketGroup = s("g");
  #diamondGroup = s("g", { "aria-hidden": true });
  #nodeGroup = s("g");
  /** @type {Map<string, number>} */
  #glow = new Map();
  /** @type {Set<string>} */
  #wasRecording = new Set();
  #names = "";
  #changed = true;
  /** @type {{x: number, y: number}|null} */
  #pointer = null;
  #life = new AbortController();
  #watch = new AbortController();
  /** @type {string|null} */
  chosen = null;
  /** @type {{lane: Lane, id: string}|null} */
  chosenFlight = null;
  /** How many discs there were in the last picture. */
  drawn = 0;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.replaceChildren(this.#under, this.#canvas, this.#over, this.#tip);
    this.#under.replaceChildren(this.#lanes, this.#bracketGroup);
    this.#over.replaceChildren(this.#diamondGroup, this.#nodeGroup);
    this.#over.setAttribute("role", "group");
    this.#over.setAttribute("aria-label", "Branches");
    const sizes = new ResizeObserver(() => this.#arrange());
    sizes.observe(this);
    signal.addEventListener("abort", () => sizes.disconnect());
    dark.addEventListener("change", () => this.#arrange(), { signal });
    calm.addEventListener("change", () => this.#arrange(), { signal });
    this.addEventListener("pointermove", (event) => (this.#pointer = this.#local(event)), { signal });
    this.addEventListener("pointerleave", () => (this.#pointer = null), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  /** @param {Player} player */
  show(player) {
    this.#player = player;
    this.#names = "";
    this.#changed = true;
    this.chosen = null;
    this.chosenFlight = null;
    this.#watch.abort();
    this.#watch = new AbortController();
    const { signal } = this.#watch;
    this.#jump();
    player.addEventListener("jump", () => this.#jump(), { signal });
    player.addEventListener("change", () => (this.#changed = true), { signal });
    player.addEventListener(
      "arrive",
      (event) => {
        const { flight, event: what } = /** @type {CustomEvent} */ (event).detail;
        const lane = player.state?.lane(what.from, what.process);
        if (lane && !calm.matches) {
          this.#dots.land(lane, flight, (what.recorded ?? []).length > 0);
        }
      },
      { signal },
    );
  }

  /** What was recorded at another place of the log does not glow here. */
  #jump() {
    this.#wasRecording.clear();
    this.#glow.clear();
  }

  /** The next picture. */
  frame() {
    const state = this.#player?.state;
    if (!this.#player || !state) {
      return;
    }
    if (!this.#layout || state.processes.join("\n") !== this.#names) {
      this.#arrange();
    }
    if (!this.#layout) {
      return;
    }
    if (this.#changed) {
      this.#changed = false;
      this.#update(state);
    }
    if (!calm.matches) {
      this.drawn = this.#dots.draw(state, this.#layout, this.#player.clock, this.#flight());
      this.#drawMarkers(state, this.#layout);
    }
    this.#hover(state);
  }

  /** @returns {Flight|null} */
  #flight() {
    const chosen = this.chosenFlight;
    const lane = chosen && this.#player?.state?.lane(chosen.lane.from, chosen.lane.to);
    return lane
      ? (lane.queue.find((one) => one.id === chosen.id) ?? null)
      : null;
  }

  #arrange() {
    const state = this.#player?.state;
    const width = this.clientWidth;
    const height = this.clientHeight;
    if (!state || width < 50 || height < 50) {
      return;
    }
    const names = state.processes;
    this.#names = names.join("\n");
    this.#layout = new Layout(names, width, height);
    for (const svg of [this.#under, this.#over]) {
      set(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    }
    this.#dots.resize(width, height);
    this.#brackets.clear();
    this.#bracketGroup.replaceChildren();
    this.#counters.clear();
    this.#lanes.replaceChildren();
    this.#drawLanes(state, this.#layout);
    this.#nodes.clear();
    this.#nodeGroup.replaceChildren(...names.map((name) => this.#node(name)));
    this.#diamonds = [];
    this.#diamondGroup.replaceChildren();
    this.#changed = true;
  }

  /** @param {CutState} state @param {Layout} layout */
  #drawLanes(state, layout) {
    if (state.lanes.size > MOST_LANES) {
      return;
    }
    for (const [name, lane] of state.lanes) {
      const path = layout.path(lane.from, lane.to);
      if (!path) {
        continue;
      }
      this.#lanes.append(s("path", { class: "lane", d: Layout.data(path) }));
      if (state.processes.length <= 8) {
        // An arrowhead of nine pixels, whatever the lane's length.
        const end = Layout.at(path, 1);
        const side = Layout.across(path, 0.98);
        const back = { x: end.x - side.y * 9, y: end.y + side.x * 9 };
        this.#lanes.append(
          s("path", {
            class: "arrow",
            d: `M${end.x} ${end.y}L${back.x + side.x * 3.5} ${back.y + side.y * 3.5}L${back.x - side.x * 3.5} ${back.y - side.y * 3.5}Z`,
          }),
        );
      }
      if (calm.matches) {
        const middle = Layout.at(path, 0.5);
        const side = Layout.across(path, 0.5);
        const text = s("text", { class: "counter", x: middle.x + side.x * 12, y: middle.y + side.y * 12 + 4 });
        this.#counters.set(name, text);
        this.#lanes.append(text);
      }
    }
  }

  /** @param {string} name */
  #node(name) {
    const layout = /** @type {Layout} */ (this.#layout);
    const at = /** @type {import("./layout.js").Point} */ (layout.places.get(name));
    const r = layout.radius;
    const small = r < 30;
    const ring = s("path", { class: "ring" });
    const text = s("text", { class: "name", y: small ? 4 : -8 }, short(name, small ? 5 : 9));
    const amount = s("text", { class: "amount", y: small ? r + 24 : 14 });
    // Outside, where no lane is.
    const above = !small && at.y < layout.height / 2;
    const note = s("text", { class: "note", y: small ? r + 38 : above ? -r - 16 : r + 26 });
    const group = s(
      "g",
      {
        class: `node${small ? " small" : ""}`,
        tabindex: 0,
        role: "button",
        transform: `translate(${at.x} ${at.y})`,
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key === "Enter") {
            this.#chooseProcess(name);
          }
        },
      },
      s("circle", { class: "body", r }),
      s("circle", { class: "track", r: r + 5 }),
      ring,
      text,
      amount,
      note,
      s("path", { class: "cross", d: `M${-r * 0.5} ${-r * 0.5}L${r * 0.5} ${r * 0.5}M${r * 0.5} ${-r * 0.5}L${-r * 0.5} ${r * 0.5}` }),
    );
    group.dataset.process = name;
    this.#nodes.set(name, { group, ring, name: text, amount, note });
    return group;
  }

  /** @param {CutState} state */
  #update(state) {
    const now = performance.now();
    const layout = /** @type {Layout} */ (this.#layout);
    for (const [name, node] of this.#nodes) {
      const part = state.recording(name);
      if (part) {
        this.#wasRecording.add(name);
        this.#glow.delete(name);
      } else if (this.#wasRecording.delete(name)) {
        this.#glow.set(name, now + AFTERGLOW);
        setTimeout(() => (this.#changed = true), AFTERGLOW + 50);
      }
      const glows = (this.#glow.get(name) ?? 0) > now;
      const phase = state.down.has(name)
        ? "down"
        : part?.complete || (!part && glows)
          ? "complete"
          : part
            ? "recording"
            : "up";
      const balance = dollars(state.balances.get(name));
      if (node.group.dataset.phase !== phase) {
        node.group.dataset.phase = phase;
        node.ring.setAttribute("d", arc(layout.radius + 5, phase === "complete" ? 1 : phase === "recording" ? 0.5 : 0));
      }
      node.group.classList.toggle("chosen", this.chosen === name);
      say(node.amount, balance);
      say(node.note, part && part.balance !== null ? `recorded ${dollars(part.balance)}` : phase === "down" ? "killed" : "");
      const label = `${name}: ${balance}${phase === "up" ? "" : `, ${phase}`}`;
      if (node.group.getAttribute("aria-label") !== label) {
        node.group.setAttribute("aria-label", label);
      }
    }
    this.#updateBrackets(state, layout);
    for (const [name, text] of this.#counters) {
      const lane = state.lanes.get(name);
      say(text, lane && lane.count > 0 ? `${lane.count} · ${dollars(lane.sum)}` : "");
    }
  }

  /** @param {CutState} state @param {Layout} layout */
  #updateBrackets(state, layout) {
    const seen = new Set();
    for (const to of state.lanes.size > MOST_LANES ? [] : state.processes) {
      const part = state.recording(to);
      for (const [from, { sum }] of part?.open ?? []) {
        const name = key(from, to);
        seen.add(name);
        let bracket = this.#brackets.get(name);
        if (!bracket) {
          bracket = this.#bracket(from, to, layout);
          this.#brackets.set(name, bracket);
        }
        say(bracket.text, dollars(sum));
        bracket.group.classList.toggle("empty", sum === 0);
      }
    }
    for (const [name, bracket] of this.#brackets) {
      if (!seen.has(name)) {
        bracket.group.remove();
        this.#brackets.delete(name);
      }
    }
  }

  /** @param {string} from @param {string} to @param {Layout} layout */
  #bracket(from, to, layout) {
    const text = s("text");
    const group = s("g", { class: "bracket" }, text);
    const path = layout.path(from, to);
    if (path) {
      const [start, end] = [0.62, 0.97];
      const ends = [start, end].map((place) => {
        const p = Layout.at(path, place);
        const side = Layout.across(path, place);
        return `M${p.x + side.x * 7} ${p.y + side.y * 7}L${p.x - side.x * 7} ${p.y - side.y * 7}`;
      });
      group.prepend(s("path", { d: Layout.data(path, start, end) + ends.join("") }));
      const middle = Layout.at(path, 0.78);
      const side = Layout.across(path, 0.78);
      set(text, { x: middle.x + side.x * 20, y: middle.y + side.y * 20 + 4 });
    }
    this.#bracketGroup.append(group);
    return { group, text };
  }

  /** @param {CutState} state @param {Layout} layout */
  #drawMarkers(state, layout) {
    let used = 0;
    for (const lane of state.lanes.values()) {
      const path = layout.path(lane.from, lane.to);
      for (const marker of lane.queue) {
        if (marker.snapshot === null) {
          continue;
        }
        if (!path || used >= MOST_DIAMONDS) {
          break;
        }
        const at = Layout.at(path, marker.place);
        const diamond = (this.#diamonds[used] ??= this.#diamond());
        used++;
        diamond.setAttribute("transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`);
        diamond.removeAttribute("display");
        say(/** @type {Element} */ (diamond.lastChild), badge(marker.snapshot));
      }
    }
    for (let i = used; i < this.#diamonds.length; i++) {
      this.#diamonds[i]?.setAttribute("display", "none");
    }
  }

  #diamond() {
    const diamond = s("g", { class: "diamond" }, s("path", { d: "M0 -13L13 0L0 13L-13 0Z" }), s("text", { y: 4 }));
    this.#diamondGroup.append(diamond);
    return diamond;
  }

  /** @param {MouseEvent} event */
  #local(event) {
    const box = this.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /**
   * The message at a place of the picture.
   *
   * @param {CutState} state
   * @param {{x: number, y: number}} at
   * @returns {{lane: Lane, flight: Flight}|null}
   */
  #hit(state, at) {
    let best = null;
    let distance = Infinity;
    for (const lane of state.lanes.values()) {
      const path = this.#layout?.path(lane.from, lane.to);
      if (!path || lane.queue.length === 0) {
        continue;
      }
      for (const flight of lane.queue) {
        const p = Layout.at(path, flight.place);
        const off = Math.hypot(p.x - at.x, p.y - at.y) - (flight.snapshot ? 12 : this.#dots.radius(flight.amount));
        if (off < 5 && off < distance) {
          best = { lane, flight };
          distance = off;
        }
      }
    }
    return best;
  }

  /** @param {CutState} state */
  #hover(state) {
    const at = this.#pointer;
    const hit = at && !calm.matches ? this.#hit(state, at) : null;
    this.#tip.hidden = !hit;
    if (hit && at) {
      const { lane, flight } = hit;
      say(
        this.#tip,
        flight.snapshot
          ? `marker of ${flight.snapshot}, ${lane.from} → ${lane.to}`
          : `${dollars(Math.round(flight.amount))}, ${lane.from} → ${lane.to}${flight.late ? ", sent after the cut" : ""}`,
      );
      this.#tip.style.left = `${Math.min(at.x + 14, this.clientWidth - 180)}px`;
      this.#tip.style.top = `${at.y + 14}px`;
    }
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const state = this.#player?.state;
    if (!state) {
      return;
    }
    const hit = this.#hit(state, this.#local(event));
    const node = /** @type {Element} */ (event.target).closest(".node");
    if (!hit && node instanceof SVGGElement && node.dataset.process !== undefined) {
      this.#chooseProcess(node.dataset.process);
      return;
    }
    this.chosenFlight = hit ? { lane: hit.lane, id: hit.flight.id } : null;
    this.dispatchEvent(new CustomEvent("choose", { detail: hit ?? {} }));
  }

  /** @param {string} process */
  #chooseProcess(process) {
    this.chosen = process;
    this.chosenFlight = null;
    this.#changed = true;
    this.dispatchEvent(new CustomEvent("choose", { detail: { process } }));
  }
}

/** A part of a circle, clockwise from the top. @param {number} r @param {number} part */
function arc(r, part) {
  if (part === 0) {
    return "";
  }
  return part === 1
    ? `M0 ${-r}A${r} ${r} 0 1 1 0 ${r}A${r} ${r} 0 1 1 0 ${-r}Z`
    : `M0 ${-r}A${r} ${r} 0 0 1 0 ${r}`;
}

customElements.define("bank-stage", BankStage);
