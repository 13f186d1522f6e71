// @ts-check
import { useEffect, useRef } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { t } from "../words.js";

/**
 * Something that lies over the board until it is closed: at the side, or small
 * in the middle.
 * @param {{title: string, close: () => void, children?: any, small?: boolean}} props
 */
export function Panel({ title, close, children, small }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    element.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  const outside = (/** @type {Event} */ event) => event.target === dialog.current && close();
  return html`<dialog class=${small ? "panel small" : "panel"} ref=${dialog} aria-labelledby="panel-title" onClose=${close} onClick=${outside}>
    <div class="inside">
      <header class="panel-head"><h2 id="panel-title">${title}</h2>
        <button type="button" class="key" aria-label=${t("common.close")} onClick=${close}><${Icon} name="cancelled" /></button></header>
      <div class="panel-body">${children}</div>
    </div>
  </dialog>`;
}
