// @ts-check
import { html } from "./html.js";

const WIDTH = 160;
const HEIGHT = 32;

/**
 * A line of the last values, scaled to the highest.
 * @param {{values: number[], label: string}} props
 */
export function Sparkline({ values, label }) {
  if (values.length < 2) return null;
  const top = Math.max(...values, 1);
  const step = WIDTH / (values.length - 1);
  const points = values.map((v, i) => `${(i * step).toFixed(1)},${(HEIGHT - 2 - (v / top) * (HEIGHT - 4)).toFixed(1)}`);
  return html`<svg class="sparkline" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${label}>
    <polyline points=${points.join(" ")} />
  </svg>`;
}
