// @ts-check
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { count, t } from "../words.js";
import { Announcement, AskForSound, Banner, BarButton, Clock, ConnectionDot, isTroubled, NoticesView, Older, SoundButton } from "../kitchen/bar-view.js";
import { Pager } from "../kitchen/grid-view.js";
import { HelpPanel, KeysPanel } from "../kitchen/keys-view.js";
import { MenuPanel } from "../kitchen/menu-view.js";
import { QueuePanel } from "../kitchen/queue-view.js";
import { shortNumber } from "../kitchen/ticket.js";
import { stationName } from "../kitchen/words.js";
import { CardView } from "./card-view.js";
import { OrderPanel } from "./order-panel.js";
import { risk, stateAt } from "./orders.js";
import { LANES } from "./pass.js";

/**
 * @typedef {import("../kitchen/screen.js").Screen} Screen
 * @typedef {import("./pass.js").Pass} Pass
 * @typedef {import("./orders.js").LaneName} LaneName
 */

/** Least width and height of a card, rem. */
const CARD = { width: 14, height: 14.5 };

/** The pass. @param {{screen: Screen, pass: Pass}} props */
export function ExpoView({ screen, pass }) {
  const { house, settings } = screen;
  return html`<div class="kds expo">
    <header class="bar">
      <span class="key where"><${Icon} name="serve" /><b>${t("nav.expo")}</b></span>
      <${LaneTabs} pass=${pass} />
      ${!isTroubled(house) && html`<span class="gap"></span><${AskForSound} sounds=${screen.sounds} settings=${settings} /><${Clock} house=${house} /><${ConnectionDot} house=${house} />`}
      <${Banner} house=${house} />
      <${SoundButton} sounds=${screen.sounds} settings=${settings} />
      <${BarButton} icon="menu" word=${t("kds.menu")} badge=${house.outbox.taps.value.length} onClick=${() => pass.toggle("menu")} />
    </header>
    <main id="main" class="work" tabindex="-1">
      <h1 class="visually-hidden">${t("nav.expo")}</h1>
      <${Warnings} pass=${pass} />
      <div class="lanes">${LANES.map((name) => html`<${LaneView} key=${name} pass=${pass} name=${name} scale=${settings.value.scale} />`)}</div>
    </main>
    <${NoticesView} notices=${screen.notices} />
    <${Summary} pass=${pass} />
    <${Overlay} screen=${screen} pass=${pass} />
  </div>`;
}

/** How many orders are in each lane; a press makes a lane the one that keys are about, and on a phone the one that is shown. @param {{pass: Pass}} props */
function LaneTabs({ pass }) {
  return html`<div class="counts" role="group" aria-label=${t("nav.expo")}>${LANES.map((name) => html`<button type="button" class="key" key=${name} aria-pressed=${String(pass.active.value === name)} onClick=${() => (pass.active.value = name)}>
    ${t(`expo.${name}`)} <b>${pass.cards.value.filter((card) => card.lane === name).length}</b></button>`)}</div>`;
}

/**
 * What needs somebody now: tickets that no screen has confirmed, orders that
 * will be late. The row is always there, so that the lanes below never move.
 * @param {{pass: Pass}} props
 */
function Warnings({ pass }) {
  const risks = pass.risks.value;
  return html`<div class="warnings">
    <div role="alert" class="alarms">${pass.alarms.value.slice(0, 1).map((alarm) => html`<${AlarmView} key=${alarm.key} pass=${pass} alarm=${alarm} more=${pass.alarms.value.length - 1} />`)}</div>
    <section class="risks" aria-label=${t("expo.late_risk")}>
      ${risks.length ? html`<h2><${Icon} name="late" />${t("expo.late_risk")}</h2><ul>
        ${risks.map((card) => html`<li key=${card.id}><button type="button" class="key" onClick=${() => pass.select(card.id)}><b>#${shortNumber(card.order.number)}</b> ${card.order.customerName} <span class="by">${t("expo.risk_by", { n: risk(card) })}</span></button></li>`)}</ul>`
        : html`<p class="calm"><${Icon} name="ready" />${t("expo.no_risk")}</p>`}
    </section>
    <${Older} house=${pass.house} />
  </div>`;
}

