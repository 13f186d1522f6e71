// @ts-check
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { t } from "../words.js";
import { Panel } from "./panel.js";
import { stationName } from "./words.js";

/** @typedef {import("./board.js").Board} Board */

/** What the screen shows, in a word or two. @param {Board} board */
export function whereWord({ house }) {
  const where = house.where.value;
  if (where.includes("all")) return t("kds.all_stations");
  return where.map((id) => stationName(house.stations.value, id)).join(" + ");
}

/** How many orders have something to do at a station. @param {Board} board @param {string} id */
const openAt = ({ house }, id) => [...house.shown.value.values()].filter((order) =>
  order.tasks?.some((task) => task.station === id && (task.state === "queued" || task.state === "started"))).length;

/**
 * Which stations and which orders this screen shows.
 * @param {{board: Board, hands: import("./hands.js").Hands, moveTo: (stations: string[]) => void}} props
 */
export function StationsPanel({ board, hands, moveTo }) {
  const { house, settings } = board;
  const where = house.where.value;
  const all = where.includes("all");
  const toggle = (/** @type {string} */ id) => {
    const rest = all ? [] : where.filter((other) => other !== id);
    const next = where.includes(id) ? rest : [...rest, id];
    moveTo(next.length ? next : ["all"]);
  };
  return html`<${Panel} title=${t("kds.stations")} close=${() => hands.close()}>
    <div class="choices">
      <button type="button" class="key" aria-pressed=${String(all)} onClick=${() => moveTo(["all"])}><${Icon} name="total" />${t("kds.all_stations")}</button>
      ${house.stations.value.map(({ id, name, open }) => html`<button type="button" class="key" key=${id} aria-pressed=${String(!all && where.includes(id))} onClick=${() => toggle(id)}>
        <${Icon} name="station" />${name}${!open && html` <span class="meta">${t("kds.closed")}</span>`}
        ${(all || where.includes(id)) && html`<b class="badge">${openAt(board, id)}</b>`}</button>`)}
    </div>
    <${Filter} title=${t("kds.order_types")} all=${["takeaway", "dine_in", "delivery", "counter"]} word=${(/** @type {string} */ type) => t(`type.${type}`)}
      chosen=${settings.value.types} choose=${(/** @type {string[]} */ types) => (settings.value = { ...settings.value, types })} />
    <${Filter} title=${t("kds.channels")} all=${channels(board)} word=${(/** @type {string} */ channel) => channel}
      chosen=${settings.value.channels} choose=${(/** @type {string[]} */ list) => (settings.value = { ...settings.value, channels: list })} />
  <//>`;
}

/** Channels that occur, and those that were chosen when they did. @param {Board} board */
function channels({ house, settings }) {
  const seen = [...house.orders.value.values()].map((order) => order.channel ?? "").filter(Boolean);
  return [...new Set([...seen, ...settings.value.channels])].sort();
}

/** @param {{title: string, all: string[], word: (value: string) => string, chosen: string[], choose: (chosen: string[]) => void}} props */
function Filter({ title, all, word, chosen, choose }) {
  if (!all.length) return null;
  const toggle = (/** @type {string} */ value) => choose(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return html`<fieldset class="group"><legend>${title}</legend><div class="choices">
    ${all.map((value) => html`<button type="button" class="key" key=${value} aria-pressed=${String(chosen.includes(value))} onClick=${() => toggle(value)}>${word(value)}</button>`)}
  </div></fieldset>`;
}
