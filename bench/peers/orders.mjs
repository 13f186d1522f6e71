// The seed's job in memory: what both peers do with an order. Nothing here is saved, so nothing here waits for a disk.
import { randomUUID } from 'node:crypto'

const MINUTE = 60_000
const STATUSES = ['pending', 'in_progress', 'ready', 'completed', 'cancelled']

const SAMPLES = [
  ['Alice', [['Large Fries', 3.5, 1], ['Cheeseburger', 8.5, 1], ['Coca Cola', 2, 1]]],
  ['Bob', [['Small Fries', 2.5, 2], ['Chicken Burger', 9.5, 1]]],
  ['Charlie', [['Large Fries', 3.5, 1], ['Fish & Chips', 12, 1], ['Beer', 3.5, 1]]],
]

// Refusal is a request that cannot be done; status is the HTTP status it deserves.
export class Refusal extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

export class OrderBook {
  #orders = new Map()

  place({ customerName, items } = {}) {
    if (typeof customerName !== 'string' || !Array.isArray(items) || items.length === 0) {
      throw new Refusal(400, 'customerName and items are required')
    }
    const now = new Date()
    const order = {
      id: randomUUID(),
      number: `#${String(this.#orders.size + 1).padStart(3, '0')}`,
      customerName,
      items: items.map((item) => ({ id: randomUUID(), ...item })),
      totalAmount: items.reduce((sum, item) => sum + item.price * item.quantity, 0),
      status: 'pending',
      estimatedReadyTime: new Date(now.getTime() + (5 + 2 * items.length) * MINUTE),
      createdAt: now,
    }
    this.#orders.set(order.id, order)
    return order
  }

  placeSamples() {
    return SAMPLES.map(([customerName, items]) =>
      this.place({ customerName, items: items.map(([name, price, quantity]) => ({ name, price, quantity })) }))
  }

  setStatus(id, status) {
    if (!STATUSES.includes(status)) throw new Refusal(400, `status must be one of ${STATUSES.join(', ')}`)
    const order = this.get(id)
    order.status = status
    return order
  }

  get(id) {
    const order = this.#orders.get(id)
    if (!order) throw new Refusal(404, `there is no order ${id}`)
    return order
  }

  list() {
    return [...this.#orders.values()].reverse()
  }

  stats() {
    const all = [...this.#orders.values()]
    const count = (status) => all.filter((order) => order.status === status).length
    return {
      total: all.length,
      pending: count('pending'),
      inProgress: count('in_progress'),
      ready: count('ready'),
      completed: count('completed'),
      cancelled: count('cancelled'),
    }
  }
}

// STAFF is the room of the clients that are told of everything: all but those that connect with auth {as: 'guest'}, as
// with orderup, who are told of what they join.
const STAFF = 'staff'

// Feed says what changed over Socket.IO: to the staff and to the room of the order, everybody once.
export class Feed {
  #io

  constructor(io) {
    this.#io = io
    io.on('connection', (socket) => {
      if (socket.handshake.auth.as !== 'guest') socket.join(STAFF)
    })
  }

  placed(order) {
    this.#io.to(STAFF).emit('new_order', { ...order, order, timestamp: new Date() })
  }

  statusUpdated(order, message) {
    this.#io.to([STAFF, `order_${order.id}`]).emit('order_status_updated', {
      orderId: order.id,
      status: order.status,
      estimatedReadyTime: order.estimatedReadyTime,
      message: message ?? `Order is ${order.status}`,
      timestamp: new Date(),
      order,
    })
  }

  clients() {
    const rooms = [...this.#io.sockets.adapter.rooms].filter(([name]) => name.startsWith('order_'))
    return {
      connectedClients: Object.fromEntries(rooms.map(([name, members]) => [name.slice('order_'.length), members.size])),
      totalConnectedClients: this.#io.sockets.sockets.size,
    }
  }
}
