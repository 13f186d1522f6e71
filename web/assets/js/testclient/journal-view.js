// @ts-check
import { useState } from "preact/hooks";
import { Button } from "../components/button.js";
import { html } from "../components/html.js";
import { Icon } from "../components/icon.js";
import { toast } from "../components/toast.js";
import { copy } from "../shell.js";
import { count, number, t } from "../words.js";
import { brief, matching, ndjson, title } from "./journal.js";

/** @typedef {import("./journal.js").Row} Row */

const ARROWS = { in: "←", out: "→", http: "⇄", note: "·" };

/** @param {{journal: import("./journal.js").Journal}} props */
export function JournalView({ journal }) {
  const [way, setWay] = useState("");
  const [text, setText] = useState("");
  const rows = matching(journal.rows.value, way, text);
  const copyRows = async () => {
    await copy(ndjson(rows));
    toast(count("log.copied", rows.length));
  };
  return html`<section class="card log" aria-labelledby="log">
    <div class="title"><h2 id="log">${t("log.title")}</h2><span class="meta">${count("log.rows", rows.length)}</span></div>
    <div class="tools">
      <select class="select" aria-label=${t("log.way")} value=${way} onChange=${(/** @type {any} */ e) => setWay(e.currentTarget.value)}>
        <option value="">${t("log.all")}</option>
        <option value="in">${ARROWS.in} ${t("log.in")}</option>
        <option value="out">${ARROWS.out} ${t("log.out")}</option>
        <option value="http">${ARROWS.http} ${t("log.http")}</option>
      </select>
      <input class="input" type="search" aria-label=${t("log.filter")} placeholder=${t("log.filter")} value=${text}
        onInput=${(/** @type {any} */ e) => setText(e.currentTarget.value)} />
      <div class="row">
        <${Button} pressed=${journal.paused.value} onClick=${() => journal.togglePause()}>${t("log.pause")}<//>
        <${Button} onClick=${() => journal.clear()}>${t("log.clear")}<//>
        <${Button} why=${!rows.length && t("why.no_rows")} onClick=${copyRows}>${t("log.copy")}<//>
      </div>
    </div>
    ${rows.length ? html`<ol class="rows" tabindex="0" aria-labelledby="log">
      ${rows.map((row) => html`<${LogRow} key=${row.id} row=${row} />`)}</ol>`
      : html`<p class="empty"><${Icon} name="pulse" />${t("log.none")}</p>`}
  </section>`;
}

/** One row; it opens to the whole payload. @param {{row: Row}} props */
function LogRow({ row }) {
  const [open, setOpen] = useState(false);
  const line = html`<span class="at">${row.at.toISOString().slice(11, 23)}</span>
    <span class="way" aria-label=${t(`log.${row.way}`)} role="img">${ARROWS[row.way]}</span>
    <b>${title(row)}</b>
    ${row.took !== undefined && html`<span class="took">+${number(Math.round(row.took))} ms</span>`}`;
  if (row.data === undefined || row.data === null) return html`<li class=${row.way}><div class="line">${line}</div></li>`;
  return html`<li class=${row.way}><details onToggle=${(/** @type {any} */ e) => setOpen(e.currentTarget.open)}>
    <summary class="line">${line}<span class="brief">${brief(row)}</span></summary>
    ${open && html`<pre tabindex="0">${JSON.stringify(row.data, null, 2)}</pre>`}
  </details></li>`;
}
