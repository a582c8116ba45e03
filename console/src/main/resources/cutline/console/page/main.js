/** The page: its frame, its keys, and one picture after the other. */

import "./actions-menu.js";
import "./conservation-bar.js";
import "./log-choice.js";
import "./timeline-bar.js";
import "./bank-screen.js";
import "./space-time-screen.js";
import "./snapshots-screen.js";
import "./compare-screen.js";
import "./learn-screen.js";
import { App } from "./app.js";
import { why } from "./api.js";
import { choose, help } from "./dialogs.js";
import { h } from "./dom.js";
import { exports, permalink, restore } from "./artefacts.js";

/**
 * @typedef {HTMLElement & {show(app: App): void, frame?(now: number): void, hide?(): void,
 *     field?: HTMLElement, key?(key: string): boolean}} Screen
 */

const SCREENS = [
  ["bank", "Bank"],
  ["space-time", "Space-time"],
  ["snapshots", "Snapshots"],
  ["compare", "Compare"],
  ["learn", "Learn"],
];

const app = new App();
const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const nav = /** @type {HTMLElement} */ (document.querySelector("nav"));
const choice = /** @type {import("./log-choice.js").LogChoice} */ (document.querySelector("log-choice"));
const bar = /** @type {import("./conservation-bar.js").ConservationBar} */ (document.querySelector("conservation-bar"));
const timeline = /** @type {import("./timeline-bar.js").TimelineBar} */ (document.querySelector("timeline-bar"));
const menu = /** @type {import("./actions-menu.js").ActionsMenu} */ (document.querySelector("actions-menu"));
/** @type {Map<string, Screen>} */
const screens = new Map();
let current = "";

const tabs = SCREENS.map(([id, name], index) =>
  h("a", { href: `#${id}`, title: `${name} (${index + 1})` }, String(name)),
);
nav.append(...tabs);

/** @param {string} id */
function go(id) {
  const known = SCREENS.some(([one]) => one === id) ? id : "bank";
  if (known !== current) {
    screens.get(current)?.hide?.();
    current = known;
    if (!screens.has(known)) {
      screens.set(known, /** @type {Screen} */ (document.createElement(`${known}-screen`)));
    }
    const screen = /** @type {Screen} */ (screens.get(known));
    main.replaceChildren(screen);
    timeline.guide = null;
    screen.show(app);
    document.title = `${SCREENS.find(([one]) => one === known)?.[1]} · Cutline`;
  }
  tabs.forEach((tab, index) => {
    if (SCREENS[index]?.[0] === known) {
      tab.setAttribute("aria-current", "page");
    } else {
      tab.removeAttribute("aria-current");
    }
  });
}

const screen = () => screens.get(current);

/** @param {string} order */
function order(order) {
  const state = app.player.state;
  if (!state) {
    return;
  }
  if (order === "snapshot" || order === "naive") {
    app.order(order);
  } else if (order === "pause") {
    app.order(app.player.json?.paused ? "resume" : "pause");
  } else if (!app.may(order)) {
    app.order(order);
  } else {
    const down = order === "restart";
    const names = state.processes.filter((name) => state.down.has(name) === down);
    const chosen = app.chosen !== null && names.includes(app.chosen) ? app.chosen : names.length === 1 ? names[0] : undefined;
    if (names.length === 0) {
      app.say(down ? "All branches are up." : "No branch is up.");
    } else if (chosen !== undefined) {
      app.order(order, chosen);
    } else {
      choose(down ? "Restart which branch?" : "Kill which branch?", names, (name) => app.order(order, name));
    }
  }
}

const table = () => void document.body.classList.toggle("tables");
const live = (/** @type {string} */ one) => () => app.may(one);

