// @ts-check
import { useId } from "preact/hooks";
import { html } from "./html.js";
import { toast } from "./toast.js";

/**
 * A button. With `why` it does nothing but say why: it stays focusable, so
 * that keyboard, touch and screen reader users learn the reason too.
 * @param {{
 *   onClick: (event: Event) => unknown, children?: any, look?: string,
 *   why?: string | false | null, pressed?: boolean, label?: string,
 * }} props
 */
export function Button({ onClick, children, look = "", why, pressed, label }) {
  const id = useId();
  const reason = why || undefined;
  return html`<button
      type="button"
      class=${`btn ${reason ? "" : look}`}
      aria-label=${label}
      aria-pressed=${pressed === undefined ? undefined : String(pressed)}
      aria-disabled=${reason ? "true" : undefined}
      aria-describedby=${reason ? id : undefined}
      title=${reason}
      onClick=${(/** @type {Event} */ event) => (reason ? toast(reason) : onClick(event))}
    >${children}</button>${reason && html`<span class="visually-hidden" id=${id}>${reason}</span>`}`;
}
