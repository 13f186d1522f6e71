// @ts-check
// The test client's page: mounts the views over one client.
import { render } from "preact";
import { html } from "../components/html.js";
import { Toasts } from "../components/toast.js";
import { Client } from "./client.js";
import { ConnectionView } from "./connection-view.js";
import { FiguresView } from "./figures-view.js";
import { JournalView } from "./journal-view.js";
import { KitchenView } from "./kitchen-view.js";
import { OrderView } from "./order-view.js";
import { OrdersView } from "./orders-view.js";

const client = new Client();

function Page() {
  return html`
    <${ConnectionView} client=${client} />
    <${FiguresView} client=${client} />
    <div class="bench">
      <div class="stack">
        <${OrdersView} client=${client} />
      </div>
      <div class="stack">
        <${OrderView} client=${client} />
        <${KitchenView} client=${client} />
      </div>
      <${JournalView} journal=${client.journal} />
    </div>
    <${Toasts} />`;
}

const place = document.getElementById("client");
if (place) {
  place.replaceChildren();
  render(html`<${Page} />`, place);
}
