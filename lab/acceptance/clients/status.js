#!/usr/bin/env node
'use strict'
// Asks for the status as the server list of the game does. One line: `status` or `error`; exit 0 or 1.

const mc = require('minecraft-protocol')
const { emit, parse, plain } = require('./lib/cli')

const o = parse('status.js host port [--timeout seconds] [--version 26.1] [--server-host name]',
  ['host', 'port'], { timeout: 10, version: '26.1', serverHost: '' })
const startedAt = performance.now()

mc.ping({
  host: o.host,
  port: o.port,
  version: o.version,
  fakeHost: o.serverHost || undefined,
  closeTimeout: o.timeout * 1000,
  noPongTimeout: Math.min(5000, o.timeout * 1000)
}).then(result => {
  emit('status', {
    ms: Math.round(performance.now() - startedAt),
    latency: result.latency,
    version: result.version,
    players: result.players,
    motd: plain(result.description),
    favicon: typeof result.favicon === 'string',
    faviconBytes: result.favicon?.length ?? 0
  })
  process.exit(0)
}, error => {
  emit('error', { ms: Math.round(performance.now() - startedAt), message: error.message, code: error.code })
  process.exit(1)
})
