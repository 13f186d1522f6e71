import { Visitor, guest } from "./visitor.mjs";
import { ask } from "./scenario.mjs";
import { drain } from "./house.mjs";
const how = process.env.HOW;
const v = await Visitor.enter(guest);
const w = await Visitor.enter(guest);
if (how === "close after ack") { await ask(v.socket, "x"); v.close(); }
if (how === "close idle") { await new Promise(r => setTimeout(r, 300)); v.close(); }
if (how === "none") {}
const t = Date.now();
await drain();
console.log(how, "drain+restart took", Date.now() - t);
process.exit();
