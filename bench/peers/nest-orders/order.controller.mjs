import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common'
import { onClass, onMethod } from './decorate.mjs'
import { OrderService } from './order.service.mjs'

export class OrderController {
  #orders

  constructor(orders) {
    this.#orders = orders
  }

  create(body) {
    return { success: true, order: this.#orders.createOrder(body), message: 'Order created' }
  }

  createSample() {
    return { success: true, orders: this.#orders.createSamples(), message: 'Sample orders created' }
  }

  setStatus(id, body) {
    return { success: true, order: this.#orders.updateStatus(id, body), message: `Order is ${body.status}` }
  }

  list() {
    return { success: true, orders: this.#orders.getOrders() }
  }

  stats() {
    return { success: true, ...this.#orders.getStats() }
  }

  one(id) {
    return { success: true, order: this.#orders.getOrder(id) }
  }
}

onMethod(OrderController, 'create', [Post()], [Body()])
onMethod(OrderController, 'createSample', [Post('demo/create-sample')])
onMethod(OrderController, 'setStatus', [Post(':id/status'), HttpCode(200)], [Param('id'), Body()])
onMethod(OrderController, 'list', [Get()])
onMethod(OrderController, 'stats', [Get('stats/overview')])
onMethod(OrderController, 'one', [Get(':id')], [Param('id')])
onClass(OrderController, [Controller('orders')], [Inject(OrderService)])
