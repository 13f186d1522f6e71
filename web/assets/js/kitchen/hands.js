// @ts-check
// What hands do at a kitchen screen, by touch or by key: the board's actions
// with what is said about them.
import { signal } from "@preact/signals";
import { t } from "../words.js";
import { Panels, RUSH_DELAY } from "./panels.js";
import { liveTasks, shortNumber } from "./ticket.js";

/**
 * @typedef {import("../../../types/kitchen").Ticket} Ticket
 * @typedef {import("../../../types/kitchen").Row} Row
 */

export class Hands extends Panels {
  /** The ticket that a panel is about. @type {import("@preact/signals").Signal<Ticket | undefined>} */
  about = signal(undefined);

  /** @param {import("./board.js").Board} board @param {import("./notices.js").Notices} notices */
  constructor(board, notices) {
    super();
    this.board = board;
    this.notices = notices;
  }

  /** @param {Ticket} ticket */
  bump(ticket) {
    if (ticket.held) return this.hold(ticket);
    const open = ticket.rows.filter((row) => row.state === "queued" || row.state === "started").length;
    if (this.board.settings.peek().ask && open > 1 && this.panel.peek() !== "confirm") {
      this.about.value = ticket;
      this.panel.value = "confirm";
      return;
    }
    if (this.panel.peek() === "confirm") this.panel.value = "";
    const tasks = this.board.bump(ticket);
    if (tasks.length) this.#offerUndo(t("kds.bumped", { n: ticket.number }));
  }

  /** @param {Ticket} ticket @param {Row} row */
  tick(ticket, row) {
    const last = liveTasks(ticket).every((task) => row.tasks.includes(task)) && (row.state === "queued" || row.state === "started");
    const result = this.board.tick(ticket, row);
    if (result === "held") this.notices.show(t("kds.on_hold", { n: ticket.number }));
    if (result === "done" && last) this.#offerUndo(t("kds.bumped", { n: ticket.number }));
  }

  /** @param {Ticket} ticket */
  tickNext(ticket) {
    const row = ticket.rows.find(({ state, unread }) => unread || state === "queued" || state === "started");
    if (row) this.tick(ticket, row);
  }

  /** @param {string} text */
  #offerUndo(text) {
    this.notices.show(text, { action: { word: t("kds.undo"), run: () => this.undo() } });
  }

  undo() {
    const order = this.board.undo();
    this.notices.show(order ? t("kds.undone", { n: shortNumber(order.number) }) : t("kds.nothing_to_undo"));
  }

  /** @param {Ticket} ticket */
  start(ticket) {
    if (this.board.start(ticket)) this.notices.show(t("kds.started", { n: ticket.number }));
  }

  /** @param {Ticket} ticket */
  hold(ticket) {
    const done = this.board.toggleHold(ticket);
    if (done === "hold") this.#offerUndo(t("kds.held", { n: ticket.number }));
    if (done === "fire") this.#offerUndo(t("kds.fired", { n: ticket.number }));
    if (!done && ticket.held) this.notices.show(t("kds.on_hold", { n: ticket.number }));
  }

  /** Puts a ticket first, or back into the row; there is time to think again. @param {Ticket} ticket */
  rush(ticket) {
    const { house } = this.board;
    const verb = ticket.rush ? "unrush" : "rush";
    const send = setTimeout(() => house.tap(verb, house.orders.peek().get(ticket.id) ?? ticket.order), RUSH_DELAY);
    this.notices.show(t(verb === "rush" ? "kds.rushing" : "kds.unrushing", { n: ticket.number }), {
      stays: RUSH_DELAY, action: { word: t("common.cancel"), run: () => clearTimeout(send) },
    });
  }

  recallLast() {
    const [last] = this.board.recent();
    if (last) this.recall(last);
    else this.notices.show(t("kds.nothing_to_recall"));
  }

  /** @param {{order: import("../../../types/kitchen").KitchenOrder, tasks: string[]}} entry */
  recall(entry) {
    this.board.recall(entry);
    this.notices.show(t("kds.recalled", { n: shortNumber(entry.order.number) }));
  }

  /** @param {Ticket} ticket */
  more(ticket) {
    this.board.select(ticket.id);
    this.about.value = ticket;
    this.panel.value = "more";
  }

  close() {
    super.close();
    this.board.search.value = "";
    this.board.highlighted.value = new Set();
  }
}
