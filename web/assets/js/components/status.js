// @ts-check
import { t } from "../words.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";

/** @typedef {import("../../../types/wire").Status} Status */

/** The steps of an order that goes well. @type {Status[]} */
export const STEPS = ["pending", "in_progress", "ready", "completed"];

/** @param {{status: Status}} props */
export function StatusChip({ status }) {
  return html`<span class=${`chip ${status}`}><${Icon} name=${status} />${t(`status.${status}`)}</span>`;
}

/** How far an order is: the steps in a row, the current one marked. @param {{status: Status}} props */
export function Tracker({ status }) {
  const at = STEPS.indexOf(status);
  return html`<ol class=${`tracker ${status}`}>
    ${STEPS.map((step, i) => html`<li
        key=${step}
        class=${i < at ? "past" : i === at ? "now" : ""}
        aria-current=${i === at ? "step" : undefined}
      ><span class="knob"><${Icon} name=${i < at ? "ready" : step} /></span>${t(`status.${step}`)}</li>`)}
  </ol>`;
}
