// @ts-check
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { count, t } from "../words.js";
import { AllDayList, AllDayPanel } from "./all-day-view.js";
import { Announcement, AskForSound, Banner, BarButton, Clock, ConnectionDot, isTroubled, NoticesView, Older, SoundButton } from "./bar-view.js";
import { GridView, Pager } from "./grid-view.js";
import { HelpPanel, KeysPanel } from "./keys-view.js";
import { MenuPanel } from "./menu-view.js";
import { QueuePanel } from "./queue-view.js";
import { RecallPanel } from "./recall-view.js";
import { StationsPanel, whereWord } from "./stations-view.js";
import { ConfirmPanel, TicketPanel } from "./ticket-panel.js";

/**
 * @typedef {import("./screen.js").Screen} Screen
 * @typedef {import("./board.js").Board} Board
 * @typedef {import("./hands.js").Hands} Hands
 * @typedef {{screen: Screen, board: Board, hands: Hands, moveTo: (stations: string[]) => void}} Props
 */

/** A kitchen screen. @param {Props} props */
export function KitchenView({ screen, board, hands, moveTo }) {
  const { settings } = screen;
  return html`<div class="kds">
    <${Bar} screen=${screen} board=${board} />
    <main id="main" class="work" tabindex="-1">
      <h1 class="visually-hidden">${t("nav.kitchen")}: ${whereWord(board)}</h1>
      <${GridView} board=${board} hands=${hands} />
      ${settings.value.allDay && html`<${AllDayPanel} board=${board} />`}
    </main>
    <${Foot} screen=${screen} board=${board} />
    <${Summary} board=${board} />
    <${Panels} screen=${screen} board=${board} hands=${hands} moveTo=${moveTo} />
  </div>`;
}

/** @param {{screen: Screen, board: Board}} props */
function Bar({ screen, board }) {
  const { hands, house, settings } = screen;
  return html`<header class="bar">
    <button type="button" class="key where" onClick=${() => hands.toggle("stations")}><${Icon} name="station" /><b>${whereWord(board)}</b><${Icon} name="down" /></button>
    ${!isTroubled(house) && html`<${Counts} board=${board} /><span class="gap"></span><${Clock} house=${house} /><${ConnectionDot} house=${house} />`}
    <${Banner} house=${house} />
    <${SoundButton} sounds=${screen.sounds} settings=${settings} />
    <${BarButton} icon="total" word=${t("kds.all_day")} pressed=${settings.value.allDay} onClick=${() => (settings.value = { ...settings.value, allDay: !settings.value.allDay })} />
    <${BarButton} icon="recall" word=${t("kds.recall")} onClick=${() => hands.toggle("recall")} />
    <${BarButton} icon="menu" word=${t("kds.menu")} badge=${house.outbox.taps.value.length} onClick=${() => hands.toggle("menu")} />
  </header>`;
}

/** How many there are, due and late; a press shows the first of them. @param {{board: Board}} props */
function Counts({ board }) {
  const { all, soon, late } = board.counts.value;
  const first = (/** @type {string} */ state) => () => {
    const ticket = board.visible.peek().find(({ id }) => !state || board.states.peek().get(id) === state);
    if (ticket) board.select(ticket.id);
  };
  return html`<div class="counts" role="group" aria-label=${t("kds.counts")}>
    <button type="button" class="key all" onClick=${first("")}>${t("kds.all")} <b>${all}</b></button>
    <button type="button" class=${soon ? "key soon" : "key"} onClick=${first("soon")}><${Icon} name="clock" />${t("kds.due")} <b>${soon}</b></button>
    <button type="button" class=${late ? "key late" : "key"} onClick=${first("late")}><${Icon} name="late" />${t("state.late")} <b>${late}</b></button>
  </div>`;
}

