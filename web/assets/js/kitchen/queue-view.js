// @ts-check
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { count, t, timeOfDay } from "../words.js";
import { Panel } from "./panel.js";
import { shortNumber } from "./ticket.js";
import { refusal } from "./words.js";

/** Taps that the server has not answered, and those it refused. @param {{screen: import("./screen.js").Screen}} props */
export function QueuePanel({ screen }) {
  const { outbox, connection } = screen.house;
  const taps = outbox.taps.value;
  const live = connection.value === "live" || connection.value === "back";
  return html`<${Panel} title=${t("kds.queue")} close=${() => screen.hands.close()}>
    <p>${taps.length ? count("kds.taps", taps.length) : t("kds.queue_empty")}</p>
    <div class="choices">
      <button type="button" class="key" disabled=${!live || !taps.length} onClick=${() => (outbox.open = true)}><${Icon} name="again" />${t("kds.retry")}</button>
      <button type="button" class="key" disabled=${!taps.length && !outbox.refused.value.length} onClick=${() => exportTaps(outbox)}><${Icon} name="copy" />${t("kds.export")}</button>
    </div>
    ${taps.length > 0 && html`<ol class="entries">${taps.map((tap) => html`<li key=${tap.id}><div><b>#${shortNumber(tap.number)}</b> ${t(`verb.${tap.verb}`)}
      <span class="meta">${timeOfDay(tap.at)}</span></div><${Icon} name="clock" /></li>`)}</ol>`}
    ${outbox.refused.value.length > 0 && html`<h3>${t("kds.refused_title")}</h3><ol class="entries">${outbox.refused.value.map((settled) => html`<li key=${settled.tap.id}><div>
      <b>#${shortNumber(settled.tap.number)}</b> ${t(`verb.${settled.tap.verb}`)} <span class="meta">${timeOfDay(settled.tap.at)}</span><p class="meta">${refusal(settled)}</p></div></li>`)}</ol>`}
  <//>`;
}

/** Saves the queue as a file, for whoever has to sort it out. @param {import("./outbox.js").Outbox} outbox */
function exportTaps(outbox) {
  const text = JSON.stringify({ waiting: outbox.taps.value, refused: outbox.refused.value }, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "kitchen-queue.json";
  link.click();
  URL.revokeObjectURL(link.href);
}
