// @ts-check
// /expo: puts the parts together.
import { signal } from "@preact/signals";
import { render } from "preact";
import { html } from "../components/html.js";
import { commonActions, laneActions, listenForKeys } from "../kitchen/keyboard.js";
import { Link } from "../kitchen/link.js";
import { Screen } from "../kitchen/screen.js";
import { ExpoView } from "./expo-view.js";
import { LANES, Pass } from "./pass.js";

/**
 * The pass on any line; the gallery has one without a server.
 * @param {HTMLElement} place
 * @param {(listener: import("../kitchen/link.js").Listener) => import("../kitchen/house.js").Line} line
 * @param {import("../kitchen/shelf.js").Shelf} [shelf]
 */
export async function openExpo(place, line, shelf) {
  const screen = await Screen.at("expo", signal(["all"]), line, shelf);
  const pass = new Pass(screen.house, screen.notices);
  screen.hands = pass;
  listenForKeys(screen, actions(screen, pass));
  place.replaceChildren();
  render(html`<${ExpoView} screen=${screen} pass=${pass} />`, place);
  await screen.house.open("expo");
  screen.run(pass.looks);
  return { screen, pass };
}

/** @param {Screen} screen @param {Pass} pass @returns {Parameters<typeof listenForKeys>[1]} */
function actions(screen, pass) {
  const current = (/** @type {(card: import("./orders.js").Card) => void} */ act) => () => {
    if (pass.current) act(pass.current);
  };
  const { all_day: _, ...common } = commonActions(screen);
  return {
    ...common,
    ...laneActions(() => pass.lane, pass.selected, (id) => pass.select(id)),
    left: () => turn(pass, -1),
    right: () => turn(pass, 1),
    slot: (slot) => {
      const card = pass.find(pass.lane.inSlot(slot + 1));
      if (card?.lane === "cooking" || (card && screen.settings.peek().digits === "select")) pass.select(card.id);
      else if (card) pass.step(card);
    },
    bump: current((card) => pass.step(card)),
    hold: current((card) => pass.hold(card)),
    rush: current((card) => pass.rush(card)),
    recall: current((card) => pass.more(card.id)),
    undo: () => void screen.notices.act(),
  };
}

/** To the lane beside, where there are cards. @param {Pass} pass @param {-1 | 1} step */
function turn(pass, step) {
  const at = LANES.indexOf(pass.active.peek()) + step;
  if (at < 0 || at >= LANES.length) return;
  pass.active.value = LANES[at];
  pass.selected.value = pass.lane.onPage.peek()[0] ?? "";
}

const place = document.getElementById("expo");
if (place) void openExpo(place, (listener) => new Link(listener));