/** @param {{screen: Screen, board: Board}} props */
function Foot({ screen, board }) {
  const searching = screen.hands.panel.value === "search" || board.search.value;
  const { types, channels } = screen.settings.value;
  return html`<footer class="under">
    <${Pager} lane=${board.lane} stateOf=${(/** @type {string} */ id) => board.states.value.get(id) ?? "new"} />
    ${searching && html`<${Search} screen=${screen} board=${board} />`}
    ${(types.length > 0 || channels.length > 0) && html`<button type="button" class="key filtered" onClick=${() => (screen.settings.value = { ...screen.settings.value, types: [], channels: [] })}>
      <${Icon} name="cancelled" />${t("kds.filtered")}</button>`}
    <${Older} house=${screen.house} />
    <${AskForSound} sounds=${screen.sounds} settings=${screen.settings} />
    <${NoticesView} notices=${screen.notices} />
  </footer>`;
}

/** @param {{screen: Screen, board: Board}} props */
function Search({ screen, board }) {
  const ready = (/** @type {HTMLInputElement | null} */ input) => void (screen.hands.panel.peek() === "search" && input?.focus());
  const typed = (/** @type {any} */ event) => (board.search.value = event.currentTarget.value);
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") screen.hands.close();
    if (event.key !== "Enter") return;
    screen.hands.panel.value = "";
    const [first] = board.visible.peek();
    if (first) board.select(first.id);
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.blur();
  };
  return html`<label class="search"><${Icon} name="search" /><span class="visually-hidden">${t("kds.search_hint")}</span>
    <input class="input" type="search" placeholder=${t("kds.search_hint")} autocomplete="off" ref=${ready} value=${board.search.value} onInput=${typed} onKeyDown=${pressed} /></label>`;
}

/** @param {{board: Board}} props */
function Summary({ board }) {
  const { all, new: fresh, late } = board.counts.value;
  const parts = [count("kds.tickets", all), fresh && count("kds.new_count", fresh), late && count("kds.late_count", late)];
  return html`<${Announcement} now=${board.house.now.value} summary=${parts.filter(Boolean).join(", ")} />`;
}

/** @param {Props} props */
function Panels({ screen, board, hands, moveTo }) {
  switch (hands.panel.value) {
    case "stations": return html`<${StationsPanel} board=${board} hands=${hands} moveTo=${moveTo} />`;
    case "recall": return html`<${RecallPanel} board=${board} hands=${hands} />`;
    case "menu": return html`<${MenuPanel} screen=${screen} />`;
    case "keys": return html`<${KeysPanel} screen=${screen} />`;
    case "queue": return html`<${QueuePanel} screen=${screen} />`;
    case "help": return html`<${HelpPanel} screen=${screen} />`;
    case "more": return html`<${TicketPanel} board=${board} hands=${hands} />`;
    case "confirm": return html`<${ConfirmPanel} hands=${hands} />`;
    default: return null;
  }
}

/** Totals and nothing else, for a screen over the fridge. @param {Props} props */
export function AllDayScreen({ screen, board, hands, moveTo }) {
  const { house } = screen;
  return html`<div class="kds all-day-screen">
    <header class="bar">
      <button type="button" class="key where" onClick=${() => hands.toggle("stations")}><${Icon} name="station" /><b>${whereWord(board)}</b><${Icon} name="down" /></button>
      ${!isTroubled(house) && html`<span class="gap"></span><${Clock} house=${house} /><${ConnectionDot} house=${house} />`}<${Banner} house=${house} />
      <a class="key" href=${location.pathname}><${Icon} name="receipt" /><span class="word">${t("nav.kitchen")}</span></a>
      <${BarButton} icon="menu" word=${t("kds.menu")} onClick=${() => hands.toggle("menu")} />
    </header>
    <main id="main" class="work" tabindex="-1"><h1>${t("kds.all_day")}</h1><${AllDayList} board=${board} /></main>
    <footer class="under"><${Older} house=${house} /><${NoticesView} notices=${screen.notices} /></footer>
    <${Panels} screen=${screen} board=${board} hands=${hands} moveTo=${moveTo} />
  </div>`;
}
