import { HttpException, Inject, Injectable } from '@nestjs/common'
import { OrderBook, Refusal } from '../orders.mjs'
import { onClass } from './decorate.mjs'
import { OrderGateway } from './order.gateway.mjs'

export class OrderService {
  #book = new OrderBook()
  #gateway

  constructor(gateway) {
    this.#gateway = gateway
  }

  createOrder(body) {
    const order = answer(() => this.#book.place(body))
    this.#gateway.feed.placed(order)
    return order
  }

  createSamples() {
    const orders = this.#book.placeSamples()
    orders.forEach((order) => this.#gateway.feed.placed(order))
    return orders
  }

  updateStatus(id, { status, message }) {
    const order = answer(() => this.#book.setStatus(id, status))
    this.#gateway.feed.statusUpdated(order, message)
    return order
  }

  getOrder(id) {
    return answer(() => this.#book.get(id))
  }

  getOrders() {
    return this.#book.list()
  }

  getStats() {
    return { stats: this.#book.stats(), ...this.#gateway.feed.clients() }
  }
}

function answer(work) {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) throw new HttpException({ success: false, message: error.message }, error.status)
    throw error
  }
}

onClass(OrderService, [Injectable()], [Inject(OrderGateway)])