/** @type {import("./actions-menu.js").Action[]} */
const actions = [
  { key: "S", name: "Take a snapshot", group: "Bank", act: () => order("snapshot"), possible: live("snapshot") },
  { key: "N", name: "Add the balances up (naive)", group: "Bank", act: () => order("naive"), possible: live("naive") },
  { key: "K", name: "Kill a branch", group: "Bank", act: () => order("kill"), possible: live("kill") },
  { key: "R", name: "Restart a branch", group: "Bank", act: () => order("restart"), possible: live("restart") },
  { key: "P", name: "Pause or resume transfers", group: "Bank", act: () => order("pause"), possible: live("pause") },
  { key: "Space", name: "Play or pause", group: "Time", act: () => app.player.toggle() },
  { key: "→", name: "Step", group: "Time", act: () => timeline.step() },
  { key: "←", name: "Back", group: "Time", act: () => timeline.back() },
  { key: "End", name: "To the newest", group: "Time", act: () => app.player.follow() },
  ...SCREENS.map(([id, name], index) => ({
    key: String(index + 1),
    name: String(name),
    group: "Show",
    act: () => (location.hash = String(id)),
  })),
  { key: "X", name: "Straighten the cut", group: "Show", act: () => screen()?.key?.("x"), possible: () => current === "space-time" },
  { key: "T", name: "As a table", group: "Show", act: table },
  { key: "/", name: "Search", group: "Show", act: () => screen()?.field?.focus(), possible: () => screen()?.field !== undefined },
  ...exports(app),
  { key: "L", name: "Copy a link to this place", group: "Keep", act: () => permalink(app) },
  { key: "?", name: "Keys and signs", group: "Keep", act: () => help(actions.filter(({ key }) => key !== "").map(({ key, name }) => [key, name])) },
];
menu.actions = actions;
app.addEventListener("act", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail === "table") {
    table();
  } else {
    order(detail);
  }
});

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("dialog")) {
    return;
  }
  if (target.matches("input:not([type=range]), textarea, select")) {
    if (event.key === "Escape") {
      /** @type {HTMLElement} */ (target).blur();
    }
    return;
  }
  if (target.matches("input[type=range]") && /^(Arrow|Home|End|Page)/.test(event.key)) {
    return;
  }
  const onButton = target.matches("button, a, summary, [role=button]");
  if (screen()?.key?.(event.key)) {
    event.preventDefault();
    return;
  }
  const key = { " ": "SPACE", ArrowRight: "→", ArrowLeft: "←" }[event.key] ?? event.key.toUpperCase();
  const action = actions.find((one) => one.key.toUpperCase() === key);
  if (action && !(onButton && event.key === " ")) {
    event.preventDefault();
    action.act();
  }
});

addEventListener("hashchange", () => go(location.hash.slice(1)));
document.addEventListener("visibilitychange", () => app.player.show(!document.hidden));

let changed = true;
app.addEventListener("player", () => {
  const { player } = app;
  player.addEventListener("change", () => (changed = true));
  player.addEventListener("jump", () => (changed = true));
  choice.show(app);
  timeline.show(player);
  screens.forEach((one, id) => id === current && one.show(app));
  changed = true;
});
app.addEventListener("logs", () => choice.show(app));
app.addEventListener("there", (event) => {
  const { there, why } = /** @type {CustomEvent} */ (event).detail;
  choice.reach(there, why);
});
app.addEventListener("guide", (event) => (timeline.guide = /** @type {CustomEvent} */ (event).detail));

let before = performance.now();
/** @param {number} now */
function frame(now) {
  const millis = Math.max(0, now - before);
  before = now;
  app.player.tick(millis);
  if (changed && app.player.state) {
    changed = false;
    bar.show(app.player.state);
    timeline.update();
  }
  if (app.player.state) {
    screen()?.frame?.(now);
  }
  requestAnimationFrame(frame);
}

try {
  await app.refreshLogs();
  await restore(app);
  go(location.hash.slice(1));
  requestAnimationFrame((now) => {
    before = now;
    frame(now);
  });
  const fromTheStart = app.player.mode !== "live" && !new URLSearchParams(location.search).has("t");
  if (fromTheStart && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    app.player.play();
  }
} catch (problem) {
  main.replaceChildren(h("p", { class: "empty", role: "alert" }, why(problem)));
}
