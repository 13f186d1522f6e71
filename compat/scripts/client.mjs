// The client that a script tests with. The arguments of every script: client package, URL of the server, transports,
// and then its own.
import assert from "node:assert/strict";
import { next } from "./scenario.mjs";

const [client, address, transportList, ...others] = process.argv.slice(2);
const { io } = await import(client);

export const url = address;
export const transports = transportList.split(",");
export const ownArguments = others;

/** Opens a connection of its own to a namespace. */
export function open(namespace = "/", options = {}) {
  return io(url + namespace, { transports, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100, ...options });
}

export async function connected(namespace, options) {
  const socket = open(namespace, options);
  await next(socket, "connect");
  return socket;
}

/** Resolves once the connection is on the transport it is to end up with. */
export async function settled(socket) {
  const engine = socket.io.engine;
  const last = transports.at(-1);
  if (engine.transport.name !== last) {
    await next(engine, "upgrade");
  }
  assert.equal(engine.transport.name, last);
}
