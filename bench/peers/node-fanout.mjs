// What bench/fanout compares with: the official Socket.IO server with its default WebSocket engine, and nothing else.
// See bench/fanout/server for what it is asked to do.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const SIZES = [10, 1000, 10000]
const http = createServer()
const io = new Server(http, { serveClient: false })

function room(size, n) {
  return `${size}-${n}`
}

io.on('connection', (socket) => {
  const client = Number(socket.handshake.query.i)
  for (const size of SIZES) socket.join(room(size, Math.floor(client / size)))
})

function update(n) {
  return {
    orderId: `0197a3c2-${String(n).padStart(8, '0')}`,
    status: 'in_progress',
    estimatedReadyTime: '2026-01-01T12:15:00.000Z',
    message: 'Your order is being prepared in the kitchen right now',
    timestamp: '2026-01-01T12:00:00.000Z',
  }
}

http.on('request', (request, response) => {
  const url = new URL(request.url, 'http://localhost')
  if (request.method !== 'POST' || url.pathname !== '/emit') return
  const [size, first, count, burst] = ['size', 'first', 'count', 'burst'].map((name) => Number(url.searchParams.get(name)))
  for (let i = 0; i < burst; i++) {
    for (let n = first; n < first + count; n++) io.to(room(size, n)).emit('order_status_updated', update(n))
  }
  response.end()
})

http.listen(0, '127.0.0.1', () => console.error(`listening url=http://127.0.0.1:${http.address().port}`))
