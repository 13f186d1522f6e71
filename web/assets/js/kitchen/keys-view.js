// @ts-check
import { useLayoutEffect, useState } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { t } from "../words.js";
import { ACTIONS, bind, isModifier, keysOf, nameOf } from "./keys.js";
import { Panel } from "./panel.js";

/** @typedef {import("./screen.js").Screen} Screen */

const NAMES = /** @type {Record<string, string>} */ ({
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", PageUp: "PgUp", PageDown: "PgDn", Escape: "Esc",
});

/** @param {{name: string}} props */
const Key = ({ name }) => html`<kbd>${NAMES[name] ?? (name.length === 1 ? name.toUpperCase() : name) ?? ""}</kbd>`;

/** Every key and what it does. @param {{screen: Screen}} props */
export function HelpPanel({ screen }) {
  const { keys } = screen.settings.value;
  return html`<${Panel} title=${t("kds.help")} close=${() => screen.hands.close()}>
    <p>${t("kds.help_touch")}</p>
    <table class="key-table"><thead><tr><th scope="col">${t("kds.key")}</th><th scope="col">${t("docs.meaning")}</th></tr></thead>
      <tbody>${ACTIONS.map((action) => html`<tr key=${action}><td>${keysOf(keys, action).filter(Boolean).map((name) => html`<${Key} key=${name} name=${name} /> `)}</td><td>${t(`action.${action}`)}</td></tr>`)}</tbody></table>
    <button type="button" class="key" onClick=${() => (screen.hands.panel.value = "keys")}><${Icon} name="keyboard" />${t("kds.change_keys")}</button>
  <//>`;
}

/** Gives actions other keys: choose one, then press the key. @param {{screen: Screen}} props */
export function KeysPanel({ screen }) {
  const { settings, hands } = screen;
  const [asking, setAsking] = useState(/** @type {{action: import("./keys.js").Action, slot?: number} | undefined} */ (undefined));
  useLayoutEffect(() => {
    if (!asking) return;
    const press = (/** @type {KeyboardEvent} */ event) => {
      if (isModifier(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key !== "Escape") settings.value = { ...settings.value, keys: bind(settings.value.keys, asking.action, nameOf(event), asking.slot) };
      setAsking(undefined);
    };
    addEventListener("keydown", press, true);
    return () => removeEventListener("keydown", press, true);
  }, [asking]);
  const { keys } = settings.value;
  const button = (/** @type {import("./keys.js").Action} */ action, /** @type {string} */ word, /** @type {readonly string[]} */ names, /** @type {number} */ slot) => {
    const here = asking?.action === action && asking.slot === (slot < 0 ? undefined : slot);
    return html`<tr key=${word}><th scope="row">${word}</th><td><button type="button" class=${here ? "key primary" : "key"} aria-label=${`${word}: ${names.filter(Boolean).join(", ") || t("kds.no_key")}`}
      onClick=${() => setAsking({ action, slot: slot < 0 ? undefined : slot })}>
      ${here ? t("kds.press_key") : names.some(Boolean) ? names.filter(Boolean).map((name) => html`<${Key} key=${name} name=${name} /> `) : t("kds.no_key")}</button></td></tr>`;
  };
  const close = () => (asking ? setAsking(undefined) : hands.close());
  return html`<${Panel} title=${t("kds.keys")} close=${close}>
    <p class="meta" role="status">${asking ? t("kds.press_key_for", { what: t(`action.${asking.action}`) }) : t("kds.keys_hint")}</p>
    <table class="key-table"><tbody>
      ${keysOf(keys, "slot").map((name, i) => button("slot", t("kds.slot", { n: i + 1 }), [name], i))}
      ${ACTIONS.filter((action) => action !== "slot").map((action) => button(action, t(`action.${action}`), keysOf(keys, action), -1))}
    </tbody></table>
    <button type="button" class="key" onClick=${() => (settings.value = { ...settings.value, keys: {} })}><${Icon} name="again" />${t("kds.default_keys")}</button>
  <//>`;
}
