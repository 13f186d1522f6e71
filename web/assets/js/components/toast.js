// @ts-check
// One short message at the foot of the page. It stays until it is closed or
// the next one comes, at least long enough to be read slowly.
import { signal } from "@preact/signals";
import { t } from "../words.js";
import { html } from "./html.js";

const STAYS = 8000; // ms

const shown = signal("");
/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;

/** @param {string} text */
export function toast(text) {
  shown.value = text;
  clearTimeout(leaving);
  leaving = setTimeout(() => (shown.value = ""), STAYS);
}

export function Toasts() {
  return html`<div class="toasts" role="status">
    ${shown.value && html`<p class="toast"><span>${shown.value}</span>
      <button type="button" class="btn" onClick=${() => (shown.value = "")}>${t("common.close")}</button></p>`}
  </div>`;
}
