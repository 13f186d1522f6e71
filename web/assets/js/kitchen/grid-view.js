// @ts-check
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { count, t } from "../words.js";
import { worst } from "./timing.js";
import { TicketView } from "./ticket-view.js";
import { stateIcon } from "./words.js";

/** Width of a column and height of a row that are wanted, rem of 20 px. */
const COLUMN = 14;
const ROW = 20;
/** Height of an order in the list, rem; on a phone it takes three lines. */
const LINE = 4;
const NARROW_LINE = 10;
/** What a cell needs beside its rows: strip, facts, foot, margins; rem. */
const AROUND = { width: 1.7, height: 9.4 };

/** How many cells fit. @param {number} width @param {number} height @param {number} rem px @param {number} rows 0: as many as fit well */
export function gridFor(width, height, rem, rows) {
  return {
    columns: Math.max(1, Math.floor(width / (COLUMN * rem))),
    rows: rows || Math.max(1, Math.min(3, Math.floor(height / (ROW * rem)))),
  };
}

/** @param {{board: import("./board.js").Board, hands: import("./hands.js").Hands}} props */
export function GridView({ board, hands }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const { scale, rows, view } = board.settings.value;
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const fit = () => {
      const { width, height } = element.getBoundingClientRect();
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const grid = view === "list" ? { columns: 1, rows: Math.max(1, Math.floor(height / ((width > 35 * rem ? LINE : NARROW_LINE) * rem))) } : gridFor(width, height, rem, rows);
      board.resize(grid, { width: width / grid.columns - AROUND.width * rem, height: height / grid.rows - AROUND.height * rem, rem });
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    return () => observer.disconnect();
  }, [scale, rows, view]);
  return html`<div class=${`board ${view}`} ref=${place}><${Tickets} board=${board} hands=${hands} /></div>`;
}

/** The tickets of the page. @param {{board: import("./board.js").Board, hands: import("./hands.js").Hands}} props */
function Tickets({ board, hands }) {
  const { cells, grid } = board.lane.layout.value;
  const states = board.states.value;
  const tickets = new Map(board.visible.value.map((ticket) => [ticket.id, ticket]));
  const [selected, lit, fresh, waiting] = [board.selected.value, board.highlighted.value, board.house.fresh.value, board.waiting.value];
  if (!tickets.size) return html`<${Nothing} board=${board} />`;
  return html`<ol class="cells">${board.lane.onPage.value.map((id) => {
    const ticket = tickets.get(id);
    const cell = cells.get(id);
    return ticket && cell && html`<${TicketView} key=${id} board=${board} hands=${hands} ticket=${ticket} cell=${cell}
      state=${states.get(id) ?? "new"} columns=${grid.columns} rows=${grid.rows} selected=${id === selected} lit=${lit.has(id)} fresh=${fresh.has(id)}
      waiting=${waiting.get(id)?.join(" ") ?? ""} />`;
  })}</ol>`;
}

/** @param {{board: import("./board.js").Board}} props */
function Nothing({ board }) {
  const hidden = board.tickets.value.length;
  const joining = board.house.connection.value === "connecting" && !board.house.remembered.value;
  const word = joining ? t("conn.connecting") : hidden ? t("kds.none_match") : t("kds.none");
  return html`<div class="nothing"><${Icon} name=${joining ? "again" : "ready"} /><p>${word}</p>
    ${hidden > 0 && html`<p class="meta">${count("kds.tickets", hidden)}</p>`}</div>`;
}

/**
 * The pages with how many tickets each has and the worst state among them; in
 * a narrow lane only the current one.
 * @param {{lane: import("./lane.js").Lane, stateOf: (id: string) => import("../../../types/kitchen").TicketState, narrow?: boolean}} props
 */
export function Pager({ lane, stateOf, narrow = false }) {
  const pages = lane.pages.value;
  const page = lane.page.value;
  if (pages.length < 2) return null;
  return html`<nav class="pager" aria-label=${t("kds.pages")}>
    <button type="button" class="key" aria-label=${t("kds.previous_page")} disabled=${page === 0} onClick=${() => lane.turnTo(page - 1)}><${Icon} name="left" /></button>
    ${narrow ? html`<span class="page-of"><span class="visually-hidden">${t("kds.page", { n: page + 1 })}</span>${page + 1}/${pages.length}</span>`
      : near(pages.length, page).map((i) => html`<${PageChip} key=${i} page=${i} ids=${pages[i]} current=${i === page} lane=${lane} state=${worst(pages[i].map(stateOf))} />`)}
    <button type="button" class="key" aria-label=${t("kds.next_page")} disabled=${page === pages.length - 1} onClick=${() => lane.turnTo(page + 1)}><${Icon} name="right" /></button>
  </nav>`;
}

/** The pages to show chips of: at most seven, around the current one. @param {number} pages @param {number} current */
function near(pages, current) {
  const first = Math.max(0, Math.min(current - 3, pages - 7));
  return Array.from({ length: Math.min(7, pages) }, (_, i) => first + i);
}

/** @param {{page: number, ids: string[], current: boolean, lane: import("./lane.js").Lane, state: import("../../../types/kitchen").TicketState}} props */
function PageChip({ page, ids, current, lane, state }) {
  return html`<button type="button" class=${`key page ${state}`} aria-current=${current ? "page" : undefined} onClick=${() => lane.turnTo(page)}>
    <span class="visually-hidden">${t("kds.page", { n: page + 1 })}</span><b aria-hidden="true">${page + 1}</b>
    <span class="of"><${Icon} name=${stateIcon(state)} /><span class="visually-hidden">${t(`state.${state}`)}, </span>${ids.length}<span class="visually-hidden"> ${t("kds.tickets_word")}</span></span>
  </button>`;
}
