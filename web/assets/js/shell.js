// @ts-check
// What every page's frame does: the pickers of language and theme, and the
// buttons that copy a line. Without JavaScript the pickers are plain forms.

/** How long a button says that it has copied, in ms. */
const SHOWN = 4000;

/** @param {string} name @param {string} value */
function remember(name, value) {
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** @param {string} theme */
function wear(theme) {
  const media = { light: "not all", dark: "all" }[theme] ?? "(prefers-color-scheme: dark)";
  document.getElementById("dark")?.setAttribute("media", media);
}

document.querySelector("select[name=theme]")?.addEventListener("change", ({ target }) => {
  const { value } = /** @type {HTMLSelectElement} */ (target);
  remember("theme", value);
  wear(value);
});

document.querySelector("select[name=lang]")?.addEventListener("change", ({ target }) => {
  remember("lang", /** @type {HTMLSelectElement} */ (target).value);
  location.assign(location.pathname + location.hash);
});

/**
 * Copies text, also on plain http where the clipboard is closed to scripts.
 * @param {string} text
 */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.body.appendChild(document.createElement("textarea"));
  area.value = text;
  area.select();
  document.execCommand("copy");
  area.remove();
}

document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy]") : null;
  if (!(button instanceof HTMLElement)) return;
  await copy(button.parentElement?.querySelector("pre")?.textContent ?? "");
  button.classList.add("copied");
  button.setAttribute("aria-label", button.dataset.copied ?? "");
  setTimeout(() => {
    button.classList.remove("copied");
    button.setAttribute("aria-label", button.title);
  }, SHOWN);
});
