// @ts-check
// The line to the server: one socket that joins the kitchen, goes on where it
// stopped, and carries taps. It says what happens; Connection says what that
// means for people.
import { io } from "socket.io-client";
import { outcomeOf } from "./outbox.js";

/**
 * @typedef {import("../../../types/kitchen").Tap} Tap
 * @typedef {import("../../../types/kitchen").JoinedKitchen} Joined
 * @typedef {object} Listener
 * @property {() => {stations: string[], since?: string, screen: string}} place where to join, and what is known already
 * @property {(answer: Joined) => void} joined
 * @property {(event: string, payload: any) => void} heard
 * @property {() => void} lost
 * @property {(code: string) => void} refused the server does not let us in as we asked
 */

/** How long an answer may take, ms. */
const PATIENCE = 10_000;
/** How long to wait before a refused join is tried again, ms. */
const AGAIN = 3_000;

export class Link {
  /** @type {import("socket.io-client").Socket | undefined} */
  #socket;
  #listener;

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** @param {string} name of the screen, for the list of screens */
  connect(name) {
    const socket = (this.#socket = io({ auth: { as: "screen", name }, reconnectionDelay: 500, reconnectionDelayMax: 3000 }));
    socket.on("connect", () => void this.join());
    socket.on("disconnect", () => this.#listener.lost());
    socket.on("connect_error", () => {
      this.#listener.lost();
      if (!socket.active) setTimeout(() => socket.connect(), AGAIN); // refused by the server, which may change its mind
    });
    socket.onAny((event, payload) => this.#listener.heard(event, payload));
  }

  /** Joins the kitchen, also again after the stations changed. */
  async join() {
    const socket = this.#socket;
    if (!socket?.connected) return;
    try {
      const answer = await socket.timeout(PATIENCE).emitWithAck("join_kitchen", this.#listener.place());
      if (answer?.orders) return this.#listener.joined(answer);
      this.#listener.refused(answer?.code ?? "");
      setTimeout(() => void this.join(), AGAIN);
    } catch {
      this.cut(); // no answer on a line that looks alive: try another
    }
  }

  /** Ends a line that is dead or not believed; the client comes back by itself. */
  cut() {
    this.#socket?.io.engine?.close();
  }

  /** @param {Tap} tap */
  async send(tap) {
    if (!this.#socket?.connected) throw new Error("not connected");
    return outcomeOf(await this.#socket.timeout(PATIENCE).emitWithAck("kitchen_command", commandOf(tap)));
  }

  /** Says that a ticket is on the screen. Nobody waits for the answer. @param {{orderId: string, station: string, version: number}} ticket */
  seen(ticket) {
    if (this.#socket?.connected) this.#socket.emit("ticket_seen", ticket);
  }
}

/** What the server is told of a tap: all but what only this device needs. @param {Tap} tap */
function commandOf({ id, verb, orderId, station, tasks, course, quantity, reason, to, force, at, expectedVersion }) {
  return { verb, orderId, station, tasks, course, quantity, reason, to, force, at, expectedVersion, key: id };
}
