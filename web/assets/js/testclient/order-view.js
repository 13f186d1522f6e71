// @ts-check
import { Button } from "../components/button.js";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { StatusChip, STEPS, Tracker } from "../components/status.js";
import { count, money, t, timeOfDay } from "../words.js";
import { RoomButton } from "./room-button.js";

/**
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("../../../types/wire").Order} Order
 */

/** The order being looked at. @param {{client: Client}} props */
export function OrderView({ client }) {
  const order = client.book.current.value;
  return html`<section class="card current" aria-labelledby="current">
    <div class="title"><h2 id="current">${t("order.title")}</h2>
      ${order && html`<${StatusChip} status=${order.status} />`}</div>
    ${order ? html`<${OrderCard} client=${client} order=${order} />`
      : html`<p class="empty"><${Icon} name="receipt" />${t("order.none")}</p>`}
  </section>`;
}

/** @param {{client: Client, order: Order}} props */
function OrderCard({ client, order }) {
  return html`<div class="body">
    <div class="headline">
      <p><span class="number">${order.number}</span> <span class="who">${order.customerName}</span></p>
      <${RoomButton} client=${client} order=${order} />
    </div>
    <${ReadyBy} order=${order} />
    <${Tracker} status=${order.status} />
    <${Steps} client=${client} order=${order} />
    <${Items} order=${order} />
    <details class="raw"><summary>${t("order.raw")} <span class="meta">version ${order.version}</span></summary>
      <pre tabindex="0">${JSON.stringify(order, null, 2)}</pre></details>
  </div>`;
}

/** When the order will be ready, as long as that is still to come. @param {{order: Order}} props */
function ReadyBy({ order }) {
  const cooking = order.status === "pending" || order.status === "in_progress";
  const text = cooking && order.estimatedReadyTime
    ? t("eta.by", { t: timeOfDay(order.estimatedReadyTime) })
    : t(`status.${order.status}`);
  return html`<div class="promise"><p class="by">${text}</p>${order.message && html`<p class="meta">${order.message}</p>`}</div>`;
}

/** @param {{client: Client, order: Order}} props */
function Steps({ client, order }) {
  const over = order.status === "cancelled" && t("why.cancelled");
  return html`<div class="steps" role="group" aria-label=${t("order.set_status")}>
    ${STEPS.slice(1).map((status) => html`<${Button}
      key=${status}
      look=${status === nextOf(order.status) ? "primary" : ""}
      why=${over || (order.status === status && t("why.same", { status: t(`status.${status}`) }))}
      onClick=${() => client.attempt(() => client.setStatus(order, status))}
    ><${Icon} name=${status} />${t(`set.${status}`)}<//>`)}
    <${Button} look="danger" why=${over}
      onClick=${() => client.attempt(() => client.setStatus(order, "cancelled"))}><${Icon} name="cancelled" />${t("set.cancelled")}<//>
  </div>`;
}

/** The step that usually follows. @param {Order["status"]} status */
const nextOf = (status) => (status === "cancelled" ? undefined : STEPS[STEPS.indexOf(status) + 1]);

/** @param {{order: Order}} props */
function Items({ order }) {
  return html`<table class="items">
    <caption class="visually-hidden">${count("orders.items", order.items.length)}</caption>
    <tbody>${order.items.map((item, i) => html`<tr key=${item.id ?? i}>
      <td class="qty">${item.quantity} ×</td>
      <td>${item.name}${item.notes && html` <span class="meta">“${item.notes}”</span>`}</td>
      <td class="price">${money(item.price * item.quantity, order.currency)}</td>
    </tr>`)}</tbody>
    <tfoot><tr><td></td><th scope="row">${t("order.total")}</th><td class="price">${money(order.totalAmount, order.currency)}</td></tr></tfoot>
  </table>`;
}
