#!/usr/bin/env node
'use strict'
// What arrives at an open port without being a player. Only against the loopback address, bounded in
// connections (2,000) and time (120 s). One `closed` line a connection, then `summary`; always exit 0
// when every connection could be opened, 1 otherwise.

const net = require('node:net')
const { randomBytes } = require('node:crypto')
const { emit, parse, requireLoopback } = require('./lib/cli')

const MODES = {
  random: s => s.write(randomBytes(512)),
  http: s => s.write('GET / HTTP/1.1\r\nHost: example\r\n\r\n'),
  tls: s => s.write(Buffer.concat([Buffer.from('16030100c8010000c40303', 'hex'), randomBytes(190)])),
  silent: () => {},
  fin: s => s.end(),
  handshake: s => s.write(handshake(2)), // login announced, name never sent
  statusOnly: s => s.write(handshake(1)), // status announced, never asked
  truncated: s => s.write(Buffer.concat([handshake(2), Buffer.from([0x18, 0x00, 0x10, 0x41])])),
  oversized: s => s.write(Buffer.from([0xFF, 0xFF, 0xFF, 0x7F, 0x00])),
  badVarint: s => s.write(Buffer.from([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])),
  longHost: s => s.write(frame(Buffer.concat([
    Buffer.from([0x00]), varint(775), string('h'.repeat(900)), Buffer.from([0x63, 0xDD, 0x02])]))),
  slow: s => drip(s, Buffer.concat([handshake(2), login('Drip')])),
  reset: s => s.write(Buffer.concat([handshake(2), login('Reset')]), () => s.resetAndDestroy()),
  legacy: s => s.write(Buffer.from([0xFE, 0x01]))
}

const o = parse(`junk.js host port [--mode ${Object.keys(MODES).join('|')}|all] [--count N] [--seconds S] [--quiet]`,
  ['host', 'port'], { mode: 'all', count: 20, seconds: 10, quiet: false })
requireLoopback(o.host)
const count = Math.min(2000, Math.max(1, o.count))
const seconds = Math.min(120, o.seconds)
const modes = o.mode === 'all' ? Object.keys(MODES) : o.mode.split(',')
if (modes.some(m => !(m in MODES))) {
  process.stderr.write(`${o.mode}: unknown (expected: ${Object.keys(MODES)}, all)\n`)
  process.exit(2)
}

function varint (value) {
  const bytes = []
  while (value > 0x7F) {
    bytes.push((value & 0x7F) | 0x80)
    value >>>= 7
  }
  return Buffer.from([...bytes, value])
}

function string (text) {
  return Buffer.concat([varint(Buffer.byteLength(text)), Buffer.from(text)])
}

function frame (body) {
  return Buffer.concat([varint(body.length), body])
}

function handshake (intent) {
  const port = Buffer.alloc(2)
  port.writeUInt16BE(o.port)
  return frame(Buffer.concat([Buffer.from([0x00]), varint(775), string(o.host), port, varint(intent)]))
}

function login (name) {
  return frame(Buffer.concat([Buffer.from([0x00]), string(name), randomBytes(16)]))
}

function drip (socket, bytes) {
  let at = 0
  const timer = setInterval(() => {
    if (at === bytes.length || socket.destroyed) clearInterval(timer)
    else socket.write(bytes.subarray(at, ++at))
  }, 500)
}

let open = count
let opened = 0
const by = {}
for (let i = 0; i < count; i++) attack(modes[i % modes.length])

function attack (mode) {
  const startedAt = performance.now()
  let received = 0
  let end = 'peer'
  let connected = false
  const socket = net.connect({ port: o.port, host: o.host, allowHalfOpen: true }, () => {
    opened++
    connected = true
    MODES[mode](socket)
  })
  const timer = setTimeout(() => { end = 'us'; socket.destroy() }, seconds * 1000)
  socket.on('data', chunk => { received += chunk.length })
  socket.on('end', () => socket.destroy())
  socket.on('error', error => { end = connected ? 'reset' : error.code })
  socket.on('close', () => {
    clearTimeout(timer)
    by[end] = (by[end] ?? 0) + 1
    if (!o.quiet) emit('closed', { mode, by: end, received, ms: Math.round(performance.now() - startedAt) })
    if (--open === 0) {
      emit('summary', { count, opened, by })
      process.exitCode = opened === count ? 0 : 1
    }
  })
}
