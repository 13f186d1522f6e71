// @ts-check
// Where tickets lie. The grid has fixed cells and pages: a ticket that is open
// keeps its place and its number until the board is tidied, because hands
// remember both.

/**
 * @typedef {import("../../../types/kitchen").Cell} Cell
 * @typedef {{columns: number, rows: number}} Grid
 * @typedef {{id: string, held: boolean}} Item
 * @typedef {{cells: Map<string, Cell>, pages: string[][], gaps: boolean, grid: Grid}} Layout
 */

/** No ticket is wider than this; what does not fit scrolls inside. */
export const WIDEST = 3;

/** @returns {Layout} */
export const empty = () => ({ cells: new Map(), pages: [[]], gaps: false, grid: { columns: 1, rows: 1 } });

/**
 * Places tickets, which come in order of urgency.
 * @param {Layout} before
 * @param {Item[]} tickets
 * @param {(id: string) => number} cellsOf how many cells a ticket needs
 * @param {Grid} grid
 * @param {boolean} tidy close the gaps and bring all into order; otherwise what lies somewhere stays there
 * @returns {Layout}
 */
export function arrange(before, tickets, cellsOf, grid, tidy) {
  const fresh = tidy || grid.columns !== before.grid.columns || grid.rows !== before.grid.rows;
  const span = (/** @type {string} */ id) => Math.min(Math.max(1, cellsOf(id)), WIDEST, grid.columns);
  const staying = fresh ? [] : tickets.filter(({ id, held }) => !held && before.cells.has(id));
  /** @type {Map<string, {index: number, span: number}>} */
  const lying = new Map(staying.map(({ id }) => [id, kept(before.cells, id)]));
  growLast(lying, span, grid);
  let next = Math.max(0, ...[...lying.values()].map((cell) => cell.index + cell.span));
  for (const { id } of tickets) {
    if (lying.has(id)) continue;
    const index = fitting(next, span(id), grid);
    lying.set(id, { index, span: span(id) });
    next = index + span(id);
  }
  return described(lying, grid, fresh ? empty() : before, staying.length > 0);
}

/** @param {Map<string, Cell>} cells @param {string} id */
function kept(cells, id) {
  const cell = cells.get(id);
  return { index: cell?.index ?? 0, span: cell?.span ?? 1 };
}

/** The last ticket may grow: nobody lies behind it. @param {Map<string, {index: number, span: number}>} lying @param {(id: string) => number} span @param {Grid} grid */
function growLast(lying, span, grid) {
  const last = [...lying].sort(([, a], [, b]) => b.index - a.index)[0];
  if (!last) return;
  const [id, cell] = last;
  const room = grid.columns - (cell.index % grid.columns);
  if (span(id) > cell.span && span(id) <= room) lying.set(id, { index: cell.index, span: span(id) });
}

/** The first cell from which a ticket fits into its row. @param {number} from @param {number} span @param {Grid} grid */
function fitting(from, span, { columns }) {
  const left = columns - (from % columns);
  return span <= left ? from : from + left;
}

/** @param {Map<string, {index: number, span: number}>} lying @param {Grid} grid @param {Layout} before @param {boolean} mayHaveGaps @returns {Layout} */
function described(lying, grid, before, mayHaveGaps) {
  const perPage = grid.columns * grid.rows;
  /** @type {Map<string, Cell>} */
  const cells = new Map();
  /** @type {string[][]} */
  const pages = [[]];
  let filled = 0;
  let gaps = false;
  for (const [id, { index, span }] of [...lying].sort(([, a], [, b]) => a.index - b.index)) {
    const page = Math.floor(index / perPage);
    while (pages.length <= page) pages.push([]);
    pages[page].push(id);
    const within = index % perPage;
    const slot = before.cells.get(id)?.slot ?? 1 + Math.max(0, ...pages[page].slice(0, -1).map((other) => cells.get(other)?.slot ?? 0));
    const cell = { page, index, span, column: within % grid.columns, row: Math.floor(within / grid.columns), slot };
    cells.set(id, unchanged(before.cells.get(id), cell));
    if (fitting(filled, span, grid) < index) gaps = mayHaveGaps;
    filled = index + span;
  }
  return { cells, pages, gaps, grid };
}

/** The cell as it was when it is the same, so that its ticket is not drawn again. @param {Cell | undefined} before @param {Cell} cell */
function unchanged(before, cell) {
  return before && Object.entries(cell).every(([name, value]) => before[/** @type {keyof Cell} */ (name)] === value) ? before : cell;
}

/** Whether tickets lie in another order than that of urgency. @param {Layout} layout @param {Item[]} tickets */
export function outOfOrder({ cells }, tickets) {
  const lying = tickets.map(({ id }) => cells.get(id)?.index ?? 0);
  return lying.some((index, i) => i > 0 && index < lying[i - 1]);
}

/**
 * How many cells a ticket needs, guessed from its text: a row takes at least
 * its target's height, more with every line of text in it.
 * @param {import("../../../types/kitchen").Ticket} ticket
 * @param {{width: number, height: number, rem: number}} cell inner size of a cell's list of rows, px; rem: px of one
 */
export function cellsNeeded(ticket, { width, height, rem }) {
  const heights = rowHeights(ticket, width, rem);
  let columns = 1;
  let used = 0;
  for (const h of heights) {
    if (used + h > height && used > 0) {
      columns++;
      used = 0;
    }
    used += h;
  }
  return columns;
}

/** @param {import("../../../types/kitchen").Ticket} ticket @param {number} width @param {number} rem */
function rowHeights(ticket, width, rem) {
  const lines = (/** @type {string} */ text, /** @type {number} */ size) => Math.ceil((text.length * size * 0.53) / width) || 0;
  const inner = width - 3.4 * rem;
  const heights = ticket.rows.map((row) => {
    const small = row.options.length + (row.marks.length || row.reason ? 1 : 0) + row.allergies.length * 1.35 +
      (row.notes ? Math.ceil((row.notes.length * rem * 0.5) / inner) : 0);
    const name = Math.max(1, Math.ceil(((row.name.length + 3) * rem * 1.15 * 0.53) / inner));
    return Math.max(3.2 * rem, (0.9 + name * 1.4 + small * 1.2) * rem) + 1;
  });
  const courses = new Set(ticket.rows.map((row) => row.course)).size;
  const shares = ticket.shares.length ? lines("x".repeat(12 + ticket.shares.length * 12), rem * 0.8) : 0;
  return [...heights, ...Array(courses > 1 ? courses : 0).fill(1.6 * rem), ...(shares ? [shares * 1.3 * rem] : [])];
}
