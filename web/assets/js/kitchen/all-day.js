// @ts-check
// All day: how much of everything is still to be made, over all open tickets.

/**
 * @typedef {import("../../../types/kitchen").Ticket} Ticket
 * @typedef {import("../../../types/kitchen").Row} Row
 * @typedef {{label: string, quantity: number}} Part
 * @typedef {{name: string, quantity: number, held: number, parts: Part[], tickets: string[]}} Total
 */

/** How an option is written: "- no onion", "+ bacon", "Large". @param {import("../../../types/kitchen").Option} option */
export const optionText = ({ kind, name }) => ({ add: `+ ${name}`, remove: `− ${name}`, choice: name })[kind] ?? name;

/** What makes a dish another dish for the cook. @param {Row} row */
const variation = (row) => row.options.map(optionText).join(", ");

/**
 * Totals by dish, the largest first, split by what was changed about it; dishes
 * on hold are counted apart.
 * @param {Ticket[]} tickets @returns {Total[]}
 */
export function allDay(tickets) {
  /** @type {Map<string, Total>} */
  const totals = new Map();
  for (const ticket of tickets) {
    for (const row of ticket.rows) add(totals, ticket, row);
  }
  return [...totals.values()].sort((a, b) => b.quantity - a.quantity || b.held - a.held || a.name.localeCompare(b.name));
}

/** @param {Map<string, Total>} totals @param {Ticket} ticket @param {Row} row */
function add(totals, ticket, row) {
  if (row.state === "done" || row.state === "voided") return;
  const left = row.quantity - row.done;
  const total = totals.get(row.name) ?? { name: row.name, quantity: 0, held: 0, parts: [], tickets: [] };
  totals.set(row.name, total);
  if (!total.tickets.includes(ticket.id)) total.tickets.push(ticket.id);
  if (row.state === "held") {
    total.held += left;
    return;
  }
  total.quantity += left;
  const label = variation(row);
  if (!label) return;
  const part = total.parts.find((known) => known.label === label);
  if (part) part.quantity += left;
  else total.parts.push({ label, quantity: left });
}

/**
 * Dishes that can be started together: the one that has waited longest, when
 * other tickets want the same.
 * @param {Ticket[]} tickets in order of urgency
 * @returns {{name: string, quantity: number, tickets: number} | undefined}
 */
export function together(tickets) {
  const first = tickets.flatMap((ticket) => ticket.rows).find((row) => row.state === "queued");
  if (!first) return undefined;
  const alike = (/** @type {Row} */ row) => row.state === "queued" && row.name === first.name && variation(row) === variation(first);
  const wanting = tickets.map((ticket) => ticket.rows.filter(alike)).filter((rows) => rows.length);
  if (wanting.length < 2) return undefined;
  const quantity = wanting.flat().reduce((sum, row) => sum + row.quantity - row.done, 0);
  return { name: [first.name, variation(first)].filter(Boolean).join(", "), quantity, tickets: wanting.length };
}
