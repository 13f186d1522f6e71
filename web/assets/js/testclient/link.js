// @ts-check
// The link is this page's connection: one socket, its rooms, and what to do
// when it comes back.
import { signal } from "@preact/signals";
import { io } from "socket.io-client";

/**
 * @typedef {import("../../../types/wire").Joined} Joined
 * @typedef {import("../../../types/wire").Problem} Problem
 * @typedef {{url: string, transport: "auto" | "websocket" | "polling", guest: boolean}} Target
 * @typedef {object} Listener
 * @property {() => void} connected
 * @property {(event: string, payload: any) => void} heard
 * @property {(orderId: string, answer: Joined | Problem) => void} joined
 * @property {(orderId: string) => void} left
 */

/** Options of a client for a target. @param {Target} target */
export function options({ transport, guest }) {
  return {
    forceNew: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    auth: guest ? { as: "guest" } : {},
    ...(transport === "auto" ? {} : { transports: [transport] }),
  };
}

export class Link {
  /** @type {import("@preact/signals").Signal<"offline" | "connecting" | "live" | "reconnecting">} */
  state = signal("offline");
  sid = signal("");
  transport = signal("");
  reconnects = signal(0);
  /** When the present connection began. @type {import("@preact/signals").Signal<Date | undefined>} */
  since = signal(undefined);
  /** Milliseconds of the last acknowledged call. @type {import("@preact/signals").Signal<number | undefined>} */
  roundTrip = signal(undefined);

  /** @type {import("socket.io-client").Socket | undefined} */
  #socket;
  #journal;
  #listener;

  /** @param {import("./journal.js").Journal} journal @param {Listener} listener */
  constructor(journal, listener) {
    this.#journal = journal;
    this.#listener = listener;
  }

  /** @param {Target} target */
  connect(target) {
    this.#socket?.disconnect();
    this.state.value = "connecting";
    this.reconnects.value = 0;
    const socket = (this.#socket = io(target.url, options(target)));
    socket.on("connect", () => this.#connected(socket));
    socket.on("disconnect", (reason) => this.#lost(socket, reason));
    socket.on("connect_error", (error) => this.#refused(socket, error));
    socket.io.on("reconnect", () => this.reconnects.value++);
    socket.onAny((event, payload) => this.#heard(event, payload));
  }

  disconnect() {
    this.#socket?.disconnect();
    this.state.value = "offline";
  }

  /** Cuts the transport, as a dead network would; the client comes back by itself. */
  drop() {
    this.#journal.write("note", "drop link");
    this.#socket?.io.engine.close();
  }

  /** @param {string} orderId @param {string} [since] cursor to resume from */
  async join(orderId, since) {
    const answer = await this.#ask("join_order_room", since ? { orderId, since } : { orderId });
    if (answer) this.#listener.joined(orderId, answer);
  }

  /** @param {string} orderId */
  async leave(orderId) {
    if (await this.#ask("leave_order_room", { orderId })) this.#listener.left(orderId);
  }

  /**
   * Emits and waits for the acknowledgement; none means the connection went,
   * and the next one joins again.
   * @param {string} event @param {object} payload
   */
  async #ask(event, payload) {
    const start = performance.now();
    this.#journal.write("out", event, payload);
    try {
      const answer = await this.#socket?.timeout(10_000).emitWithAck(event, payload);
      this.roundTrip.value = performance.now() - start;
      this.#journal.write("in", `ack ${event}`, answer, this.roundTrip.value);
      return answer;
    } catch (error) {
      this.#journal.write("note", `${event}: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** @param {import("socket.io-client").Socket} socket */
  #connected(socket) {
    const { engine } = socket.io;
    this.sid.value = socket.id ?? "";
    this.transport.value = engine.transport.name;
    engine.once("upgrade", () => (this.transport.value = engine.transport.name));
    this.since.value = new Date();
    this.state.value = "live";
    this.#journal.write("in", "connect", { sid: socket.id, transport: engine.transport.name });
    this.#listener.connected();
  }

  /** @param {import("socket.io-client").Socket} socket @param {string} reason */
  #lost(socket, reason) {
    this.#journal.write("in", "disconnect", { reason });
    if (socket !== this.#socket) return;
    this.since.value = undefined;
    this.state.value = socket.active ? "reconnecting" : "offline";
  }

  /** @param {import("socket.io-client").Socket} socket @param {Error} error */
  #refused(socket, error) {
    this.#journal.write("in", "connect_error", { message: error.message });
    if (socket === this.#socket) this.state.value = socket.active ? "reconnecting" : "offline";
  }

  /** @param {string} event @param {any} payload */
  #heard(event, payload) {
    this.#journal.write("in", event, payload);
    this.#listener.heard(event, payload);
  }
}
