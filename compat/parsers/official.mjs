// Reads packets from standard input, one JSON string a line, and answers each with a line that says what the official
// parser makes of it: null if it refuses. Usage: node official.mjs socket|engine
import { createInterface } from 'node:readline'
import { Decoder } from 'socket.io-parser'
import { decodePayload } from 'engine.io-parser'

// attachment is binary data that remembers its number when it is printed.
const attachment = (num) => Object.assign(Buffer.from([num]), { toJSON: () => ({ _placeholder: true, num }) })

// socket decodes a packet of Socket.IO, with as many attachments as it asks for.
function socket(text) {
  const decoder = new Decoder()
  let packet
  decoder.on('decoded', (decoded) => { packet = decoded })
  decoder.add(text)
  for (let num = 0; packet === undefined; num++) decoder.add(attachment(num))
  return { type: packet.type, namespace: packet.nsp, hasID: packet.id !== undefined, id: packet.id, data: packet.data }
}

const types = { open: '0', close: '1', ping: '2', pong: '3', message: '4', upgrade: '5', noop: '6' }

// engine decodes a body of long-polling.
function engine(text) {
  const packets = decodePayload(text)
  if (packets.some((p) => p.type === 'error')) throw new Error('parser error')
  return packets.map((p) => Buffer.isBuffer(p.data)
    ? { binary: true, data: p.data.toString('base64') }
    : { binary: false, data: Buffer.from(types[p.type] + (p.data ?? '')).toString('base64') })
}

const decode = { socket, engine }[process.argv[2]]
for await (const line of createInterface({ input: process.stdin })) {
  let value = null
  try {
    value = decode(JSON.parse(line))
  } catch {
    // refused
  }
  process.stdout.write(JSON.stringify(value) + '\n')
}
