// @ts-check
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { count, t, timeOfDay } from "../words.js";
import { optionText } from "../kitchen/all-day.js";
import { shortNumber } from "../kitchen/ticket.js";
import { clock, minutes } from "../kitchen/timing.js";
import { facts, stateIcon, stationName } from "../kitchen/words.js";
import { risk, waitsFor } from "./orders.js";

/**
 * @typedef {import("./pass.js").Pass} Pass
 * @typedef {import("./orders.js").Card} Card
 * @typedef {import("../../../types/kitchen").Task} Task
 */

/** How long the button is held to send an order with open lines, ms. */
const HOLD = 1_000;

/** @param {{pass: Pass, card: Card, cell: import("../../../types/kitchen").Cell, grid: {columns: number, rows: number}, selected: boolean, active: boolean, state: import("../../../types/kitchen").TicketState, waits: boolean}} props */
export function CardView({ pass, card, cell, grid, selected, active, state, waits }) {
  const { order } = card;
  const id = `order-${card.id}`;
  const place = { left: `${(100 * cell.column) / grid.columns}%`, top: `${(100 * cell.row) / grid.rows}%`, width: `${100 / grid.columns}%`, height: `${100 / grid.rows}%` };
  const more = (/** @type {Event} */ event) => { event.preventDefault(); event.stopPropagation(); pass.more(card.id); };
  return html`<li class="cell" style=${place}>
    <article class=${`ticket order ${state}${selected ? " selected" : ""}`} aria-labelledby=${id} data-order=${card.id} onClick=${() => pass.select(card.id)} onContextMenu=${more}>
      <header class="strip">
        <div class="strip-row"><span class="slot" aria-hidden="true">${active && cell.slot <= 10 ? cell.slot % 10 : ""}</span>
          <h3 class="number" id=${id}>#${shortNumber(order.number)}</h3>
          <span class="who"><b>${order.customerName}</b><span>${facts(order)[0]}</span></span>
          <span class="timer">${card.done}/${card.total}<span class="visually-hidden"> ${t("state.ready")}</span></span></div>
        <div class="strip-row"><span class="state"><${Icon} name=${stateIcon(state)} /><b><${Where} pass=${pass} card=${card} state=${state} /></b></span>
          <span class="marks">${order.rushAt && html`<b class="mark"><${Icon} name="rush" /><span class="visually-hidden">${t("mark.rush")}</span></b>`}
            ${risk(card) > 0 && html`<b class="mark"><${Icon} name="late" /><span class="visually-hidden">${t("expo.late_risk")} </span>${t("expo.risk_by", { n: risk(card) })}</b>`}
            ${card.promise && html`<span class="promise"><${Icon} name="clock" /><span class="visually-hidden">${t("kds.promised")}</span>${timeOfDay(card.promise)}</span>`}</span></div>
      </header>
      <${Lines} pass=${pass} card=${card} />
      <footer class="foot">
        <${Step} pass=${pass} card=${card} />
        ${waits && html`<span class="waits"><${Icon} name="clock" /><span class="visually-hidden">${t("kds.waits")}</span></span>`}
        <button type="button" class="more" aria-label=${`${t("kds.more")} #${shortNumber(order.number)}`} onClick=${more}><${Icon} name="more" /></button>
      </footer>
    </article></li>`;
}

/** What the order waits for, or how long it has waited. @param {{pass: Pass, card: Card, state: import("../../../types/kitchen").TicketState}} props */
function Where({ pass, card, state }) {
  const now = pass.house.now.value;
  const stations = pass.house.stations.value;
  if (card.lane === "waiting") return html`${t("expo.since")} <span class="num">${clock(now - card.since)}</span>`;
  if (card.lane === "assemble") return t("expo.assemble");
  const wait = waitsFor(card, now);
  const late = state === "late" ? `${t("state.late")} +${minutes(now - (card.promise ?? now))} · ` : "";
  if (!wait) return t(`state.${state}`);
  const station = stationName(stations, wait.station);
  return late + (wait.minutes ? t("expo.waits_for_about", { s: station, n: wait.minutes }) : t("expo.waits_for", { s: station }));
}

/** @param {{pass: Pass, card: Card}} props */
function Lines({ pass, card }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const [hidden, setHidden] = useState(0);
  const look = () => setHidden(below(list.current));
  useLayoutEffect(look, [card, pass.lanes[card.lane].grid.value]);
  return html`<div class="list"><ul class=${hidden ? "lines overfull" : "lines"} ref=${list} onScroll=${look} tabindex=${hidden ? 0 : -1}>
    ${card.lines.map(({ item, tasks }) => html`<li key=${item.id} class=${tasks.every((task) => task.state === "done") ? "line done" : "line"}>
      <span class="dish"><span class="name"><b class="qty">${item.quantity - (item.voided ?? 0)}×</b> ${item.name}</span>
        ${(item.allergies ?? []).length > 0 && html`<span class="allergy"><${Icon} name="late" />${t("kds.allergy")}: ${(item.allergies ?? []).join(", ")}</span>`}
        ${(item.options?.length || item.notes) && html`<span class="note">${[...(item.options ?? []).map(optionText), item.notes && `“${item.notes}”`].filter(Boolean).join(", ")}</span>`}</span>
      <span class="chips">${tasks.map((task) => html`<${StationChip} key=${task.id} pass=${pass} task=${task} />`)}</span>
    </li>`)}
  </ul>${hidden > 0 && html`<p class="hidden-rows">${t("kds.more_rows", { n: hidden })}</p>`}</div>`;
}

/** @param {HTMLElement | null} list */
function below(list) {
  if (!list) return 0;
  const end = list.getBoundingClientRect().bottom;
  return [...list.children].filter((row) => row.getBoundingClientRect().bottom > end + 6).length;
}

const CHIP_ICONS = /** @type {Record<string, string>} */ ({ held: "hold", queued: "pending", started: "in_progress", done: "ready" });
const CHIP_STATES = /** @type {Record<string, string>} */ ({ held: "held", queued: "new", started: "cooking", done: "ready" });

/** A station and how far it is. @param {{pass: Pass, task: Task}} props */
function StationChip({ pass, task }) {
  const now = pass.house.now.value;
  const since = task.state === "started" && task.startedAt ? clock(now - Date.parse(task.startedAt)) : task.state === "done" && task.doneAt ? timeOfDay(task.doneAt) : "";
  const again = task.remakeOf ? t("mark.remake") : task.recalls && task.state !== "done" ? t("mark.recalled") : "";
  return html`<span class=${`station-chip ${task.state}`}><${Icon} name=${CHIP_ICONS[task.state] ?? "pending"} />
    <span class="visually-hidden">${t(`state.${CHIP_STATES[task.state] ?? "new"}`)}: </span><span class="at-station">${stationName(pass.house.stations.value, task.station)}</span>
    ${since && html`<span class="num">${since}</span>`}${again && html`<b class="mark">${again}</b>`}</span>`;
}

/** Order up, or handed over. @param {{pass: Pass, card: Card}} props */
function Step({ pass, card }) {
  const number = shortNumber(card.order.number);
  if (card.lane === "waiting") {
    return html`<button type="button" class="bump" aria-label=${`${t("expo.handed_over")} #${number}`} onClick=${stop(() => pass.serve(card))}><${Icon} name="serve" />${t("expo.handed_over")}</button>`;
  }
  if (card.lane === "assemble") {
    return html`<button type="button" class="bump up" aria-label=${`${t("expo.order_up")} #${number}`} onClick=${stop(() => pass.passOn(card))}><${Icon} name="bell" />${t("expo.order_up")}</button>`;
  }
  return html`<${HoldButton} act=${() => pass.passOn(card, true)}>
    <span class="hold-words">${count("expo.lines_open", card.total - card.done)} <small>${t("expo.hold_to_force")}</small></span><span class="visually-hidden"> #${number}</span><//>`;
}

/** @param {() => void} act */
const stop = (act) => (/** @type {Event} */ event) => { event.stopPropagation(); act(); };

/** A button that has to be held, by finger or key. @param {{act: () => void, children?: any}} props */
function HoldButton({ act, children }) {
  const [holding, setHolding] = useState(false);
  useEffect(() => {
    if (!holding) return;
    const timer = setTimeout(() => { setHolding(false); act(); }, HOLD);
    return () => clearTimeout(timer);
  }, [holding]);
  const begin = (/** @type {Event} */ event) => { event.stopPropagation(); setHolding(true); };
  const end = () => setHolding(false);
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat) begin(event);
  };
  return html`<button type="button" class=${holding ? "bump force holding" : "bump force"} onPointerDown=${begin} onPointerUp=${end} onPointerLeave=${end} onPointerCancel=${end}
    onKeyDown=${keyed} onKeyUp=${end} onBlur=${end} onClick=${stop(() => undefined)} onContextMenu=${(/** @type {Event} */ e) => { e.preventDefault(); e.stopPropagation(); }}>${children}</button>`;
}
