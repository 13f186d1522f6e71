// @ts-check
// The live part of the start page: a dot that says whether the server answers
// now, and figures that follow every order.
import { io } from "socket.io-client";
import { number, t } from "./words.js";

/** How long to gather events before asking for the figures again, in ms. */
const GATHER = 200;

/** @param {"live" | "reconnecting" | "offline"} state */
function show(state) {
  const dot = document.querySelector(".connection");
  if (!(dot instanceof HTMLElement)) return;
  dot.dataset.state = state;
  dot.querySelector("[data-word]")?.replaceChildren(t(`conn.${state}`));
}

async function refresh() {
  const answer = await fetch("/orders/stats/overview").catch(() => null);
  if (!answer?.ok) return;
  const overview = /** @type {import("../../types/wire").Statistics} */ (await answer.json());
  const figures = { ...overview.stats, clients: overview.totalConnectedClients };
  for (const [name, value] of Object.entries(figures)) {
    document.querySelector(`[data-figure="${name}"]`)?.replaceChildren(number(value));
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
function soon() {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    void refresh();
  }, GATHER);
}

const socket = io();
socket.on("connect", () => {
  show("live");
  soon();
});
socket.on("disconnect", () => show("reconnecting"));
socket.on("connect_error", () => show("reconnecting"));
socket.onAny(soon);
