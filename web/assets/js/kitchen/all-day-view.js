// @ts-check
import { html } from "../components/html.js";
import { t } from "../words.js";

/** @typedef {import("./board.js").Board} Board */

/** Totals of everything that is still to be made. @param {{board: Board}} props */
export function AllDayList({ board }) {
  const totals = board.totals.value;
  const lit = board.highlighted.value;
  if (!totals.length) return html`<p class="meta">${t("kds.none")}</p>`;
  const press = (/** @type {import("./all-day.js").Total} */ total) => {
    const same = total.tickets.every((id) => lit.has(id)) && lit.size === total.tickets.length;
    board.highlighted.value = new Set(same ? [] : total.tickets);
    if (!same) board.lane.show(total.tickets[0]);
  };
  return html`<ul class="totals">${totals.map((total) => html`<li key=${total.name}>
    <button type="button" class=${`total${total.quantity ? "" : " held"}`} aria-pressed=${String(lit.size > 0 && total.tickets.every((id) => lit.has(id)))} onClick=${() => press(total)}>
      <span class="name">${total.name}</span><b class="figure">${total.quantity}</b>
      ${total.parts.map((part) => html`<span class="part" key=${part.label}>${part.label}</span><span class="figure part" key=${`${part.label} n`}>${part.quantity}</span>`)}
      ${total.held > 0 && html`<span class="part">${t("state.held")}</span><span class="figure part">${total.held}</span>`}
    </button></li>`)}</ul>`;
}

/** The panel beside the board. @param {{board: Board}} props */
export function AllDayPanel({ board }) {
  const next = board.together.value;
  return html`<aside class="all-day" aria-labelledby="all-day">
    <h2 id="all-day">${t("kds.all_day")}</h2>
    ${next && html`<p class="together">${t("kds.together", { n: next.quantity, name: next.name, tickets: next.tickets })}</p>`}
    <div class="scroll" tabindex="0" role="region" aria-labelledby="all-day"><${AllDayList} board=${board} /></div>
  </aside>`;
}