/** @param {{pass: Pass, alarm: {key: string, order: import("../../../types/kitchen").KitchenOrder, station: string}, more: number}} props */
function AlarmView({ pass, alarm: { key, order, station }, more }) {
  const number = shortNumber(order.number);
  return html`<p class="alarm"><${Icon} name="late" /><span><b>${t("expo.no_alarm", { s: stationName(pass.house.stations.value, station), n: number })}</b>
      ${more > 0 && html`<b class="mark">${t("kds.more_rows", { n: more })}</b>`} <span class="hint">${t("expo.alarm_hint")}</span></span>
    <button type="button" class="key" onClick=${() => pass.more(order.id)}>#${number}</button>
    <button type="button" class="key" onClick=${() => pass.tell(key)}><${Icon} name="ready" />${t("expo.told")}</button></p>`;
}

/** @param {{pass: Pass, name: LaneName, scale: number}} props */
function LaneView({ pass, name, scale }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const lane = pass.lanes[name];
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const fit = () => {
      const { width, height } = element.getBoundingClientRect();
      if (!width) return;
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const grid = { columns: Math.max(1, Math.floor(width / (CARD.width * rem))), rows: Math.max(1, Math.min(4, Math.floor(height / (CARD.height * rem)))) };
      const before = lane.grid.peek();
      if (grid.columns !== before.columns || grid.rows !== before.rows) lane.grid.value = grid;
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    return () => observer.disconnect();
  }, [scale]);
  const active = pass.active.value === name;
  return html`<section class=${`lane ${name}${active ? " active" : ""}`} aria-labelledby=${`lane-${name}`}>
    <header class="lane-head"><h2 id=${`lane-${name}`}>${t(`expo.${name}`)} <b>${pass.cards.value.filter((card) => card.lane === name).length}</b></h2>
      <${Pager} narrow lane=${lane} stateOf=${(/** @type {string} */ id) => stateOf(pass, id)} /></header>
    <div class="board" ref=${place}><${Cards} pass=${pass} name=${name} active=${active} /></div>
  </section>`;
}

/** @param {Pass} pass @param {string} id */
function stateOf(pass, id) {
  const card = pass.find(id);
  return card ? stateAt(card, pass.house.now.peek()) : "cooking";
}

/** @param {{pass: Pass, name: LaneName, active: boolean}} props */
function Cards({ pass, name, active }) {
  const lane = pass.lanes[name];
  const { cells, grid } = lane.layout.value;
  const now = pass.house.now.value;
  const cards = new Map(pass.cards.value.map((card) => [card.id, card]));
  const waiting = new Set(pass.house.outbox.taps.value.map((tap) => tap.orderId));
  if (!lane.onPage.value?.length) return html`<p class="nothing">${t("expo.nothing")}</p>`;
  return html`<ol class="cells">${lane.onPage.value.map((id) => {
    const card = cards.get(id);
    const cell = cells.get(id);
    return card && cell && html`<${CardView} key=${id} pass=${pass} card=${card} cell=${cell} grid=${grid} active=${active} selected=${pass.selected.value === id} state=${stateAt(card, now)} waits=${waiting.has(id)} />`;
  })}</ol>`;
}

/** @param {{pass: Pass}} props */
function Summary({ pass }) {
  const cards = pass.cards.value;
  const late = cards.filter((card) => stateAt(card, pass.house.now.value) === "late").length;
  const parts = [count("kds.tickets", cards.length), `${t("expo.assemble")}: ${cards.filter((card) => card.lane === "assemble").length}`, late && count("kds.late_count", late)];
  return html`<${Announcement} now=${pass.house.now.value} summary=${parts.filter(Boolean).join(", ")} />`;
}

/** @param {{screen: Screen, pass: Pass}} props */
function Overlay({ screen, pass }) {
  switch (pass.panel.value) {
    case "menu": return html`<${MenuPanel} screen=${screen} />`;
    case "keys": return html`<${KeysPanel} screen=${screen} />`;
    case "queue": return html`<${QueuePanel} screen=${screen} />`;
    case "help": return html`<${HelpPanel} screen=${screen} />`;
    case "more": return html`<${OrderPanel} pass=${pass} />`;
    default: return null;
  }
}
