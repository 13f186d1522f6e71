// @ts-check
// A screen runs for weeks. When the server has a newer build, it says so; at
// four in the morning, when nothing is going on, it loads it by itself.

const LOOK_EVERY = 10 * 60_000;
const HOUR = 4;

/** The address of the assets changes with every build. */
const own = new URL("../../", import.meta.url).pathname;

/**
 * @param {import("@preact/signals").Signal<boolean>} newer set when there is a newer build
 * @param {() => boolean} idle
 */
export function watchForUpgrade(newer, idle) {
  setInterval(async () => {
    newer.value ||= await isNewer();
    if (newer.value && idle() && new Date().getHours() === HOUR) location.reload();
  }, LOOK_EVERY);
}

async function isNewer() {
  const answer = await fetch("/sw.js", { cache: "no-store" }).catch(() => undefined);
  return Boolean(answer?.ok) && !(await answer?.text())?.includes(own);
}
