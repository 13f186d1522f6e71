// @ts-check
import { useState } from "preact/hooks";
import { Button } from "../components/button.js";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { StatusChip } from "../components/status.js";
import { count, money, t } from "../words.js";
import { EXAMPLE_ITEMS } from "./client.js";
import { JsonDialog } from "./json-dialog.js";
import { RoomButton } from "./room-button.js";

/** @typedef {import("./client.js").Client} Client */

/** @param {{client: Client}} props */
export function OrdersView({ client }) {
  const orders = client.book.list.value;
  return html`<section class="card" aria-labelledby="orders">
    <div class="title"><h2 id="orders">${t("orders.title")}</h2>
      <span class="meta">${count("orders.rooms", client.rooms.value.size)}</span></div>
    <div class="body"><${PlaceForm} client=${client} /></div>
    ${orders.length ? html`<ul class="orders">
      ${orders.map((order) => html`<${OrderRow} key=${order.id} client=${client} order=${order} />`)}
    </ul>` : html`<p class="empty"><${Icon} name="receipt" />${t("orders.none")}</p>`}
  </section>`;
}

/** @param {{client: Client}} props */
function PlaceForm({ client }) {
  const [name, setName] = useState("Test Customer");
  const [custom, setCustom] = useState(false);
  const place = (/** @type {Event} */ event) => {
    event.preventDefault();
    void client.attempt(() => client.place({ customerName: name.trim(), items: EXAMPLE_ITEMS }));
  };
  return html`<form class="place" onSubmit=${place}>
    <label class="field"><span>${t("orders.name")}</span>
      <input class="input" autocomplete="off" required maxlength="100" value=${name}
        onInput=${(/** @type {any} */ event) => setName(event.currentTarget.value)} /></label>
    <button class="btn primary">${t("orders.place")}</button>
    <div class="row">
      <${Button} onClick=${() => client.attempt(() => client.placeSamples())}>${t("orders.samples")}<//>
      <${Button} onClick=${() => setCustom(true)}>${t("orders.custom")}<//>
    </div>
    ${custom && html`<${JsonDialog} client=${client} name=${name} close=${() => setCustom(false)} />`}
  </form>`;
}

/** @param {{client: Client, order: import("../../../types/wire").Order}} props */
function OrderRow({ client, order }) {
  const chosen = client.book.chosen.value === order.id;
  return html`<li class=${chosen ? "chosen" : ""} data-order=${order.id}>
    <button type="button" class="pick" aria-pressed=${String(chosen)} onClick=${() => (client.book.chosen.value = order.id)}>
      <b class="num">${order.number}</b>
      <span class="who">${order.customerName}</span>
      <span class="facts"><${StatusChip} status=${order.status} />
        <span class="meta">${money(order.totalAmount, order.currency)}</span></span>
    </button>
    <${RoomButton} client=${client} order=${order} />
  </li>`;
}
