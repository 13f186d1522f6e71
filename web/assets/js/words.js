// @ts-check
// The words of the page's language, put into the page by the server.

export const lang = document.documentElement.lang;

/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
const rules = new Intl.PluralRules(lang);

/**
 * The text of a key with its {names} filled in. A missing key shows itself.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * The text for a count: "key.one", "key.other", ... with {n} filled in.
 * @param {string} key
 * @param {number} n
 */
export function count(key, n) {
  const form = `${key}.${rules.select(n)}`;
  return t(form in words ? form : `${key}.other`, { n: number(n) });
}

const plain = new Intl.NumberFormat(lang);

/** @param {number} n */
export const number = (n) => plain.format(n);

/** @param {number} amount in major units @param {string} [currency] ISO 4217 */
export function money(amount, currency = "EUR") {
  return new Intl.NumberFormat(lang, { style: "currency", currency }).format(amount);
}

/** The page's language as the reader's region writes it: times of day differ between en-US and en-GB. */
export const locale = navigator.languages?.find((tag) => tag.split("-")[0] === lang) ?? (lang === "en" ? "en-GB" : lang);

const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });

/** Hours and minutes on the reader's clock. @param {string | number | Date} when */
export const timeOfDay = (when) => clock.format(new Date(when));
