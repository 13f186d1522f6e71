// @ts-check
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { t } from "../words.js";
import { Panel } from "./panel.js";
import { RowView } from "./ticket-view.js";
import { facts } from "./words.js";

/**
 * Everything that can be done with one ticket.
 * @param {{board: import("./board.js").Board, hands: import("./hands.js").Hands}} props
 */
export function TicketPanel({ board, hands }) {
  const asked = hands.about.value;
  const ticket = asked && (board.visible.value.find(({ id }) => id === asked.id) ?? asked);
  if (!ticket) return null;
  const act = (/** @type {() => void} */ what) => () => { hands.close(); what(); };
  const queued = ticket.rows.some((row) => row.state === "queued");
  const done = ticket.rows.filter((row) => row.state === "done");
  const away = board.house.stations.value.filter(({ id, open }) => open && id !== ticket.rows[0]?.station);
  const live = ticket.rows.filter((row) => row.state === "queued" || row.state === "started").flatMap((row) => row.tasks);
  return html`<${Panel} small title=${`#${ticket.number}`} close=${() => hands.close()}>
    <p class="meta">${facts(ticket.order).join(" · ")}</p>
    <ul class="all-rows">${ticket.rows.map((row) => html`<${RowView} key=${row.key} board=${board} hands=${hands} ticket=${ticket} row=${row} waits=${false} several=${false} />`)}</ul>
    <div class="choices">
      <button type="button" class="key primary" onClick=${act(() => hands.bump(ticket))}><${Icon} name="ready" />${t("kds.bump")}</button>
      <button type="button" class="key" disabled=${!queued} onClick=${act(() => hands.start(ticket))}><${Icon} name="in_progress" />${t("kds.start")}</button>
      <button type="button" class="key" onClick=${act(() => hands.hold(ticket))}><${Icon} name="hold" />${t(queued ? "kds.hold" : "kds.fire")}</button>
      <button type="button" class="key" onClick=${act(() => hands.rush(ticket))}><${Icon} name="rush" />${t(ticket.rush ? "kds.unrush" : "kds.rush")}</button>
      ${done.map((row) => html`<button type="button" class="key" key=${row.key} onClick=${act(() => board.recall({ order: ticket.order, tasks: row.tasks }))}>
        <${Icon} name="recall" />${t("kds.recall")}: ${row.name}</button>`)}
      ${live.length > 0 && away.map(({ id, name }) => html`<button type="button" class="key" key=${id} onClick=${act(() => board.house.tap("move", ticket.order, { tasks: live, to: id }))}>
        <${Icon} name="arrow" />${t("kds.move_to", { s: name })}</button>`)}
    </div>
  <//>`;
}

/** Asks before a ticket with open rows goes, where the screen is set so. @param {{hands: import("./hands.js").Hands}} props */
export function ConfirmPanel({ hands }) {
  const ticket = hands.about.value;
  if (!ticket) return null;
  const open = ticket.rows.filter((row) => row.state === "queued" || row.state === "started");
  return html`<${Panel} small title=${t("kds.bump_open", { n: ticket.number })} close=${() => hands.close()}>
    <ul class="plain">${open.map((row) => html`<li key=${row.key}>${row.quantity}× ${row.name}</li>`)}</ul>
    <div class="choices"><button type="button" class="key primary" onClick=${() => hands.bump(ticket)}><${Icon} name="ready" />${t("kds.bump")}</button>
      <button type="button" class="key" onClick=${() => hands.close()}>${t("common.cancel")}</button></div>
  <//>`;
}
