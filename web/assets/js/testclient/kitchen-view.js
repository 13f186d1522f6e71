// @ts-check
import { useState } from "preact/hooks";
import { Button } from "../components/button.js";
import { html } from "../components/html.js";
import { number, t, timeOfDay } from "../words.js";
import { MOST } from "./crowd.js";

/** @typedef {import("./client.js").Client} Client */

const SPEEDS = [1, 10, 60];

/** @param {{client: Client}} props */
export function KitchenView({ client }) {
  const [speed, setSpeed] = useState(10);
  return html`<section class="card kitchen" aria-labelledby="kitchen">
    <div class="title"><h2 id="kitchen">${t("kitchen.title")}</h2></div>
    <div class="body">
      <div class="row">
        <${Choice} name="speed" legend=${t("kitchen.speed")} values=${SPEEDS} chosen=${speed} show=${(/** @type {number} */ n) => `${n}×`} choose=${setSpeed} />
        <${Button} look="primary" onClick=${() => client.attempt(() => client.simulate(speed))}>${t("kitchen.simulate")}<//>
        <${Button} onClick=${() => client.attempt(client.stopSimulation)}>${t("kitchen.stop")}<//>
      </div>
      <div class="row">
        <${Crowd} client=${client} />
        <${Button} onClick=${() => client.attempt(() => client.readStatistics())}>${t("kitchen.statistics")}<//>
      </div>
      <${Overview} statistics=${client.statistics.value} />
    </div>
  </section>`;
}

/** Further sockets, as many as are typed. @param {{client: Client}} props */
function Crowd({ client }) {
  const resize = (/** @type {any} */ { currentTarget: field }) => {
    field.value = String(Math.min(MOST, Math.max(0, Math.trunc(Number(field.value)))));
    client.crowd.resize(Number(field.value), client.target.value);
  };
  return html`<label class="field crowd"><span>${t("kitchen.crowd")} (0–${MOST})</span>
    <input class="input" type="number" name="crowd" min="0" max=${MOST} defaultValue="0" onChange=${resize} /></label>`;
}

/**
 * One of a few numbers.
 * @param {{name: string, legend: string, values: number[], chosen: number, show: (n: number) => string, choose: (n: number) => void}} props
 */
function Choice({ name, legend, values, chosen, show, choose }) {
  return html`<fieldset class="choice"><legend class="legend">${legend}</legend>
    <div class="segments">${values.map((n) => html`<label key=${n}>
      <input type="radio" name=${name} value=${n} checked=${n === chosen} onChange=${() => choose(n)} />${show(n)}</label>`)}</div>
  </fieldset>`;
}

/** @param {{statistics: import("./client.js").Client["statistics"]["value"]}} props */
function Overview({ statistics }) {
  if (!statistics) return null;
  const { at, overview } = statistics;
  const rows = Object.entries({ ...overview.stats, totalConnectedClients: overview.totalConnectedClients });
  return html`<div class="overview" role="status">
    <p class="meta">${t("kitchen.as_of", { t: timeOfDay(at) })}</p>
    <dl>${rows.map(([name, value]) => html`<div key=${name}><dt><code>${name}</code></dt><dd>${number(value)}</dd></div>`)}</dl>
  </div>`;
}
