/** What one takes along: pictures, logs for other programs, and links that lead back here. */

import { address, post } from "./api.js";
import { h } from "./dom.js";

/** @typedef {import("./app.js").App} App */

const FORMATS = [
  ["svg", "Picture (SVG)"],
  ["png", "Picture (PNG)"],
  ["json", "Log as JSON"],
  ["ndjson", "Event log (NDJSON)"],
  ["shiviz", "ShiViz log"],
  ["mermaid", "Mermaid diagram"],
];

/** @param {App} app @returns {import("./actions-menu.js").Action[]} */
export function exports(app) {
  return FORMATS.map(([format, name]) => ({
    key: "",
    name: String(name),
    group: "Keep",
    act: () => (format === "png" ? png(app) : save(app, String(format))),
  }));
}

/** @param {App} app @param {string} format */
function save(app, format) {
  const suffix = { shiviz: "log", mermaid: "mmd" }[format] ?? format;
  download(address("/api/export", { log: app.player.log, format }), `cutline-${app.player.log}.${suffix}`);
}

/** @param {App} app */
async function png(app) {
  const image = new Image();
  image.src = address("/api/export", { log: app.player.log, format: "svg" });
  try {
    await image.decode();
    const scale = Math.min(2, 8_000 / image.naturalWidth);
    const canvas = h("canvas", {
      width: Math.round(image.naturalWidth * scale),
      height: Math.round(image.naturalHeight * scale),
    });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      if (blob) {
        const url = URL.createObjectURL(blob);
        download(url, `cutline-${app.player.log}.png`);
        setTimeout(() => URL.revokeObjectURL(url), 10_000);
      }
    });
  } catch {
    app.say("The picture could not be made.", "bad");
  }
}

/** @param {string} href @param {string} name */
function download(href, name) {
  const link = h("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

/** A link to the same log, place and screen; a simulation is run anew from what it was made of. @param {App} app */
export async function permalink(app) {
  const { player } = app;
  const info = app.logs.find((log) => log.id === player.log);
  const t = player.following ? null : player.seq;
  const query =
    info?.mode === "simulation"
      ? { lesson: info.lesson, scenario: info.lesson ? null : info.scenario, seed: info.seed, t }
      : { log: player.log === "main" ? null : player.log, t };
  const link = new URL(address(location.pathname, query) + location.hash, location.href).href;
  history.replaceState(null, "", link);
  try {
    await navigator.clipboard.writeText(link);
    app.say("The link is in the clipboard, and in the address bar.");
  } catch {
    app.say("The link is in the address bar.");
  }
}

/** Opens what the address asks for. @param {App} app */
export async function restore(app) {
  const query = new URLSearchParams(location.search);
  const number = (/** @type {string} */ name) => (/^\d{1,18}$/.test(query.get(name) ?? "") ? Number(query.get(name)) : null);
  const lesson = query.get("lesson");
  const scenario = query.get("scenario");
  const t = number("t");
  if (lesson !== null || scenario !== null) {
    try {
      const seed = number("seed");
      const made = await post("/api/simulations", {
        ...(lesson === null ? { scenario } : { lesson }),
        ...(seed === null ? {} : { seed }),
      });
      await app.refreshLogs();
      await app.open(made.log, t ?? 0);
      return;
    } catch {
      app.say("What this link leads to is not here.", "bad");
    }
  }
  const log = query.get("log") ?? "main";
  const info = app.logs.find((one) => one.id === log);
  if (!info) {
    app.say("What this link leads to is not here any more.", "bad");
  }
  const mode = info?.mode ?? app.logs[0]?.mode;
  await app.open(info ? log : "main", t ?? (mode === "live" ? null : 0));
}
