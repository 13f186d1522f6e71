// @ts-check
import { html } from "./html.js";

const sprite = new URL("../../icon/sprite.svg", import.meta.url).pathname;

/** A picture of the sprite; always beside a word, so hidden from readers. @param {{name: string}} props */
export function Icon({ name }) {
  return html`<svg class="icon" aria-hidden="true"><use href=${`${sprite}#${name}`}></use></svg>`;
}
