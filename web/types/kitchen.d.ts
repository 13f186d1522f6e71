// What the kitchen's screens read of the wire, and the shapes they make of it.
import type { Item, Order } from "./wire";

export type TaskState = "held" | "queued" | "started" | "done" | "voided";

export interface Task {
  id: string;
  line: string;
  station: string;
  quantity: number;
  done: number;
  state: TaskState;
  version: number;
  course?: number;
  step?: number;
  hold?: "course" | "step" | "cook" | "time";
  firedAt?: string;
  startedAt?: string;
  doneAt?: string;
  seenAt?: string;
  alarmedAt?: string;
  recalls?: number;
  addOn?: boolean;
  remakeOf?: string;
  reason?: string;
  from?: string;
  acknowledged?: boolean;
  waste?: boolean;
  noPrep?: boolean;
}

export interface Option {
  kind: "add" | "remove" | "choice";
  name: string;
}

export interface KitchenItem extends Item {
  id: string;
  itemId?: string;
  course?: number;
  options?: Option[];
  allergies?: string[];
  allergens?: string[];
  voided?: number;
}

export interface KitchenOrder extends Omit<Order, "items"> {
  items: KitchenItem[];
  tasks?: Task[];
  type?: string;
  table?: string;
  covers?: number;
  channel?: string;
  rushAt?: string;
  passedAt?: string;
  readyAt?: string;
  cancelReason?: string;
  eta?: { p50?: string; p80?: string; promisedAt?: string; reason?: string };
}

export interface Station {
  id: string;
  name: string;
  open: boolean;
  backup?: string;
  slots?: number;
  receipt?: boolean;
  warnSeconds?: number;
  lateSeconds?: number;
}

export interface Setup {
  version: number;
  expo: "auto" | "expo";
  graceSeconds: number;
  receiptSeconds: number;
  autoClearMinutes: number;
  warnMinutes: number;
  lateMinutes: number;
  phone?: string;
}

export interface JoinedKitchen {
  stations: Station[];
  setup: Setup;
  orders: KitchenOrder[];
  /** So many older ones are open too, and too much to be sent. */
  older?: number;
  cursor: string;
  serverTime: string;
  clockRate?: number;
  resumed: boolean;
}

/** What the board needs to go on without a server. */
export interface Snapshot {
  orders: KitchenOrder[];
  stations: Station[];
  setup: Setup;
  cursor: string;
  older?: number;
  /** Server time of the last word from the server, ms. */
  asOf: number;
  /** Server time minus this device's clock, ms. */
  offset: number;
  rate: number;
}

export type Verb =
  | "start" | "bump" | "undo" | "recall" | "fire" | "hold" | "refire" | "void" | "acknowledge"
  | "rush" | "unrush" | "pass" | "serve" | "move";

/** One tap of a cook, as it waits to be sent. */
export interface Tap {
  /** UUIDv7; also the idempotency key. */
  id: string;
  device: string;
  seq: number;
  verb: Verb;
  orderId: string;
  number: string;
  station?: string;
  tasks?: string[];
  course?: number;
  quantity?: number;
  reason?: string;
  to?: string;
  force?: boolean;
  /** Server time of the tap, ISO 8601. */
  at: string;
  expectedVersion?: number;
}

/** What became of a tap. */
export interface Outcome {
  result: "applied" | "already" | "rejected";
  order?: KitchenOrder;
  code?: string;
  message?: string;
}

export type Mark = "add_on" | "changed" | "void" | "recalled" | "remake" | "moved" | "rush" | "offline";

/** A row of a ticket: one task, or several alike. */
export interface Row {
  key: string;
  tasks: string[];
  line: string;
  station: string;
  name: string;
  quantity: number;
  done: number;
  state: TaskState;
  /** What a held row waits for. */
  hold: string;
  course: number;
  options: Option[];
  notes: string;
  allergies: string[];
  marks: Mark[];
  reason: string;
  from: string;
  /** Somebody must tap it to say that the change was seen. */
  unread: boolean;
  startedAt?: string;
  doneAt?: string;
}

/** Another station's share of the same order. */
export interface Share {
  station: string;
  done: number;
  total: number;
}

/** A ticket: the tasks of one order at the stations of this screen. */
export interface Ticket {
  id: string;
  order: KitchenOrder;
  number: string;
  rows: Row[];
  shares: Share[];
  /** Every row is on hold. */
  held: boolean;
  cancelled: boolean;
  rush: number;
  /** Server time in ms; of a held ticket, when it was ordered. */
  firedAt: number;
  promise?: number;
  /** A cook has begun or finished a row. */
  begun: boolean;
  marks: Mark[];
}

export type TicketState = "new" | "cooking" | "soon" | "late" | "held" | "ready";

export interface Cell {
  page: number;
  column: number;
  row: number;
  span: number;
  /** Place among all cells, in reading order. */
  index: number;
  /** Number on the page, from 1. */
  slot: number;
}
