// @ts-check
// Templates for preact. Importing signals makes every component follow the
// signals that it reads.
import htm from "htm";
import { h } from "preact";
import "@preact/signals";

export const html = htm.bind(h);
