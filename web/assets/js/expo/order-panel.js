// @ts-check
import { useState } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { t } from "../words.js";
import { Panel } from "../kitchen/panel.js";
import { isLive } from "../kitchen/taps.js";
import { shortNumber } from "../kitchen/ticket.js";
import { facts, stationName } from "../kitchen/words.js";
import { nextCourse } from "./orders.js";

/** @typedef {import("./pass.js").Pass} Pass */

const REASONS = ["dropped", "burnt", "cold", "wrong", "raw", "guest"];

/** Everything that can be done with an order at the pass. @param {{pass: Pass}} props */
export function OrderPanel({ pass }) {
  const card = pass.cards.value.find(({ id }) => id === pass.about.value);
  if (!card) return null;
  const { order } = card;
  const tasks = order.tasks ?? [];
  const act = (/** @type {() => void} */ what) => () => { pass.close(); what(); };
  const queued = tasks.some((task) => task.state === "queued");
  const held = tasks.some((task) => task.state === "held");
  const course = nextCourse(order);
  const alarmed = tasks.filter((task) => isLive(task) && task.alarmedAt && !task.seenAt);
  return html`<${Panel} title=${`#${shortNumber(order.number)}`} close=${() => pass.close()}>
    <p class="meta">${facts(order).join(" · ")}</p>
    <div class="choices">
      <button type="button" class="key" onClick=${act(() => pass.rush(card))}><${Icon} name="rush" />${t(order.rushAt ? "kds.unrush" : "kds.rush")}</button>
      ${(queued || held) && html`<button type="button" class="key" onClick=${act(() => pass.hold(card))}><${Icon} name="hold" />${t(queued ? "kds.hold" : "kds.fire")}</button>`}
      ${course !== undefined && html`<button type="button" class="key" onClick=${act(() => pass.house.tap("fire", order, { course }))}><${Icon} name="in_progress" />${t("expo.fire_course", { n: course })}</button>`}
      ${alarmed.length > 0 && pass.house.stations.value.filter(({ id, open }) => open && id !== alarmed[0].station).map(({ id, name }) => html`<button type="button" class="key" key=${id}
        onClick=${act(() => pass.house.tap("move", order, { tasks: alarmed.map((task) => task.id), to: id }))}><${Icon} name="arrow" />${t("kds.move_to", { s: name })}</button>`)}
    </div>
    <${Back} pass=${pass} card=${card} />
  <//>`;
}

/** Which lines go back to their stations, and why. @param {{pass: Pass, card: import("./orders.js").Card}} props */
function Back({ pass, card }) {
  const [chosen, setChosen] = useState(/** @type {string[]} */ ([]));
  const names = new Map(card.order.items.map((item) => [item.id, item.name]));
  const tasks = (card.order.tasks ?? []).filter((task) => task.state !== "voided" && task.state !== "held" && !task.noPrep);
  const done = chosen.length > 0 && tasks.filter((task) => chosen.includes(task.id)).every((task) => task.state === "done");
  const toggle = (/** @type {string} */ id) => setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const send = (/** @type {string} */ reason) => () => { pass.close(); pass.back(card, chosen, reason); };
  if (!tasks.length) return null;
  return html`<fieldset class="group"><legend>${t("expo.back")}: ${t("expo.which")}</legend>
      ${tasks.map((task) => html`<label class="check" key=${task.id}><input type="checkbox" checked=${chosen.includes(task.id)} onChange=${() => toggle(task.id)} />
        <span>${task.quantity}× ${names.get(task.line)} <span class="meta">${stationName(pass.house.stations.value, task.station)}</span></span></label>`)}</fieldset>
    ${chosen.length > 0 && html`<fieldset class="group"><legend>${t("expo.why")}</legend><div class="choices">
      ${done && html`<button type="button" class="key" onClick=${send("")}><${Icon} name="recall" />${t("expo.only_back")}</button>`}
      ${REASONS.map((reason) => html`<button type="button" class="key" key=${reason} onClick=${send(t(`reason.${reason}`))}><${Icon} name="again" />${t("mark.remake")}: ${t(`reason.${reason}`)}</button>`)}
    </div></fieldset>`}`;
}
