// @ts-check
// A lane is a paged grid of cards: where each lies, which page is shown, and
// when the cards may move.
import { computed, effect, signal } from "@preact/signals";
import { arrange, empty, outOfOrder } from "./place.js";

/** Gaps are closed at the next bump or after this long, ms. */
export const TIDY_AFTER = 2_000;

/** @typedef {{id: string, held: boolean, firedAt: number}} Card */

export class Lane {
  /** @type {import("@preact/signals").Signal<import("./place.js").Layout>} */
  layout = signal(empty());
  /** @type {import("@preact/signals").Signal<{columns: number, rows: number}>} */
  grid = signal({ columns: 1, rows: 1 });
  #wanted = signal(0);
  #cards;
  #cellsOf;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #tidying;

  pages = computed(() => this.layout.value.pages);
  /** The page that is shown, from 0. */
  page = computed(() => Math.min(this.#wanted.value, this.pages.value.length - 1));
  /** Ids on the page, in order of their slots. */
  onPage = computed(() => this.pages.value[this.page.value]);

  /**
   * @param {import("@preact/signals").ReadonlySignal<Card[]>} cards in order of urgency
   * @param {(id: string) => number} [cellsOf]
   */
  constructor(cards, cellsOf = () => 1) {
    this.#cards = cards;
    this.#cellsOf = cellsOf;
    effect(() => this.#place(cards.value, this.grid.value));
  }

  /** @param {Card[]} cards @param {{columns: number, rows: number}} grid */
  #place(cards, grid) {
    const before = this.layout.peek();
    const layout = arrange(before, cards, this.#cellsOf, grid, before.gaps && hasLost(before, cards) || isBack(before, cards));
    this.layout.value = layout;
    if (layout.gaps || outOfOrder(layout, cards)) this.#tidying ??= setTimeout(() => this.tidy(), TIDY_AFTER);
  }

  /** Closes the gaps and brings all cards into order. */
  tidy() {
    clearTimeout(this.#tidying);
    this.#tidying = undefined;
    this.layout.value = arrange(this.layout.peek(), this.#cards.peek(), this.#cellsOf, this.grid.peek(), true);
  }

  /** Places the cards again after their sizes were learnt. */
  again() {
    this.#place(this.#cards.peek(), this.grid.peek());
  }

  /** The card with a number on the page. @param {number} slot from 1 */
  inSlot(slot) {
    const { cells } = this.layout.peek();
    return this.onPage.peek().find((id) => cells.get(id)?.slot === slot) ?? "";
  }

  /** @param {number} page from 0 */
  turnTo(page) {
    this.#wanted.value = Math.max(0, Math.min(page, this.pages.peek().length - 1));
  }

  /** Shows the page of a card. @param {string} id */
  show(id) {
    const cell = this.layout.peek().cells.get(id);
    if (cell) this.turnTo(cell.page);
  }

  /** The card beside another, in a direction; the first one if there is none yet. @param {string} id @param {-1 | 1} step */
  beside(id, step) {
    const ids = this.pages.peek().flat();
    const at = ids.indexOf(id);
    if (at < 0) return this.onPage.peek()[0] ?? "";
    return ids[Math.max(0, Math.min(at + step, ids.length - 1))];
  }

  /** The card above or below another on the page. @param {string} id @param {-1 | 1} step */
  below(id, step) {
    const { cells } = this.layout.peek();
    const from = cells.get(id);
    if (!from) return this.onPage.peek()[0] ?? "";
    const near = this.onPage.peek().filter((other) => cells.get(other)?.row === from.row + step)
      .sort((a, b) => Math.abs((cells.get(a)?.column ?? 0) - from.column) - Math.abs((cells.get(b)?.column ?? 0) - from.column));
    return near[0] ?? this.beside(id, step);
  }
}

/** @param {import("./place.js").Layout} before @param {Card[]} cards */
const hasLost = ({ cells }, cards) => cells.size > cards.filter(({ id }) => cells.has(id)).length;

/** A card that was taken back belongs to its old place, before younger ones. @param {import("./place.js").Layout} before @param {Card[]} cards */
function isBack({ cells }, cards) {
  const youngest = Math.max(...cards.filter(({ id, held }) => cells.has(id) && !held).map(({ firedAt }) => firedAt));
  return cards.some(({ id, held, firedAt }) => !cells.has(id) && !held && firedAt < youngest);
}
