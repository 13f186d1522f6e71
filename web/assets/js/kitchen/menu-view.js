// @ts-check
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { t } from "../words.js";
import { keepForServer } from "./device.js";
import { Panel } from "./panel.js";
import { SOUNDS } from "./sounds.js";

/**
 * @typedef {import("./settings.js").Settings} Settings
 * @typedef {import("./screen.js").Screen} Screen
 */

/** The languages of the pages, in their own words. */
const LANGUAGES = [["en", "English"], ["nl", "Nederlands"], ["fr", "Français"], ["de", "Deutsch"], ["es", "Español"]];
const TYPES = ["", "takeaway", "dine_in", "delivery", "counter"];

/** Settings of this device, and the way to its other pages. @param {{screen: Screen}} props */
export function MenuPanel({ screen }) {
  const { hands, house } = screen;
  const set = (/** @type {Partial<Settings>} */ change) => (screen.settings.value = { ...screen.settings.value, ...change });
  const queued = house.outbox.taps.value.length;
  return html`<${Panel} title=${t("kds.menu")} close=${() => hands.close()}>
    <div class="choices">
      <button type="button" class="key" onClick=${() => screen.fullScreen()}><${Icon} name="full" />${t("kds.full_screen")}</button>
      <button type="button" class="key" onClick=${() => (hands.panel.value = "queue")}><${Icon} name="send" />${t("kds.queue")}${queued > 0 && html`<b class="badge">${queued}</b>`}</button>
      <button type="button" class="key" onClick=${() => (hands.panel.value = "keys")}><${Icon} name="keyboard" />${t("kds.keys")}</button>
      <button type="button" class="key" onClick=${() => (hands.panel.value = "help")}><${Icon} name="book" />${t("kds.help")}</button>
      ${screen.upgrade.value && html`<button type="button" class="key primary" onClick=${() => location.reload()}><${Icon} name="again" />${t("kds.new_version")}</button>`}
    </div>
    <nav class="choices" aria-label=${t("nav.label")}>
      <a class="key" href="/kitchen"><${Icon} name="station" />${t("nav.kitchen")}</a>
      <a class="key" href="/expo"><${Icon} name="serve" />${t("nav.expo")}</a>
      <a class="key" href="/"><${Icon} name="receipt" />${t("kds.start_page")}</a>
    </nav>
    <${Looks} screen=${screen} set=${set} />
    <${Ways} settings=${screen.settings.value} set=${set} />
    <${Times} settings=${screen.settings.value} set=${set} setup=${house.setup.value} />
    <${SoundSettings} screen=${screen} set=${set} />
    <p class="meta">${t(`wake.${screen.awake.state.value}`)} ${!screen.offlineReady && t("kds.plain_http")} ${!house.shelf.lasts && t("kds.no_storage")}</p>
  <//>`;
}

/** @param {{title: string, children?: any}} props */
const Group = ({ title, children }) => html`<fieldset class="group"><legend>${title}</legend>${children}</fieldset>`;

/** @param {{label: string, on: boolean, set: (on: boolean) => void}} props */
function Check({ label, on, set }) {
  return html`<label class="check"><input type="checkbox" checked=${on} onChange=${(/** @type {any} */ e) => set(e.currentTarget.checked)} /><span>${label}</span></label>`;
}

/** @param {{name: string, label: string, value: string, options: string[][], set: (value: string) => void}} props */
function Choice({ name, label, value, options, set }) {
  return html`<div class="setting" role="radiogroup" aria-label=${label}><span class="legend">${label}</span><div class="segments">
    ${options.map(([key, word]) => html`<label key=${key}><input type="radio" name=${name} value=${key} checked=${key === value} onChange=${() => set(key)} />${word}</label>`)}
  </div></div>`;
}

/** @param {{screen: Screen, set: (change: Partial<Settings>) => void}} props */
function Looks({ screen, set }) {
  const settings = screen.settings.value;
  const speak = (/** @type {any} */ event) => {
    keepForServer("lang", event.currentTarget.value);
    location.reload();
  };
  return html`<${Group} title=${t("kds.appearance")}>
    <${Choice} name="theme" label=${t("theme.label")} value=${screen.theme.value} options=${[["dark", t("theme.dark")], ["light", t("theme.light")]]} set=${(/** @type {string} */ theme) => screen.wear(theme)} />
    <label class="field"><span>${t("lang.label")}</span><select class="select" onChange=${speak}>
      ${LANGUAGES.map(([code, name]) => html`<option key=${code} value=${code} lang=${code} selected=${code === document.documentElement.lang}>${name}</option>`)}</select></label>
    <div class="setting"><span class="legend">${t("kds.scale")}</span><div class="stepper">
      <button type="button" class="key" aria-label=${t("kds.smaller")} onClick=${() => screen.zoom(-10)}>−</button><output>${settings.scale} %</output>
      <button type="button" class="key" aria-label=${t("kds.larger")} onClick=${() => screen.zoom(10)}>+</button></div></div>
    <${Choice} name="rows" label=${t("kds.rows")} value=${String(settings.rows)} options=${[["0", t("connection.auto")], ["1", "1"], ["2", "2"], ["3", "3"]]} set=${(/** @type {string} */ rows) => set({ rows: Number(rows) })} />
    <${Choice} name="view" label=${t("kds.view")} value=${settings.view} options=${[["grid", t("kds.grid")], ["list", t("kds.list")]]} set=${(/** @type {any} */ view) => set({ view })} />
    <${Check} label=${t("kds.shift")} on=${settings.shift} set=${(/** @type {boolean} */ shift) => set({ shift })} />
  <//>`;
}

