// @ts-check
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { t, timeOfDay } from "../words.js";
import { optionText } from "./all-day.js";
import { clock, turningPoints } from "./timing.js";
import { facts, stateIcon, stateSentence, stationName } from "./words.js";

/**
 * @typedef {import("../../../types/kitchen").Ticket} Ticket
 * @typedef {import("../../../types/kitchen").Row} Row
 * @typedef {import("./board.js").Board} Board
 * @typedef {import("../../../types/kitchen").TicketState} TicketState
 */

/** Two taps on the strip within this time are one bump, ms. */
const DOUBLE = 400;

/**
 * A ticket on the board. It is drawn again only when one of these changes.
 * @param {{board: Board, hands: import("./hands.js").Hands, ticket: Ticket, state: TicketState,
 *   cell: import("../../../types/kitchen").Cell, columns: number, rows: number, selected: boolean, lit: boolean, fresh: boolean, waiting: string}} props
 * waiting: ids of tasks whose taps are on their way, joined
 */
export function TicketView({ board, hands, ticket, state, cell, columns, rows, selected, lit, fresh, waiting }) {
  const id = `ticket-${ticket.id}`;
  const place = {
    left: `${(100 * cell.column) / columns}%`, top: `${(100 * cell.row) / rows}%`,
    width: `${(100 * cell.span) / columns}%`, height: `${100 / rows}%`,
  };
  const look = ["ticket", state, selected && "selected", lit && "lit", ticket.cancelled && "cancelled", ticket.rush > 0 && "rush", cell.span > 1 && "wide"];
  return html`<li class="cell" style=${place}>
    <article class=${look.filter(Boolean).join(" ")} aria-labelledby=${id} data-order=${ticket.id} onClick=${() => board.select(ticket.id)}
      onContextMenu=${(/** @type {Event} */ event) => { event.preventDefault(); hands.more(ticket); }}>
      <${Strip} board=${board} hands=${hands} ticket=${ticket} state=${state} slot=${cell.slot} id=${id} fresh=${fresh} />
      <${Facts} board=${board} ticket=${ticket} />
      ${board.settings.value.view === "list" ? html`<${Brief} hands=${hands} ticket=${ticket} />`
        : html`<${Rows} board=${board} hands=${hands} ticket=${ticket} span=${cell.span} columns=${columns - cell.column} waiting=${waiting} />`}
      <${Foot} board=${board} hands=${hands} ticket=${ticket} />
    </article>
  </li>`;
}

/** @param {{board: Board, hands: import("./hands.js").Hands, ticket: Ticket, state: TicketState, slot: number, id: string, fresh: boolean}} props */
function Strip({ board, hands, ticket, state, slot, id, fresh }) {
  const last = useRef(0);
  const tapped = () => {
    const now = Date.now();
    if (now - last.current < DOUBLE) hands.bump(ticket);
    last.current = now;
  };
  return html`<header class="strip" onClick=${tapped}>
    <span class="slot" aria-hidden="true">${slot > 10 ? "" : slot % 10}</span>
    <h2 class="number" id=${id}>#${ticket.number}</h2>
    <${Timer} board=${board} ticket=${ticket} />
    <span class="state"><${Icon} name=${stateIcon(state)} /><b><${StateWord} board=${board} ticket=${ticket} state=${state} /></b></span>
    <span class="marks">
      ${ticket.rush > 0 && html`<b class="mark"><${Icon} name="rush" />${t("mark.rush")}</b>`}
      ${ticket.marks.filter((mark) => mark !== "rush" && mark !== "void").map((mark) => html`<b class="mark" key=${mark}>${t(`mark.${mark}`)}</b>`)}
      ${fresh && html`<b class="mark">${t("mark.offline")}</b>`}
      ${ticket.cancelled && html`<b class="mark">${t("status.cancelled")}</b>`}
    </span>
  </header>`;
}

/** Counts up from firing, or down to the promise. @param {{board: Board, ticket: Ticket}} props */
function Timer({ board, ticket }) {
  const now = board.house.now.value;
  const { late } = turningPoints(ticket, board.limits(ticket));
  const down = board.settings.value.timer === "down" && !ticket.held;
  const shown = down ? (late < now ? `+${clock(now - late)}` : clock(late - now)) : clock(now - ticket.firedAt);
  return html`<span class="timer" aria-hidden="true">${ticket.held ? "" : shown}</span>`;
}

