// @ts-check
import { useEffect, useState } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { Sparkline } from "../components/sparkline.js";
import { count, number, t } from "../words.js";

/** What the product promises: an event is everywhere within this many ms. */
const PROMISE = 500;

/** The figures of the soak: how long, how much, how right, how fast. @param {{client: import("./client.js").Client}} props */
export function FiguresView({ client }) {
  const { received, lost, duplicated, outOfOrder } = client.counts.value;
  const { fewest, most } = client.crowd.events.value;
  return html`<section aria-labelledby="figures">
    <h2 class="visually-hidden" id="figures">${t("figures.title")}</h2>
    <dl class="figures soak">
      <${Tile} name=${t("figures.connected")}><${Uptime} since=${client.link.since.value} /><//>
      <${Tile} name=${t("figures.received")}>${number(received)}<//>
      <${Tile} name=${t("figures.lost")} wrong=${lost > 0}>${number(lost)}<//>
      <${Tile} name=${t("figures.duplicated")} wrong=${duplicated > 0}>${number(duplicated)}<//>
      <${Tile} name=${t("figures.out_of_order")} wrong=${outOfOrder > 0}>${number(outOfOrder)}<//>
      <${Tile} name=${t("figures.crowd")} note=${most ? t("figures.crowd_events", { fewest: number(fewest), most: number(most) }) : ""}>
        ${number(client.crowd.connected.value)}<//>
      <${Speed} propagation=${client.propagation} />
    </dl>
  </section>`;
}

/** @param {{name: string, children?: any, wrong?: boolean, note?: string}} props */
function Tile({ name, children, wrong, note }) {
  return html`<div class=${`figure-tile ${wrong ? "wrong" : ""}`}>
    <dt>${name}${note && html`<span class="note">${note}</span>`}</dt>
    <dd>${wrong && html`<${Icon} name="late" />`}${children}</dd>
  </div>`;
}

/** @param {{propagation: import("./propagation.js").Propagation}} props */
function Speed({ propagation }) {
  const samples = propagation.samples.value;
  const { p50, p95, max } = propagation.summary.value;
  const ms = (/** @type {number | undefined} */ value) => (value === undefined ? "–" : number(Math.round(value)));
  return html`<div class=${`figure-tile speed ${max > PROMISE ? "wrong" : ""}`}>
    <dt>${t("figures.propagation")} <span class="note">${t("figures.promise", { n: number(PROMISE) })}</span></dt>
    <dd>
      <span><small>p50</small> ${ms(p50)}</span><span><small>p95</small> ${ms(p95)}</span><span><small>max</small> ${ms(max)}</span>
      <${Sparkline} values=${samples} label=${count("figures.samples", samples.length)} />
    </dd>
  </div>`;
}

/** The time since a moment, counting. @param {{since: Date | undefined}} props */
function Uptime({ since }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = since ? Math.max(0, Math.floor((now - since.getTime()) / 1000)) : 0;
  return html`<span role="timer" aria-live="off">${clock(seconds)}</span>`;
}

/** Minutes and seconds, with hours when there are any. @param {number} seconds */
export function clock(seconds) {
  const pad = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}
