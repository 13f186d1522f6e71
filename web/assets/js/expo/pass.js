// @ts-check
// The pass: whole orders in three lanes, and what the expediter does with them.
import { computed, signal } from "@preact/signals";
import { t } from "../words.js";
import { Lane } from "../kitchen/lane.js";
import { Panels, RUSH_DELAY } from "../kitchen/panels.js";
import { shortNumber } from "../kitchen/ticket.js";
import { isLive } from "../kitchen/taps.js";
import { alarms, byPromise, cardOf, risk, stateAt } from "./orders.js";

/**
 * @typedef {import("./orders.js").Card} Card
 * @typedef {import("./orders.js").LaneName} LaneName
 * @typedef {import("../../../types/kitchen").KitchenOrder} Order
 */

/** @type {LaneName[]} */
export const LANES = ["cooking", "assemble", "waiting"];

export class Pass extends Panels {
  selected = signal("");
  /** The lane that keys are about. @type {import("@preact/signals").Signal<LaneName>} */
  active = signal("assemble");
  /** The order that the panel is about. */
  about = signal("");
  /** Alarms that somebody has taken note of. @type {import("@preact/signals").Signal<ReadonlySet<string>>} */
  told = signal(new Set());
  /** @type {WeakMap<Order, {card: Card | undefined}>} */
  #made = new WeakMap();

  /** @param {import("../kitchen/house.js").House} house @param {import("../kitchen/notices.js").Notices} notices */
  constructor(house, notices) {
    super();
    this.house = house;
    this.notices = notices;
    this.cards = computed(() => this.#cards());
    this.lanes = /** @type {Record<LaneName, Lane>} */ (Object.fromEntries(LANES.map((name) => [name,
      new Lane(computed(() => this.cards.value.filter((card) => card.lane === name)))])));
    this.risks = computed(() => this.cards.value.filter((card) => risk(card) > 0));
    this.alarms = computed(() => this.cards.value.flatMap(({ order }) => alarms(order).map((station) => ({ key: `${order.id} ${station}`, order, station })))
      .filter(({ key }) => !this.told.value.has(key)));
  }

  #cards() {
    const cards = [];
    for (const order of this.house.shown.value.values()) {
      let made = this.#made.get(order);
      if (!made) this.#made.set(order, (made = { card: cardOf(order) }));
      if (made.card) cards.push(made.card);
    }
    return cards.sort(byPromise);
  }

  /** @param {string} id */
  find = (id) => this.cards.peek().find((card) => card.id === id);

  get current() {
    return this.find(this.selected.peek());
  }

  get lane() {
    return this.lanes[this.active.peek()];
  }

  /** @param {string} id */
  select(id) {
    const card = this.find(id);
    if (!card) return;
    this.selected.value = id;
    this.active.value = card.lane;
    this.lanes[card.lane].show(id);
  }

  /** The step that comes next: order up, or handed over. @param {Card} card */
  step(card) {
    if (card.lane === "waiting") return this.serve(card);
    if (card.lane === "assemble") return this.passOn(card);
    this.notices.show(t("refused.open", { n: shortNumber(card.order.number) }));
  }

  /** @param {Card} card @param {boolean} [force] although lines are open */
  passOn({ order }, force = false) {
    this.house.tap("pass", order, force ? { force } : {});
    const tasks = (order.tasks ?? []).filter(isLive).map(({ id }) => id);
    this.notices.show(t("expo.passed", { n: shortNumber(order.number) }), force && tasks.length
      ? { action: { word: t("kds.undo"), run: () => this.house.tap("undo", this.house.orders.peek().get(order.id) ?? order, { tasks }) } } : {});
  }

  /** @param {Card} card */
  serve({ order }) {
    this.house.tap("serve", order);
    this.notices.show(t("expo.served", { n: shortNumber(order.number) }));
  }

  /** @param {Card} card */
  rush({ order }) {
    const verb = order.rushAt ? "unrush" : "rush";
    const send = setTimeout(() => this.house.tap(verb, this.house.orders.peek().get(order.id) ?? order), RUSH_DELAY);
    this.notices.show(t(verb === "rush" ? "kds.rushing" : "kds.unrushing", { n: shortNumber(order.number) }), {
      stays: RUSH_DELAY, action: { word: t("common.cancel"), run: () => clearTimeout(send) },
    });
  }

  /** Holds what nobody has begun, or fires what is held by hand. @param {Card} card */
  hold({ order }) {
    const tasks = order.tasks ?? [];
    const queued = tasks.filter((task) => task.state === "queued").map(({ id }) => id);
    const held = tasks.filter((task) => task.state === "held" && task.hold !== "step").map(({ id }) => id);
    if (queued.length) this.house.tap("hold", order, { tasks: queued });
    else if (held.length) this.house.tap("fire", order, { tasks: held });
    else return;
    this.notices.show(t(queued.length ? "kds.held" : "kds.fired", { n: shortNumber(order.number) }));
  }

  /** Back to the stations: not finished, or, with a reason, to be made again. @param {Card} card @param {string[]} tasks @param {string} reason */
  back({ order }, tasks, reason) {
    this.house.tap(reason ? "refire" : "recall", order, reason ? { tasks, reason } : { tasks });
    this.notices.show(t("kds.recalled", { n: shortNumber(order.number) }));
  }

  /** @param {string} id */
  more(id) {
    this.select(id);
    this.about.value = id;
    this.panel.value = "more";
  }

  /** Somebody knows of an alarm; those of orders that have left are forgotten. @param {string} key */
  tell(key) {
    const orders = this.house.orders.peek();
    this.told.value = new Set([...this.told.peek(), key].filter((told) => orders.has(told.split(" ")[0])));
  }

  /** What is heard: new orders, finished ones, late ones, alarms. */
  looks = computed(() => {
    const now = this.house.now.value;
    const alarmed = new Set(this.alarms.value.map(({ order }) => order.id));
    return this.cards.value.filter((card) => card.lane !== "waiting").map((card) => ({
      id: card.id, state: stateAt(card, now), changes: alarmed.has(card.id) ? "alarm" : "", touched: false,
    }));
  });
}
