// @ts-check
// Words that several views of the kitchen use.
import { locale, t } from "../words.js";
import { shortNumber } from "./ticket.js";
import { minutes, turningPoints } from "./timing.js";

/**
 * @typedef {import("../../../types/kitchen").Ticket} Ticket
 * @typedef {import("../../../types/kitchen").KitchenOrder} Order
 */

const withSeconds = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });

/** Hours, minutes and seconds. @param {number} when ms */
export const wallClock = (when) => withSeconds.format(when);

const TYPES = ["takeaway", "dine_in", "delivery", "counter"];

/** @param {Order} order */
export function typeWord({ type = "takeaway" }) {
  return TYPES.includes(type) ? t(`type.${type}`) : type;
}

/** Who gets it and where: "Take-away", "Table 7, 3 covers". @param {Order} order @returns {string[]} */
export function facts(order) {
  const where = order.table ? t("kds.table", { n: order.table }) : typeWord(order);
  const covers = order.covers ? t("kds.covers", { n: order.covers }) : "";
  return [where, order.customerName, covers, order.channel ?? ""].filter(Boolean);
}

/** @param {import("../../../types/kitchen").Station[]} stations @param {string} id */
export const stationName = (stations, id) => stations.find((station) => station.id === id)?.name ?? id;

const ICONS = { new: "pending", cooking: "in_progress", soon: "clock", late: "late", ready: "ready", held: "hold" };

/** @param {import("../../../types/kitchen").TicketState} state */
export const stateIcon = (state) => ICONS[state];

/**
 * The state of a ticket in words that change once a minute: "late by 2 min".
 * @param {Ticket} ticket @param {import("../../../types/kitchen").TicketState} state @param {number} now
 * @param {import("./timing.js").Limits} limits
 */
export function stateSentence(ticket, state, now, limits) {
  const { late } = turningPoints(ticket, limits);
  if (state === "late") return t("kds.late_by", { n: minutes(now - late) });
  if (state === "soon") return t("kds.due_in", { n: minutes(late - now) });
  return t(`state.${state}`);
}

/** Why the server refused a tap. @param {import("./outbox.js").Settled} settled */
export function refusal({ tap, outcome }) {
  const number = shortNumber(tap.number);
  const code = (outcome.code ?? "").replace(/^kitchen\./, "");
  const known = ["stale", "task", "state", "cancelled", "window", "open"].includes(code);
  return known ? t(`refused.${code}`, { n: number }) : t("kds.refused", { n: number, why: outcome.message ?? code });
}
