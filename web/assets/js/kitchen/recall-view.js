// @ts-check
import { useEffect, useState } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { t, timeOfDay } from "../words.js";
import { Panel } from "./panel.js";
import { shortNumber } from "./ticket.js";

/**
 * What was finished in the last half hour, to take back.
 * @param {{board: import("./board.js").Board, hands: import("./hands.js").Hands}} props
 */
export function RecallPanel({ board, hands }) {
  const [words, setWords] = useState("");
  useEffect(() => void fetchRecent(board), []);
  const wanted = words.trim().toLowerCase();
  const entries = board.recent().filter(({ order }) => `${order.number} ${order.customerName} ${order.table ?? ""}`.toLowerCase().includes(wanted));
  return html`<${Panel} title=${t("kds.recall")} close=${() => hands.close()}>
    <label class="field"><span>${t("kds.search_hint")}</span>
      <input class="input" type="search" autocomplete="off" value=${words} onInput=${(/** @type {any} */ e) => setWords(e.currentTarget.value)} /></label>
    ${entries.length ? html`<ol class="entries">${entries.map((entry) => html`<li key=${entry.order.id}>
      <div><b>#${shortNumber(entry.order.number)}</b> ${entry.order.customerName} <span class="meta">${timeOfDay(entry.at)}</span>
        <p class="meta">${entry.names.join(", ")}</p></div>
      <button type="button" class="key" aria-label=${`${t("kds.recall")} #${shortNumber(entry.order.number)}`} onClick=${() => { hands.recall(entry); hands.close(); }}><${Icon} name="recall" />${t("kds.recall")}</button>
    </li>`)}</ol>` : html`<p class="meta">${t("kds.nothing_to_recall")}</p>`}
  <//>`;
}

/** Asks the server for what was finished before this page was opened. @param {import("./board.js").Board} board */
async function fetchRecent(board) {
  const [station] = board.house.where.peek();
  const query = station && station !== "all" ? `?station=${encodeURIComponent(station)}` : "";
  const answer = await fetch(`/kitchen/recall${query}`, { headers: { Accept: "application/json" } }).catch(() => undefined);
  if (!answer?.ok) return;
  const { orders } = await answer.json();
  for (const order of orders ?? []) board.house.learn(order);
}
