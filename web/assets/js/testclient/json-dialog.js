// @ts-check
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../components/button.js";
import { html } from "../components/html.js";
import { t } from "../words.js";
import { EXAMPLE_ITEMS } from "./client.js";

/**
 * Asks for the body of an order as JSON. What is wrong with it is said beside
 * the field, and the text stays to be mended.
 * @param {{client: import("./client.js").Client, name: string, close: () => void}} props
 */
export function JsonDialog({ client, name, close }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [text, setText] = useState(() => JSON.stringify({ customerName: name, items: EXAMPLE_ITEMS }, null, 2));
  const [error, setError] = useState("");
  useEffect(() => dialog.current?.showModal(), []);
  const send = async () => {
    try {
      await client.place(parse(text));
      close();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  };
  return html`<dialog ref=${dialog} aria-labelledby="custom" onClose=${close}>
    <div class="body">
      <h2 id="custom">${t("custom.title")}</h2>
      <label class="field"><span>${t("custom.body")}</span>
        <textarea class="input" rows="14" spellcheck=${false} value=${text}
          aria-invalid=${error ? "true" : undefined} aria-describedby="custom-error"
          onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}></textarea></label>
      <p class="error" id="custom-error" role="alert">${error}</p>
      <div class="row">
        <${Button} onClick=${close}>${t("common.cancel")}<//>
        <${Button} look="primary" onClick=${send}>${t("custom.send")}<//>
      </div>
    </div>
  </dialog>`;
}

/** What a person typed as JSON. @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (reason) {
    throw new Error(t("custom.not_json", { reason: reason instanceof Error ? reason.message : String(reason) }));
  }
}
