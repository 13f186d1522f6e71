// Peer 2: the seed's kind of server, NestJS on Express with a Socket.IO gateway: controller, service, gateway, one module.
import 'reflect-metadata'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { onClass } from './decorate.mjs'
import { OrderController } from './order.controller.mjs'
import { OrderGateway } from './order.gateway.mjs'
import { OrderService } from './order.service.mjs'

class AppModule {}
onClass(AppModule, [Module({ controllers: [OrderController], providers: [OrderService, OrderGateway] })])

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'], cors: true })
await app.listen(Number(process.env.PORT ?? 0), '127.0.0.1')
console.error(`listening url=http://127.0.0.1:${app.getHttpServer().address().port}`)
