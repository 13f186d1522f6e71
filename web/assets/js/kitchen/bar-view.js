// @ts-check
// The frame around a screen: the bar at the top, the banner of the connection,
// and what is said at the foot and to screen readers.
import { useRef } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { count, t, timeOfDay } from "../words.js";
import { Announcer } from "./announcer.js";
import { wallClock } from "./words.js";

/** @typedef {import("./house.js").House} House */

/** A button of the bar; its word is hidden where there is no room. @param {{icon: string, word: string, onClick: () => void, pressed?: boolean, badge?: number}} props */
export function BarButton({ icon, word, onClick, pressed, badge }) {
  return html`<button type="button" class="key" aria-pressed=${pressed === undefined ? undefined : String(pressed)} onClick=${onClick}>
    <${Icon} name=${icon} /><span class="word">${word}</span>${badge ? html`<b class="badge">${badge}</b>` : null}</button>`;
}

/** @param {{house: House}} props */
export function Clock({ house }) {
  return html`<time class="clock" aria-hidden="true">${wallClock(house.now.value)}</time>`;
}

/** @param {{house: House}} props */
export function ConnectionDot({ house }) {
  const state = house.connection.value === "back" ? "live" : house.connection.value;
  return html`<span class="connection" data-state=${state}><span class="dot"></span><span class="word">${t(`conn.${state}`)}</span></span>`;
}

/** @param {{sounds: import("./sounds.js").Sounds, settings: import("@preact/signals").Signal<import("./settings.js").Settings>}} props */
export function SoundButton({ sounds, settings }) {
  const off = settings.value.muted || !sounds.ready.value;
  const flip = () => (settings.value = { ...settings.value, muted: !settings.value.muted });
  return html`<button type="button" class="key sound" aria-pressed=${String(!off)} onClick=${flip}>
    <${Icon} name=${off ? "muted" : "sound"} /><span class="word">${t(off ? "kds.muted" : "kds.sound_on")}</span></button>`;
}

/** Browsers keep quiet until somebody touches the page: asks for it. @param {{sounds: import("./sounds.js").Sounds, settings: import("@preact/signals").Signal<import("./settings.js").Settings>}} props */
export function AskForSound({ sounds, settings }) {
  if (sounds.ready.value || settings.value.muted) return null;
  return html`<button type="button" class="key ask" onClick=${() => sounds.wake()}><${Icon} name="bell" />${t("kds.enable_sound")}</button>`;
}

/** Whether the connection needs words instead of a dot. @param {House} house */
export const isTroubled = ({ connection, remembered }) => connection.value !== "live" && (connection.value !== "connecting" || remembered.value);

/**
 * What is wrong with the connection. It takes the middle of the bar, so that
 * nothing moves under anybody's fingers when it comes and goes.
 * @param {{house: House}} props
 */
export function Banner({ house }) {
  const state = house.connection.value;
  const taps = house.outbox.taps.value.length;
  const phone = house.setup.value?.phone;
  const heard = house.heardAt.value;
  const asOf = house.remembered.value && html`<span class="asof">${t("kds.as_of", { t: timeOfDay(heard) })}</span>`;
  return html`<div role="alert" class="banners">
    ${state === "connecting" && asOf && html`<p class="banner reconnecting"><${Icon} name="clock" />${asOf}</p>`}
    ${state === "reconnecting" && html`<p class="banner reconnecting"><${Icon} name="again" /><span>${t("conn.reconnecting")} ${asOf}</span></p>`}
    ${state === "offline" && html`<p class="banner offline"><${Icon} name="late" /><span>${heard ? t("conn.offline_since", { t: timeOfDay(heard) }) : t("conn.never")}
      ${taps > 0 && html` <b>${count("kds.taps", taps)}</b>`}</span>${phone && html`<span class="phone">${t("kds.phone")} <b>${phone}</b></span>`}</p>`}
    ${state === "back" && html`<p class="banner back"><${Icon} name="ready" />${t("conn.back")}</p>`}
  </div>`;
}

/** The server had too many tickets to send the oldest. A press asks again, for when some are done. @param {{house: House}} props */
export function Older({ house }) {
  const n = house.older.value;
  if (!n) return null;
  return html`<button type="button" class="key older" onClick=${() => house.again()}><${Icon} name="receipt" /><span>${count("kds.older", n)}</span></button>`;
}

/** @param {{notices: import("./notices.js").Notices}} props */
export function NoticesView({ notices }) {
  return html`<div class="notices" role="status">${notices.list.value.map(({ id, text, tone, action }) => html`<p key=${id} class=${`notice ${tone}`}>
    ${tone === "refused" && html`<${Icon} name="late" />`}<span>${text}</span>
    ${action && html`<button type="button" class="key" onClick=${() => { notices.drop(id); action.run(); }}>${action.word}</button>`}</p>`)}</div>`;
}

/** A summary for screen readers, at most every five seconds. @param {{now: number, summary: string}} props */
export function Announcement({ now, summary }) {
  const announcer = useRef(new Announcer());
  const said = useRef("");
  said.current = announcer.current.say(summary, now) ?? said.current;
  return html`<p class="visually-hidden" aria-live="polite">${said.current}</p>`;
}
