// @ts-check
// /kitchen and /kitchen/{station}: puts the parts together.
import { computed, signal } from "@preact/signals";
import { render } from "preact";
import { html } from "../components/html.js";
import { Board } from "./board.js";
import { keepStations, keptStations } from "./device.js";
import { Hands } from "./hands.js";
import { commonActions, laneActions, listenForKeys } from "./keyboard.js";
import { AllDayScreen, KitchenView } from "./kitchen-view.js";
import { Link } from "./link.js";
import { reportSeen } from "./receipts.js";
import { Screen } from "./screen.js";
import { unreadTasks } from "./ticket.js";

/** The stations in the address, else those of the last time, else all. */
function stationsHere() {
  const named = decodeURIComponent(location.pathname.split("/")[2] ?? "");
  if (named) return named.split(",");
  const kept = keptStations();
  return kept.length ? kept : ["all"];
}

/**
 * A kitchen screen on any line; the gallery has one without a server.
 * @param {HTMLElement} place @param {string[]} stations
 * @param {(listener: import("./link.js").Listener) => import("./house.js").Line} line
 * @param {import("./shelf.js").Shelf} [shelf]
 */
export async function openKitchen(place, stations, line, shelf) {
  const screen = await Screen.at("kitchen", signal(stations), line, shelf);
  const board = new Board(screen.house, screen.settings);
  const hands = new Hands(board, screen.notices);
  screen.hands = hands;
  const view = new URLSearchParams(location.search).get("view");
  listenForKeys(screen, actions(screen, board, hands));
  place.replaceChildren();
  render(html`<${view === "all-day" ? AllDayScreen : KitchenView} screen=${screen} board=${board} hands=${hands} moveTo=${(/** @type {string[]} */ to) => moveTo(screen, to)} />`, place);
  reportSeen(board);
  await screen.house.open(stations.join("+"));
  screen.run(looks(board));
  return { screen, board };
}

/** @param {Screen} screen @param {string[]} stations */
function moveTo(screen, stations) {
  keepStations(stations);
  history.replaceState(null, "", `/kitchen${stations.includes("all") ? "" : `/${stations.map(encodeURIComponent).join(",")}`}${location.search}`);
  screen.house.moveTo(stations);
}

/** @param {Board} board */
function looks({ visible, states, touched }) {
  return computed(() => visible.value.map((ticket) => ({
    id: ticket.id, state: states.value.get(ticket.id) ?? "new", changes: unreadTasks(ticket).join(), touched: touched.value.has(ticket.id),
  })));
}

/** @param {Screen} screen @param {Board} board @param {Hands} hands @returns {Parameters<typeof listenForKeys>[1]} */
function actions(screen, board, hands) {
  const current = (/** @type {(ticket: import("../../../types/kitchen").Ticket) => void} */ act) => () => {
    if (board.current) act(board.current);
  };
  return {
    ...commonActions(screen),
    ...laneActions(() => board.lane, board.selected, (id) => board.select(id)),
    slot: (slot) => {
      const ticket = board.inSlot(slot);
      if (ticket && screen.settings.peek().digits === "bump") hands.bump(ticket);
      else if (ticket) board.select(ticket.id);
    },
    bump: current((ticket) => hands.bump(ticket)),
    tick: current((ticket) => hands.tickNext(ticket)),
    start: current((ticket) => hands.start(ticket)),
    hold: current((ticket) => hands.hold(ticket)),
    rush: current((ticket) => hands.rush(ticket)),
    undo: () => screen.notices.act() || hands.undo(),
    recall: () => hands.recallLast(),
    recalls: () => hands.toggle("recall"),
    stations: () => hands.toggle("stations"),
    search: () => hands.toggle("search"),
  };
}

const place = document.getElementById("kitchen");
if (place) void openKitchen(place, stationsHere(), (listener) => new Link(listener));
