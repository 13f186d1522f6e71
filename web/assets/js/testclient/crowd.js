// @ts-check
// The crowd is a number of further sockets, to see many clients at once.
import { signal } from "@preact/signals";
import { io } from "socket.io-client";
import { options } from "./link.js";

/** Events of a connection or of the house, not of an order. */
const BESIDE = ["session", "tick", "kitchen_changed", "menu_changed"];

/** The most sockets that one page opens. */
export const MOST = 50;

export class Crowd {
  connected = signal(0);
  /** Fewest and most events that one of the sockets received. */
  events = signal({ fewest: 0, most: 0 });
  /** @type {Map<import("socket.io-client").Socket, number>} */
  #sockets = new Map();
  #scheduled = false;

  /**
   * Opens or closes sockets until there are n. They use WebSocket at once:
   * browsers allow only six polling connections to a server.
   * @param {number} n @param {import("./link.js").Target} target
   */
  resize(n, target) {
    const all = [...this.#sockets.keys()];
    for (const socket of all.slice(n)) this.#close(socket);
    for (let i = all.length; i < n; i++) this.#open(target);
    this.#publish();
  }

  /** @param {import("./link.js").Target} target */
  #open(target) {
    const socket = io(target.url, options({ ...target, transport: "websocket" }));
    this.#sockets.set(socket, 0);
    socket.on("connect", () => this.#publish());
    socket.on("disconnect", () => this.#publish());
    socket.onAny((event) => {
      if (BESIDE.includes(event)) return;
      this.#sockets.set(socket, (this.#sockets.get(socket) ?? 0) + 1);
      this.#publish();
    });
  }

  /** @param {import("socket.io-client").Socket} socket */
  #close(socket) {
    this.#sockets.delete(socket);
    socket.disconnect();
  }

  /** Shows the sums once per frame, however many sockets changed. */
  #publish() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      const received = [...this.#sockets.values()];
      this.connected.value = [...this.#sockets.keys()].filter((s) => s.connected).length;
      this.events.value = { fewest: received.length ? Math.min(...received) : 0, most: Math.max(0, ...received) };
    });
  }
}