/** "Late +1:40" for eyes, "late by 2 min" for ears. @param {{board: Board, ticket: Ticket, state: TicketState}} props */
function StateWord({ board, ticket, state }) {
  const now = board.house.now.value;
  const limits = board.limits(ticket);
  const { late } = turningPoints(ticket, limits);
  const sentence = stateSentence(ticket, state, now, limits);
  if (state !== "late") return sentence;
  return html`<span aria-hidden="true">${t("state.late")} +${clock(now - late)}</span><span class="visually-hidden">${sentence}</span>`;
}

/** @param {{board: Board, ticket: Ticket}} props */
function Facts({ board, ticket }) {
  const [where, ...rest] = facts(ticket.order);
  const when = ticket.promise;
  return html`<p class="facts"><span><b>${where}</b>${rest.map((fact) => html`<span key=${fact}>${fact}</span>`)}</span>
    ${when && html`<span class="promise"><${Icon} name="clock" /><span class="visually-hidden">${t("kds.promised")}</span>${timeOfDay(when)}</span>`}
    <${Shares} board=${board} ticket=${ticket} /></p>`;
}

/** @param {{board: Board, ticket: Ticket}} props */
function Shares({ board, ticket }) {
  if (!ticket.shares.length) return null;
  const stations = board.house.stations.value;
  return html`<span class="shares">${t("kds.also_at")} ${ticket.shares.map(({ station, done, total }) => html`<span key=${station} class=${done === total ? "share done" : "share"}>
    ${stationName(stations, station)} ${done === total ? html`<${Icon} name="ready" />` : html`${done}/${total}`}<span class="visually-hidden">${done === total ? t("state.ready") : ""}</span></span>`)}</span>`;
}

/** The whole ticket in a line or two: allergies and changes first, then what is left. A press shows it all. @param {{hands: import("./hands.js").Hands, ticket: Ticket}} props */
function Brief({ hands, ticket }) {
  const left = ticket.rows.filter((row) => row.state !== "done");
  const allergies = [...new Set(left.flatMap((row) => row.allergies))];
  return html`<button type="button" class="brief" onClick=${() => hands.more(ticket)}>
    ${allergies.length > 0 && html`<span class="allergy"><${Icon} name="late" />${t("kds.allergy")}: ${allergies.join(", ")}</span> `}
    ${left.map((row) => html`<span class=${`dish ${row.state}`} key=${row.key}>${row.marks.map((mark) => html`<b class="mark" key=${mark}>${t(`mark.${mark}`)}</b> `)}<b class="qty">${row.quantity - row.done}×</b> <span class="name">${row.name}</span>
      ${[...row.options.map(optionText), row.notes && `“${row.notes}”`].filter(Boolean).join(", ")}</span> `)}</button>`;
}

/**
 * The rows, in as many columns as the ticket has cells. What does not fit
 * scrolls, and says how much there is.
 * @param {{board: Board, hands: import("./hands.js").Hands, ticket: Ticket, span: number, columns: number, waiting: string}} props
 */
function Rows({ board, hands, ticket, span, columns, waiting }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const [hidden, setHidden] = useState(0);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    element.classList.remove("overfull");
    const needed = Math.round(element.scrollWidth / Math.max(1, element.clientWidth / span));
    const fits = needed <= span && element.scrollHeight <= element.clientHeight + 2;
    if (!fits && span < Math.min(3, columns)) board.measured(ticket.id, Math.max(span + 1, needed));
    element.classList.toggle("overfull", !fits);
    setHidden(fits ? 0 : below(element));
  }, [ticket, span, columns, board.cell.value]);
  const courses = new Set(ticket.rows.map((row) => row.course)).size > 1;
  const several = new Set(ticket.rows.map((row) => row.station)).size > 1;
  return html`<div class="list"><ul class="rows" ref=${list} style=${{ columnCount: span }} onScroll=${() => setHidden(below(list.current))} tabindex=${hidden ? 0 : -1}>
    ${ticket.rows.map((row, i) => html`
      ${courses && row.course !== ticket.rows[i - 1]?.course && html`<li key=${`course ${row.course}`} class="course"><b>${t("kds.course", { n: row.course || 1 })}</b>
        ${row.state === "held" && html`<span>${t("state.held")}</span>`}</li>`}
      <${RowView} key=${row.key} board=${board} hands=${hands} ticket=${ticket} row=${row} waits=${row.tasks.some((task) => waiting.split(" ").includes(task))} several=${several} />`)}
  </ul>${hidden > 0 && html`<p class="hidden-rows">${t("kds.more_rows", { n: hidden })}</p>`}</div>`;
}

