// @ts-check
import { Button } from "../components/button.js";
import { html } from "../components/html.js";
import { t } from "../words.js";
import { offline } from "./connection-view.js";

/** Joins or leaves the room of an order. @param {{client: import("./client.js").Client, order: {id: string, number: string}}} props */
export function RoomButton({ client, order }) {
  const joined = client.rooms.value.has(order.id);
  const word = t(joined ? "orders.leave" : "orders.join");
  return html`<${Button}
    why=${offline(client)}
    look=${joined ? "joined" : ""}
    label=${`${word} ${order.number}`}
    onClick=${() => (joined ? client.link.leave(order.id) : client.join(order.id))}
  >${word}<//>`;
}
