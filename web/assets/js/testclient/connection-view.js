// @ts-check
import { Button } from "../components/button.js";
import { html } from "../components/html.js";
import { number, t } from "../words.js";

/** @typedef {import("./client.js").Client} Client */

/** Whether there is a connection or an attempt at one. @param {Client} client */
export const busy = (client) => client.link.state.value !== "offline";

/** Why an action that needs a connection cannot be done now. @param {Client} client */
export const offline = (client) => client.link.state.value !== "live" && t("why.offline");

/** @param {{client: Client}} props */
export function ConnectionView({ client }) {
  const { link } = client;
  return html`<section class="card connect" aria-labelledby="connection">
    <h2 class="visually-hidden" id="connection">${t("connection.title")}</h2>
    <div class="row">
      <p class="connection" data-state=${link.state.value} role="status"><span class="dot"></span>${t(`conn.${link.state.value}`)}</p>
      <${Button} look="primary" why=${busy(client) && t("why.connected")} onClick=${() => client.connect()}>${t("connection.connect")}<//>
      <${Button} why=${!busy(client) && t("why.offline")} onClick=${() => link.disconnect()}>${t("connection.disconnect")}<//>
      <${Button} why=${offline(client)} onClick=${() => link.drop()}>${t("connection.drop")}<//>
    </div>
    <${TargetForm} client=${client} />
    <${Facts} link=${link} />
  </section>`;
}

/** Where and how to connect; it holds for the next connection. @param {{client: Client}} props */
function TargetForm({ client }) {
  const { target } = client;
  /** @param {Partial<import("./link.js").Target>} change */
  const set = (change) => (target.value = { ...target.value, ...change });
  const enter = (/** @type {any} */ event) => set({ url: event.currentTarget.value.trim() });
  return html`<div class="target">
    <label class="field"><span>${t("connection.server")}</span>
      <input class="input" type="url" inputmode="url" autocomplete="off" spellcheck=${false} value=${target.value.url}
        disabled=${busy(client)} onInput=${enter} /></label>
    <label class="field"><span>${t("connection.transport")}</span>
      <select class="select" value=${target.value.transport} disabled=${busy(client)}
        onChange=${(/** @type {any} */ event) => set({ transport: event.currentTarget.value })}>
        <option value="auto">${t("connection.auto")}</option>
        <option value="websocket">WebSocket</option>
        <option value="polling">HTTP polling</option>
      </select></label>
    <label class="check"><input type="checkbox" checked=${target.value.guest} disabled=${busy(client)}
      onChange=${(/** @type {any} */ event) => set({ guest: event.currentTarget.checked })} />
      <span>${t("connection.guest")} <span class="meta">${t("connection.guest_hint")}</span></span></label>
  </div>`;
}

/** @param {{link: import("./link.js").Link}} props */
function Facts({ link }) {
  const ms = link.roundTrip.value;
  const facts = [
    [t("connection.sid"), link.sid.value],
    [t("connection.over"), link.transport.value],
    [t("connection.round_trip"), ms === undefined ? "" : `${number(Math.round(ms))} ms`],
    [t("connection.reconnects"), number(link.reconnects.value)],
  ];
  return html`<dl class="facts meta">
    ${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value || "–"}</dd></div>`)}
  </dl>`;
}
