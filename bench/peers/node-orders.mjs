// Peer 1: plain Node, node:http and the official Socket.IO server. As little between the wire and the Map as Node allows.
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { Feed, OrderBook, Refusal } from './orders.mjs'

const book = new OrderBook()
const http = createServer(serve)
const io = new Server(http, { cors: { origin: '*' } })
const feed = new Feed(io)

const ROUTES = [
  ['POST', /^\/orders$/, 201, (_, body) => placed(book.place(body))],
  ['POST', /^\/orders\/demo\/create-sample$/, 201, () => ({ orders: book.placeSamples().map((order) => placed(order).order) })],
  ['POST', /^\/orders\/([^/]+)\/status$/, 200, ([, id], body) => statusUpdated(id, body)],
  ['GET', /^\/orders$/, 200, () => ({ orders: book.list() })],
  ['GET', /^\/orders\/stats\/overview$/, 200, () => ({ stats: book.stats(), ...feed.clients() })],
  ['GET', /^\/orders\/([^/]+)$/, 200, ([, id]) => ({ order: book.get(id) })],
]

function placed(order) {
  feed.placed(order)
  return { order, message: 'Order created' }
}

function statusUpdated(id, { status, message }) {
  const order = book.setStatus(id, status)
  feed.statusUpdated(order, message)
  return { order, message: `Order is ${status}` }
}

async function serve(request, response) {
  try {
    for (const [method, path, status, handle] of ROUTES) {
      const match = request.method === method && path.exec(request.url)
      if (match) return reply(response, status, { success: true, ...handle(match, await readJSON(request)) })
    }
    throw new Refusal(404, `there is no ${request.method} ${request.url}`)
  } catch (error) {
    reply(response, error.status ?? 500, { success: false, message: error.message })
  }
}

function reply(response, status, body) {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
}

async function readJSON(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw new Refusal(400, 'the body is not JSON')
  }
}

io.on('connection', (socket) => {
  socket.on('join_order_room', ({ orderId }) => {
    socket.join(`order_${orderId}`)
    socket.emit('joined_order_room', { orderId, message: `Joined room for order ${orderId}` })
  })
  socket.on('leave_order_room', ({ orderId }) => {
    socket.leave(`order_${orderId}`)
    socket.emit('left_order_room', { orderId, message: `Left room for order ${orderId}` })
  })
})

http.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.error(`listening url=http://127.0.0.1:${http.address().port}`)
})
