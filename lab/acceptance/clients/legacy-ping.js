#!/usr/bin/env node
'use strict'
// The server list pings of clients before 1.7. One line: `legacy` or `error`; exit 0 or 1.

const net = require('node:net')
const { emit, parse } = require('./lib/cli')

const o = parse('legacy-ping.js host port [--variant 1.6|1.4|1.3] [--timeout seconds]',
  ['host', 'port'], { variant: '1.6', timeout: 10 })

function request () {
  if (o.variant === '1.3') return Buffer.from([0xFE])
  if (o.variant === '1.4') return Buffer.from([0xFE, 0x01])
  const channel = utf16('MC|PingHost')
  const host = utf16(o.host)
  const head = Buffer.from([0xFE, 0x01, 0xFA, 0x00, 0x0B])
  const tail = Buffer.alloc(2 + 1 + 2)
  tail.writeUInt16BE(7 + host.length, 0)
  tail.writeUInt8(74, 2)
  tail.writeUInt16BE(o.host.length, 3)
  const port = Buffer.alloc(4)
  port.writeUInt32BE(o.port, 0)
  return Buffer.concat([head, channel, tail, host, port])
}

function utf16 (text) {
  return Buffer.from(text, 'utf16le').swap16()
}

function read (reply) {
  if (reply.length < 3 || reply[0] !== 0xFF) return { raw: reply.toString('hex').slice(0, 64) }
  const text = Buffer.from(reply.subarray(3)).swap16().toString('utf16le')
  if (text.startsWith('§1\0')) {
    const [, protocol, version, motd, online, max] = text.split('\0')
    return { protocol: Number(protocol), version, motd, online: Number(online), max: Number(max) }
  }
  const parts = text.split('§')
  return { motd: parts.slice(0, -2).join('§'), online: Number(parts.at(-2)), max: Number(parts.at(-1)) }
}

const startedAt = performance.now()
const chunks = []
const socket = net.connect(o.port, o.host, () => socket.write(request()))
socket.setTimeout(o.timeout * 1000, () => socket.destroy(new Error('no answer')))
socket.on('data', chunk => chunks.push(chunk))
socket.on('error', error => done('error', { message: error.message, code: error.code }, 1))
socket.on('close', () => {
  const reply = Buffer.concat(chunks)
  if (reply.length === 0) done('error', { message: 'closed without an answer' }, 1)
  else done('legacy', { variant: o.variant, ...read(reply) }, 0)
})

let over = false
function done (event, fields, code) {
  if (over) return
  over = true
  emit(event, { ms: Math.round(performance.now() - startedAt), ...fields })
  process.exitCode = code
}
