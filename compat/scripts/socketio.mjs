// The protocol, as an official client sees it.
import assert from "node:assert/strict";
import { connected, open, settled, transports } from "./client.mjs";
import { ask, next, run } from "./scenario.mjs";

await run({
  async "connects with an auth payload"() {
    const socket = open("/", { auth: { token: "123", list: [1, { a: null }] } });
    const [auth] = await next(socket, "auth");
    assert.deepEqual(auth, { token: "123", list: [1, { a: null }] });
    assert.ok(socket.connected);
    socket.close();
  },

  async "gets to its transport"() {
    const socket = await connected();
    await settled(socket);
    assert.deepEqual(await ask(socket, "echo ack", "after"), ["after"]);
    socket.close();
  },

  async "exchanges events"() {
    const socket = await connected();
    const args = [1, "two €", { three: [true, null] }, [], "", 4.5, "\u2028\u0000"];
    socket.emit("echo", ...args);
    assert.deepEqual(await next(socket, "echo"), args);
    socket.emit("echo");
    assert.deepEqual(await next(socket, "echo"), []);
    socket.close();
  },

  async "keeps the order of many events"() {
    const socket = await connected();
    const got = [];
    const all = new Promise((resolve) => socket.on("echo", (i) => got.push(i) === 300 && resolve()));
    for (let i = 0; i < 300; i++) {
      socket.emit("echo", i);
    }
    await all;
    assert.deepEqual(got, [...Array(300).keys()]);
    socket.close();
  },

  async "gets acknowledgements"() {
    const socket = await connected();
    assert.deepEqual(await ask(socket, "echo ack", 1, { a: 2 }), [1, { a: 2 }]);
    assert.deepEqual(await ask(socket, "fail"), [{ event: "fail", message: "as the scenario wants it" }]);
    socket.emit("fail");
    assert.deepEqual(await next(socket, "exception"), [{ event: "fail", message: "as the scenario wants it" }]);
    socket.close();
  },

  async "gives acknowledgements"() {
    const socket = await connected();
    socket.on("question", (what, answer) => answer({ what, count: 42 }));
    assert.deepEqual(await ask(socket, "ask me"), [{ what: "how many", count: 42 }]);
    socket.close();
  },

  async "exchanges binary data"() {
    const socket = await connected();
    const image = Buffer.from([0, 1, 2, 253, 254, 255]);
    const [back] = await ask(socket, "echo ack", { name: "photo", image, more: [Buffer.from("second")] });
    assert.equal(back.name, "photo");
    assert.ok(image.equals(Buffer.from(back.image)));
    assert.equal(Buffer.from(back.more[0]).toString(), "second");
    socket.emit("echo", image);
    const [again] = await next(socket, "echo");
    assert.ok(image.equals(Buffer.from(again)));
    socket.close();
  },

  async "uses several namespaces over one connection"() {
    const manager = await connected();
    const custom = manager.io.socket("/custom");
    await next(custom, "connect");
    assert.notEqual(custom.id, manager.id);
    assert.deepEqual(await ask(custom, "echo ack", "custom"), ["custom"]);
    custom.disconnect();
    assert.deepEqual(await ask(manager, "echo ack", "still here"), ["still here"]);
    manager.close();
  },

  async "is refused"() {
    const unknown = open("/unknown");
    const [error] = await next(unknown, "connect_error");
    assert.equal(error.message, "Invalid namespace");
    unknown.close();
    const closed = open("/closed");
    const [refusal] = await next(closed, "connect_error");
    assert.equal(refusal.message, "members only");
    assert.deepEqual(refusal.data, { code: 7 });
    closed.close();
  },

  async "hears what is said in its rooms"() {
    const [inside, outside, speaker] = await Promise.all([connected(), connected(), connected()]);
    const told = { inside: [], outside: [], speaker: [] };
    inside.on("told", (text) => told.inside.push(text));
    outside.on("told", (text) => told.outside.push(text));
    speaker.on("told", (text) => told.speaker.push(text));
    await ask(inside, "join", "kitchen");
    await ask(outside, "join", "bar");
    await ask(speaker, "join", "kitchen");
    await ask(speaker, "tell room", { room: "kitchen", text: "hands!" });
    await ask(inside, "leave");
    await ask(speaker, "tell room", { room: "kitchen", text: "anybody?" });
    await Promise.all([inside, outside, speaker].map((s) => ask(s, "echo ack"))); // by now all have arrived
    assert.deepEqual(told, { inside: ["hands!"], outside: [], speaker: [] });
    [inside, outside, speaker].forEach((s) => s.close());
  },

  async "loses nothing while it upgrades"() {
    const socket = open();
    const numbers = [];
    const all = new Promise((resolve) => socket.on("number", (i) => numbers.push(i) === 500 && resolve()));
    socket.emit("stream"); // sent as soon as it is connected, while the upgrade begins
    const echoes = [];
    socket.on("echo", (i) => echoes.push(i));
    for (let i = 0; i < 100; i++) {
      socket.emit("echo", i);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await all;
    await ask(socket, "echo ack");
    assert.deepEqual(numbers, [...Array(500).keys()]);
    assert.deepEqual(echoes, [...Array(100).keys()]);
    assert.equal(socket.io.engine.transport.name, transports.at(-1));
    socket.close();
  },

  async "leaves"() {
    const [observer, socket] = await Promise.all([connected(), connected()]);
    const id = socket.id;
    const left = new Promise((resolve) => observer.on("left", ([who, why]) => who === id && resolve(why)));
    const reason = next(socket, "disconnect");
    socket.disconnect();
    assert.deepEqual((await reason)[0], "io client disconnect");
    assert.equal(await left, "client namespace disconnect");
    observer.close();
  },

  async "stays away when it is sent away"() {
    const socket = await connected();
    const disconnected = next(socket, "disconnect");
    socket.emit("kick me");
    assert.equal((await disconnected)[0], "io server disconnect");
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(!socket.connected);
    socket.close();
  },

  async "comes back after its connection was cut"() {
    const socket = await connected();
    await settled(socket);
    const id = socket.id;
    const disconnected = next(socket, "disconnect");
    socket.emit("cut");
    assert.match((await disconnected)[0], /^transport (close|error)$/);
    await next(socket, "connect");
    assert.notEqual(socket.id, id);
    assert.deepEqual(await ask(socket, "echo ack", "back"), ["back"]);
    socket.close();
  },

  async "comes back after the server was drained"() {
    const socket = await connected();
    await settled(socket);
    const disconnected = next(socket, "disconnect");
    socket.emit("drain");
    assert.equal((await disconnected)[0], "transport close");
    await next(socket, "connect");
    assert.deepEqual(await ask(socket, "echo ack", "back"), ["back"]);
    socket.close();
  },
});
