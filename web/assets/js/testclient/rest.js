// @ts-check
// Calls of the REST interface. Each is written to the journal.

/** @typedef {import("./journal.js").Journal} Journal */

export class Rest {
  #journal;
  /** @param {Journal} journal */
  constructor(journal) {
    this.base = location.origin;
    this.#journal = journal;
  }

  /**
   * Sends a request and returns the answer's JSON. Fails with a sentence for
   * people when the server refuses or cannot be reached.
   * @param {"GET" | "POST"} method @param {string} path @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async call(method, path, body) {
    const start = performance.now();
    const response = await this.#send(method, path, body);
    const answer = await response.json().catch(() => null);
    this.#journal.write("http", `${method} ${path} ${response.status}`, answer, performance.now() - start);
    if (!response.ok) throw new Error(answer?.detail ?? answer?.message ?? `${method} ${path}: ${response.status}`);
    return answer;
  }

  /** @param {string} method @param {string} path @param {unknown} body */
  async #send(method, path, body) {
    const url = new URL(path, this.base);
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (method === "POST") headers["Idempotency-Key"] = randomKey();
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      return await fetch(url, { method, headers, body: JSON.stringify(body) });
    } catch (error) {
      this.#journal.write("http", `${method} ${path}`, String(error));
      throw error;
    }
  }
}

/** A fresh key. Browsers hide randomUUID from pages on plain http. */
export function randomKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
