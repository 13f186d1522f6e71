import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import { Feed } from '../orders.mjs'
import { onClass, onMethod } from './decorate.mjs'

export class OrderGateway {
  feed

  afterInit(server) {
    this.feed = new Feed(server)
  }

  join({ orderId }, socket) {
    socket.join(`order_${orderId}`)
    return { event: 'joined_order_room', data: { orderId, message: `Joined room for order ${orderId}` } }
  }

  leave({ orderId }, socket) {
    socket.leave(`order_${orderId}`)
    return { event: 'left_order_room', data: { orderId, message: `Left room for order ${orderId}` } }
  }
}

const parameters = [MessageBody(), ConnectedSocket()]
onMethod(OrderGateway, 'join', [SubscribeMessage('join_order_room')], parameters)
onMethod(OrderGateway, 'leave', [SubscribeMessage('leave_order_room')], parameters)
onClass(OrderGateway, [WebSocketGateway({ cors: { origin: '*' } })])