/** How many rows lie below what is seen. @param {HTMLElement | null} list */
function below(list) {
  if (!list) return 0;
  const end = list.getBoundingClientRect().bottom - 4;
  return [...list.querySelectorAll(".row")].filter((row) => row.getBoundingClientRect().bottom > end + 8).length;
}

/** A row: a press finishes it, takes that back, or takes note of a change. @param {{board: Board, hands: import("./hands.js").Hands, ticket: Ticket, row: Row, waits: boolean, several: boolean}} props */
export function RowView({ board, hands, ticket, row, waits, several }) {
  const done = row.state === "done";
  const left = row.quantity - (done ? 0 : row.done);
  const pressed = (/** @type {Event} */ event) => {
    event.stopPropagation();
    board.selected.value = ticket.id;
    hands.tick(ticket, row);
  };
  return html`<li><button type="button" class=${`row ${row.state}${row.unread ? " unread" : ""}`} aria-pressed=${String(done)} onClick=${pressed}>
    <span class="box"><${Icon} name=${row.state === "voided" ? "cancelled" : row.state === "held" ? "hold" : done ? "ready" : row.state === "started" ? "in_progress" : "none"} /></span>
    <span class="dish">
      ${row.allergies.length > 0 && html`<span class="allergy"><${Icon} name="late" />${t("kds.allergy")}: ${row.allergies.join(", ")}</span>`}
      ${row.marks.length > 0 && html`<span class="row-marks">${row.marks.map((mark) => html`<b key=${mark} class="mark">${t(`mark.${mark}`)}</b>`)}
        ${row.unread && html`<span class="tell">${t("kds.tap_to_confirm")}</span>`}</span>`}
      <span class="name"><b class="qty">${row.state === "voided" || done ? row.quantity : left}×</b> ${row.name}${row.done > 0 && !done && html` <span class="part">${row.done}/${row.quantity}</span>`}</span>
      ${row.options.map((option) => html`<span class=${`option ${option.kind}`} key=${option.name}>${optionText(option)}</span>`)}
      ${row.notes && html`<span class="note">“${row.notes}”</span>`}
      ${row.reason && html`<span class="note">${row.reason}</span>`}
      ${row.from && html`<span class="note">${t("kds.moved_from", { s: stationName(board.house.stations.value, row.from) })}</span>`}
      ${several && html`<span class="at">${stationName(board.house.stations.value, row.station)}</span>`}
    </span>
    ${row.state === "held" && html`<span class="visually-hidden">${t("state.held")}</span>`}
    ${waits && html`<span class="waits"><${Icon} name="clock" /><span class="visually-hidden">${t("kds.waits")}</span></span>`}
  </button></li>`;
}

/** @param {{board: Board, hands: import("./hands.js").Hands, ticket: Ticket}} props */
function Foot({ board, hands, ticket }) {
  const pressed = (/** @type {() => void} */ act) => (/** @type {Event} */ event) => {
    event.stopPropagation();
    board.selected.value = ticket.id;
    act();
  };
  const only = ticket.rows.every((row) => row.state === "voided" || row.state === "done");
  const word = ticket.held ? t("kds.fire") : only ? t("kds.seen") : t("kds.bump");
  return html`<footer class="foot">
    <button type="button" class="bump" aria-label=${`${word} #${ticket.number}`} onClick=${pressed(() => hands.bump(ticket))}>
      <${Icon} name=${ticket.held ? "in_progress" : "ready"} />${word}</button>
    <button type="button" class="more" aria-label=${`${t("kds.more")} #${ticket.number}`} onClick=${pressed(() => hands.more(ticket))}><${Icon} name="more" /></button>
  </footer>`;
}
