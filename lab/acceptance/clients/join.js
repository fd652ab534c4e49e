#!/usr/bin/env node
'use strict'
// Logs players in and keeps them there. One JSON line an event; the last line is `summary`.
// Exit: 0 all joined and none was thrown out before it left, 1 otherwise, 2 wrong arguments.
// SIGTERM or SIGINT make everybody leave.

const { Bot } = require('./lib/bot')
const { emit, parse, requireLoopback } = require('./lib/cli')

const o = parse(
  'join.js host port name [--count N] [--stay seconds] [--timeout seconds] [--spacing ms] [--patience seconds] ' +
  '[--version 26.1] [--server-host name] [--dig x,y,z] [--quiet]',
  ['host', 'port', 'name'],
  {
    count: 1, // players in this process; with more than one the names get a number
    stay: 1, // seconds in the world after the last one joined (or failed)
    timeout: 120, // seconds for everybody to join
    spacing: 0, // milliseconds between two starts; 0 is all at once
    patience: 30, // seconds without a byte from the server after which the client gives up, 30 as vanilla
    version: '26.1',
    serverHost: '', // host name in the handshake, when it should differ from the address
    dig: '', // block that the first player breaks once everybody is in
    quiet: false // only kicked, error, timedOut and summary
  })

if (o.count > 10) requireLoopback(o.host)

const LOUD = new Set(['kicked', 'error', 'timedOut', 'transfer'])
const startedAt = performance.now()
const bots = []
const settled = new Set()
const joinTimes = []
let kicked = 0
let lost = 0
let leaving = false
let closing

function settle (bot) {
  settled.add(bot)
  if (settled.size === o.count && !leaving) {
    clearTimeout(deadline)
    closing = setTimeout(leave, o.stay * 1000)
    if (bots.every(b => b.over)) leave()
    if (o.dig && bots[0].joined) bots[0].dig(...o.dig.split(',').map(Number))
  }
}

function begin (index) {
  if (leaving) return
  const name = o.count === 1 ? o.name : `${o.name.slice(0, 11)}_${index}`
  const bot = new Bot({
    host: o.host,
    port: o.port,
    name,
    version: o.version,
    patienceMs: o.patience * 1000,
    serverHost: o.serverHost || undefined,
    crowd: o.count > 10
  })
  bots.push(bot)
  bot.on('event', (event, fields) => {
    if (event === 'kicked') kicked++
    if (event === 'joined') joinTimes.push(fields.ms)
    if (!o.quiet || LOUD.has(event)) emit(event, fields)
    if (event === 'joined') settle(bot)
  })
  bot.on('over', () => {
    if (!leaving && bot.joined) lost++
    settle(bot)
    if (bots.length === o.count && bots.every(b => b.over)) finish()
  })
  bot.start()
}

function leave () {
  if (leaving) return
  leaving = true
  clearTimeout(closing)
  for (const bot of bots) if (!bot.over) bot.leave()
  setTimeout(finish, 4_000).unref()
  if (bots.every(b => b.over)) finish()
}

function percentile (sorted, p) {
  return sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]
}

let finished = false
function finish () {
  if (finished) return
  finished = true
  const times = joinTimes.sort((a, b) => a - b)
  const keepAlives = bots.reduce((sum, b) => sum + b.keepAlives, 0)
  emit('summary', {
    count: o.count,
    joined: times.length,
    transferred: bots.filter(b => b.transferred).length,
    kicked,
    lost,
    keepAlives,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    max: times.at(-1) ?? null,
    ms: Math.round(performance.now() - startedAt)
  })
  // exitCode alone would wait for sockets that a hung server never closes
  process.stdout.write('', () => process.exit(times.length === o.count && lost === 0 ? 0 : 1))
}

const deadline = setTimeout(leave, o.timeout * 1000)
process.on('SIGTERM', leave)
process.on('SIGINT', leave)
for (let i = 0; i < o.count; i++) {
  if (o.spacing > 0) setTimeout(begin, i * o.spacing, i)
  else begin(i)
}