/** @param {{settings: Settings, set: (change: Partial<Settings>) => void}} props */
function Ways({ settings, set }) {
  return html`<${Group} title=${t("kds.ways")}>
    <${Check} label=${t("kds.combine")} on=${settings.combine} set=${(/** @type {boolean} */ combine) => set({ combine })} />
    <${Check} label=${t("kds.ask")} on=${settings.ask} set=${(/** @type {boolean} */ ask) => set({ ask })} />
    <${Check} label=${t("kds.letters")} on=${settings.letters} set=${(/** @type {boolean} */ letters) => set({ letters })} />
    <${Choice} name="digits" label=${t("kds.digits")} value=${settings.digits} options=${[["bump", t("kds.bump")], ["select", t("kds.select")]]} set=${(/** @type {any} */ digits) => set({ digits })} />
    <${Choice} name="timer" label=${t("kds.timer")} value=${settings.timer} options=${[["up", t("kds.timer_up")], ["down", t("kds.timer_down")]]} set=${(/** @type {any} */ timer) => set({ timer })} />
  <//>`;
}

/** Minutes after which a ticket without a promise is due and late, by type of order. @param {{settings: Settings, set: (change: Partial<Settings>) => void, setup: import("../../../types/kitchen").Setup | undefined}} props */
function Times({ settings, set, setup }) {
  const { limits } = settings;
  const change = (/** @type {string} */ type, /** @type {"warn" | "late"} */ which) => (/** @type {any} */ event) => {
    const n = Number.parseInt(event.currentTarget.value, 10);
    set({ limits: { ...limits, [type]: { ...limits[type], [which]: n >= 1 && n <= 240 ? n : undefined } } });
  };
  const field = (/** @type {string} */ type, /** @type {string} */ word, /** @type {"warn" | "late"} */ which, /** @type {number | undefined} */ house) => html`<td><input class="input" type="number" min="1" max="240" inputmode="numeric"
    aria-label=${`${word}: ${t(which === "warn" ? "kds.due" : "state.late")}`} placeholder=${house} value=${limits[type]?.[which] ?? ""} onChange=${change(type, which)} /></td>`;
  return html`<${Group} title=${t("kds.limits")}><p class="meta">${t("kds.limits_hint")}</p><table class="limits">
    <thead><tr><td></td><th scope="col">${t("kds.due")}</th><th scope="col">${t("state.late")}</th></tr></thead>
    <tbody>${TYPES.map((type) => {
      const word = type ? t(`type.${type}`) : t("kds.any_type");
      return html`<tr key=${type}><th scope="row">${word}</th>${field(type, word, "warn", type ? undefined : setup?.warnMinutes)}${field(type, word, "late", type ? undefined : setup?.lateMinutes)}</tr>`;
    })}</tbody></table><//>`;
}

/** @param {{screen: Screen, set: (change: Partial<Settings>) => void}} props */
function SoundSettings({ screen, set }) {
  const { volume, muted, silent } = screen.settings.value;
  return html`<${Group} title=${t("kds.sounds")}>
    <${Check} label=${t("kds.mute")} on=${muted} set=${(/** @type {boolean} */ on) => set({ muted: on })} />
    <label class="field"><span>${t("kds.volume")}</span><input type="range" min="0" max="100" step="10" value=${volume} onChange=${(/** @type {any} */ e) => set({ volume: Number(e.currentTarget.value) })} /></label>
    ${SOUNDS.map((sound) => html`<div class="setting" key=${sound}>
      <${Check} label=${t(`sound.${sound}`)} on=${!silent.includes(sound)} set=${(/** @type {boolean} */ on) => set({ silent: on ? silent.filter((s) => s !== sound) : [...silent, sound] })} />
      <button type="button" class="key" aria-label=${`${t("kds.listen")}: ${t(`sound.${sound}`)}`} onClick=${() => screen.listen(sound)}><${Icon} name="sound" /></button></div>`)}
  <//>`;
}
