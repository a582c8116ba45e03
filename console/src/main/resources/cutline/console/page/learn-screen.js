/** Lessons: small scenarios with one caption a step, and questions whose answers one then sees. */

import "./bank-stage.js";
import "./space-time.js";
import { get, post, why } from "./api.js";
import { h, say } from "./dom.js";
import { counted } from "./format.js";
import { fork, mayFork, offerChange, offerFlight } from "./fork.js";
import { question } from "./question.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./types.js").Lesson} Lesson
 * @typedef {import("./types.js").LessonInfo} LessonInfo
 * @typedef {import("./types.js").Caption} Caption
 * @typedef {import("./bank-stage.js").BankStage} BankStage
 * @typedef {import("./space-time.js").SpaceTime} SpaceTime
 */

const DONE = "cutline-lessons-done";
const MOST = 400;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class LearnScreen extends HTMLElement {
  #stage = /** @type {BankStage} */ (h(/** @type {any} */ ("bank-stage")));
  #diagram = /** @type {SpaceTime} */ (h(/** @type {any} */ ("space-time"), { class: "veil" }));
  #overview = h("div", { class: "overview" });
  #title = h("h2");
  #place = h("p", { class: "place" });
  #caption = h("div", { class: "caption", "aria-live": "polite" });
  #next = h("button", { type: "button", class: "next" }, "Next");
  #back = h("button", { type: "button" }, "Back");
  #whatIf = h("div", { class: "what-if" });
  #lesson = h("div", { class: "lesson", hidden: true });
  /** @type {App|null} */
  #app = null;
  /** @type {LessonInfo[]} */
  #lessons = [];
  /** @type {Lesson|null} */
  #open = null;
  /** @type {Caption[]} */
  #captions = [];
  /** @type {Map<number, number>} */
  #answers = new Map();
  #step = 0;
  /** The log that the lesson runs in. */
  #log = "";
  #drawn = "";
  #said = "";
  #loading = false;

  constructor() {
    super();
    this.#lesson.append(
      h(
        "div",
        { class: "text" },
        h("button", { type: "button", class: "quiet", onclick: () => this.#leave() }, "‹ All lessons"),
        this.#title,
        this.#place,
        this.#caption,
        h("div", { class: "steps" }, this.#back, this.#next),
        this.#whatIf,
      ),
      h("div", { class: "pictures" }, h("div", { class: "stage" }, this.#stage), this.#diagram),
    );
    this.#next.addEventListener("click", () => this.#go(1));
    this.#back.addEventListener("click", () => this.#go(-1));
    this.#stage.addEventListener("choose", (event) => {
      const { lane, flight } = /** @type {CustomEvent} */ (event).detail;
      if (this.#app && flight) {
        offerFlight(this.#app, lane, flight);
      }
    });
    this.addEventListener("message", (event) => {
      const { message } = /** @type {CustomEvent} */ (event).detail;
      if (this.#app && message) {
        offerChange(this.#app, message);
      }
    });
  }

  connectedCallback() {
    this.replaceChildren(this.#overview, this.#lesson);
  }

  /** @param {App} app */
  show(app) {
    if (this.#app !== app) {
      this.#app = app;
      app.addEventListener("forked", (event) => {
        const made = /** @type {CustomEvent} */ (event).detail;
        if (this.#open) {
          this.#begin(this.#open, made);
        }
      });
    }
    const info = app.logs.find((one) => one.id === app.player.log);
    if (this.#open && app.player.log === this.#log) {
      this.#showLesson();
    } else if (info?.lesson && info.lesson !== this.#open?.id && !this.#loading) {
      this.#resume(info.lesson);
    } else if (!this.#loading) {
      this.#showOverview();
    }
  }

  hide() {
    this.#app?.dispatchEvent(new CustomEvent("guide", { detail: null }));
  }

  frame() {
    const player = this.#app?.player;
    if (!player?.state || this.#lesson.hidden || player.log !== this.#log) {
      return;
    }
    this.#stage.frame();
    this.#diagram.cursor(player.seq);
    // The slider may have been moved.
    const at = this.#captions.findLastIndex((one) => one.after <= player.seq);
    if (at >= 0 && (this.#captions[at]?.after !== this.#captions[this.#step]?.after || at < this.#step) && (!player.playing || at > this.#step)) {
      this.#step = at < this.#step ? at : this.#captions.findIndex((one) => one.after === this.#captions[at]?.after);
    }
    this.#say();
  }

  async #showOverview() {
    this.#overview.hidden = false;
    this.#lesson.hidden = true;
    this.#app?.dispatchEvent(new CustomEvent("guide", { detail: null }));
    if (this.#lessons.length === 0) {
      this.#overview.replaceChildren(h("p", { class: "empty" }, "The lessons are being read."));
    }
    try {
      this.#lessons = await get("/api/lessons");
    } catch (problem) {
      this.#overview.replaceChildren(h("p", { class: "empty" }, why(problem)));
      return;
    }
    const done = new Set(finished());
    const card = (/** @type {LessonInfo} */ lesson, /** @type {number} */ index) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "card", onclick: () => this.start(lesson.id) },
          h("span", { class: "number" }, String(index + 1)),
          h("span", { class: "name" }, lesson.title),
          h("span", { class: "about" }, done.has(lesson.id) ? "✓ done" : lesson.questions === 0 ? "" : counted(lesson.questions, "question")),
        ),
      );
    const part = (/** @type {string} */ name, /** @type {string} */ title, /** @type {string} */ about) => {
      const lessons = this.#lessons.filter((one) => one.part === name);
      return lessons.length > 0 && h("section", {}, h("h2", {}, title), h("p", {}, about), h("ol", { class: "cards" }, ...lessons.map(card)));
    };
    this.#overview.replaceChildren(
      ...[
        part("basics", "How a snapshot works", "Each lesson is a small run that goes step by step, and asks you what comes next."),
        part("bugs", "What goes wrong without a rule", "A bug is planted in each of these. See which message gives it away."),
      ].filter((one) => one !== false),
    );
  }

  /** @param {string} id */
  async start(id) {
    const app = /** @type {App} */ (this.#app);
    this.#loading = true;
    try {
      const [lesson, made] = await Promise.all([get(`/api/lessons/${encodeURIComponent(id)}`), post("/api/simulations", { lesson: id })]);
      await app.refreshLogs();
      this.#begin(lesson, made);
      await app.open(made.log, 0);
    } catch (problem) {
      app.say(why(problem), "bad");
    } finally {
      this.#loading = false;
    }
  }

  /** The log of a lesson is looked at already: a link has led here. @param {string} id */
  async #resume(id) {
    const app = /** @type {App} */ (this.#app);
    this.#loading = true;
    try {
      const lesson = /** @type {Lesson} */ (await get(`/api/lessons/${encodeURIComponent(id)}`));
      this.#begin(lesson, { log: app.player.log, title: lesson.title, captions: lesson.captions, last: lesson.last, outcome: null });
      this.#showLesson();
    } catch {
      this.#showOverview();
    } finally {
      this.#loading = false;
    }
  }

  /** @param {Lesson} lesson @param {import("./types.js").Simulation} made */
  #begin(lesson, made) {
    this.#open = lesson;
    this.#log = made.log;
    this.#captions = made.captions.length > 0 ? made.captions : [{ after: 0, say: made.outcome ?? lesson.title }];
    this.#answers.clear();
    this.#step = 0;
    this.#drawn = "";
    this.#said = "";
  }

  async #leave() {
    this.#open = null;
    this.#log = "";
    await this.#app?.open("main", null);
    this.#showOverview();
  }

  #showLesson() {
    const app = /** @type {App} */ (this.#app);
    const lesson = this.#open;
    if (!lesson || app.player.log !== this.#log) {
      return;
    }
    this.#overview.hidden = true;
    this.#lesson.hidden = false;
    say(this.#title, lesson.title);
    this.#stage.show(app.player);
    app.dispatchEvent(
      new CustomEvent("guide", {
        detail: {
          place: () => `step ${this.#step + 1} of ${this.#captions.length}`,
          next: () => this.#go(1),
          back: () => this.#go(-1),
        },
      }),
    );
    this.#offerWhatIf();
    this.#draw();
    this.#said = "";
    this.#say();
  }

  /** @param {number} by */
  async #go(by) {
    const { player } = /** @type {App} */ (this.#app);
    const to = this.#step + by;
    const caption = this.#captions[to];
    if (!caption) {
      if (by > 0 && player.seq < player.last) {
        if (calm.matches) {
          await player.seek(player.last);
        } else {
          player.play();
        }
      } else if (by > 0) {
        this.#finish();
      }
      return;
    }
    if (caption.after > player.seq) {
      if (calm.matches) {
        await player.seek(caption.after);
      } else {
        player.play(caption.after);
      }
    } else if (caption.after < player.seq) {
      player.pause();
      await player.seek(caption.after);
    }
    this.#step = to;
    this.#said = "";
    this.#say();
  }

  #say() {
    const player = /** @type {App} */ (this.#app).player;
    const caption = this.#captions[this.#step];
    const last = this.#step === this.#captions.length - 1;
    const end = last && player.seq >= player.last;
    const name = `${this.#step} ${end}`;
    if (!caption || name === this.#said) {
      return;
    }
    this.#said = name;
    say(this.#place, `step ${this.#step + 1} of ${this.#captions.length}`);
    this.#caption.replaceChildren(...(caption.say ? [h("p", {}, caption.say)] : []));
    if (caption.ask) {
      this.#caption.append(
        question(caption, this.#answers.get(this.#step), (answer) => {
          this.#answers.set(this.#step, answer);
          this.#next.focus();
        }),
      );
    }
    if (end) {
      const done = new Set([...finished(), this.#open?.id ?? ""]);
      localStorage.setItem(DONE, [...done].join(" "));
      for (const { sentence } of this.#open?.violations ?? []) {
        this.#caption.append(h("p", { class: "violation" }, `✗ ${sentence}`));
      }
    }
    this.#back.disabled = this.#step === 0;
    say(this.#next, !last ? "Next" : end ? "Next lesson" : "To the end");
  }

  #finish() {
    const at = this.#lessons.findIndex((one) => one.id === this.#open?.id);
    const next = this.#lessons[at + 1];
    if (next) {
      this.start(next.id);
    } else {
      this.#leave();
    }
  }

  #offerWhatIf() {
    const app = /** @type {App} */ (this.#app);
    const seeds = mayFork(app, "seed");
    const changes = mayFork(app, "changes");
    const field = h("input", { type: "number", min: 0, step: 1, value: 1, "aria-label": "Seed" });
    this.#whatIf.hidden = !seeds && !changes;
    this.#whatIf.replaceChildren(
      h("h3", {}, "What if?"),
      ...(changes ? [h("p", {}, "Click a message in a picture to lose or delay it.")] : []),
      ...(seeds ? [h("div", { class: "seed" }, h("span", {}, "Other delays: seed"), field, h("button", { type: "button", onclick: () => fork(app, { seed: Math.max(0, Math.floor(Number(field.value) || 0)) }) }, "Run"))] : []),
    );
  }

  async #draw() {
    const { player } = /** @type {App} */ (this.#app);
    if (this.#drawn === player.log) {
      return;
    }
    this.#drawn = player.log;
    const { log, last } = player;
    try {
      const to = Math.min(last, MOST);
      const [diagram, answer] = await Promise.all([
        get("/api/diagram", { log, from: 1, to }),
        get("/api/log", { log, after: 0, limit: to }),
      ]);
      if (this.#app?.player === player) {
        this.#diagram.goesOn = to < last;
        this.#diagram.show(player.state?.processes ?? [], diagram, answer.events, diagram.cuts[0]?.snapshot ?? null);
      }
    } catch {
      this.#drawn = "";
    }
  }
}

function finished() {
  return (localStorage.getItem(DONE) ?? "").split(" ").filter(Boolean);
}

customElements.define("learn-screen", LearnScreen);
