'use strict'
// One player: a real minecraft-protocol client, made to behave as the vanilla client does where the
// library does not: patience, known packs, cookies, transfers, chunk batches.

const EventEmitter = require('node:events')
const mc = require('minecraft-protocol')
const minecraftData = require('minecraft-data')
const { plain } = require('./cli')

/** Vanilla gives up when nothing arrived for 30 s, and when a connect takes 30 s. */
const VANILLA_PATIENCE_MS = 30_000

/** What a bot in a crowd reads in the play state; the rest is framed, inflated and dropped unparsed. */
const CROWD_PACKETS = new Set(['keep_alive', 'ping', 'login', 'position', 'kick_disconnect', 'transfer',
  'cookie_request', 'store_cookie', 'chunk_batch_finished', 'start_configuration'])

/**
 * Emits `event(name, fields)`; always ends with exactly one `ended`.
 * States: connecting, login, configuration, play; `joined` when the world has placed the player.
 */
class Bot extends EventEmitter {
  constructor ({ host, port, name, version, patienceMs = VANILLA_PATIENCE_MS, transfers = 4, serverHost, crowd = false }) {
    super()
    Object.assign(this, { host, port, name, version, patienceMs, transfersLeft: transfers, serverHost, crowd })
    this.cookies = new Map()
    this.keepAlives = 0
    this.pluginRequests = 0
    this.transferred = false
    this.joined = false
    this.over = false
    this.startedAt = performance.now()
  }

  start () {
    this.#connect(this.host, this.port, 2)
    return this
  }

  /** Leaves as a player does who closes the game. */
  leave () {
    this.leaving = true
    this.client?.socket?.end()
    setTimeout(() => this.client?.socket?.destroy(), 2_000).unref()
  }

  /** Breaks a block, at once since the lobby is in creative mode. */
  dig (x, y, z) {
    this.client.write('block_dig', { status: 0, location: { x, y, z }, face: 1, sequence: 1 })
  }

  #tell (event, fields = {}) {
    this.emit('event', event, { bot: this.name, ms: Math.round(performance.now() - this.startedAt), ...fields })
  }

  #connect (host, port, intent) {
    this.#tell('connecting', { host, port, intent: intent === 3 ? 'transfer' : 'login' })
    const client = mc.createClient({
      host,
      port,
      username: this.name,
      version: this.version,
      auth: 'offline',
      hideErrors: true,
      validateChannelProtocol: false, // 20 ms of JSON schema a player otherwise
      checkTimeoutInterval: 600_000, // our own clock below is the vanilla one
      fakeHost: this.serverHost
    })
    this.client = client
    this.#asVanilla(client, intent)
    this.#watchPatience(client)
    this.#listen(client)
    if (this.crowd) client.on('state', state => { if (state === 'play') readOnly(client, CROWD_PACKETS) })
  }

  /** Rewrites the two packets that the library sends otherwise than a vanilla client. */
  #asVanilla (client, intent) {
    let offered = []
    client.prependListener('select_known_packs', ({ packs }) => { offered = packs })
    const write = client.write.bind(client)
    client.write = (name, params) => {
      if (name === 'set_protocol') params = { ...params, nextState: intent }
      if (name === 'select_known_packs') params = { packs: offered.filter(p => p.namespace === 'minecraft') }
      write(name, params)
    }
    client.on('cookie_request', packet => {
      const key = packet.key ?? packet.cookie
      client.write('cookie_response', { key, value: this.cookies.get(key) })
    })
    client.on('store_cookie', ({ key, value }) => this.cookies.set(key, value))
    client.on('ping', packet => client.write('pong', packet))
    client.on('chunk_batch_finished', () => client.write('chunk_batch_received', { chunksPerTick: 20 }))
  }

  #watchPatience (client) {
    let heard = performance.now()
    client.once('connect', () => client.socket.on('data', () => { heard = performance.now() }))
    const timer = setInterval(() => {
      if (performance.now() - heard < this.patienceMs) return
      clearInterval(timer)
      this.#tell('timedOut', { state: client.state })
      client.socket?.destroy()
    }, 250)
    client.once('end', () => clearInterval(timer))
  }

  #listen (client) {
    let moving = false
    client.on('connect', () => this.#tell('connected'))
    client.on('login_plugin_request', ({ channel }) => {
      this.pluginRequests++
      this.#tell('pluginRequest', { channel })
    })
    client.on('state', state => { if (state === 'configuration') this.#tell('configuration') })
    client.on('keep_alive', () => { if (++this.keepAlives === 1) this.#tell('keepAlive', { state: client.state }) })
    client.once('login', ({ entityId }) => this.#tell('play', { entityId }))
    client.on('position', ({ teleportId }) => this.#placed(client, teleportId))
    client.on('disconnect', ({ reason }) => this.#kicked('login', reason))
    client.on('kick_disconnect', ({ reason }) => this.#kicked('play', reason))
    client.on('error', error => { if (!moving) this.#tell('error', { message: error.message, code: error.code }) })
    client.once('transfer', ({ host, port }) => {
      if (this.transfersLeft-- <= 0) {
        this.#tell('error', { message: 'too many transfers' })
        client.socket.end()
        return
      }
      moving = true
      this.transferred = true
      this.#tell('transfer', { host, port })
      client.socket.end()
      client.removeAllListeners('end')
      this.#connect(host, port, 3)
    })
    client.once('end', reason => { if (!moving) this.#end(reason) })
  }

  #placed (client, teleportId) {
    client.write('teleport_confirm', { teleportId })
    if (this.joined) return
    this.joined = true
    client.write('player_loaded', {})
    this.#tell('joined', { transferred: this.transferred, pluginRequests: this.pluginRequests })
  }

  #kicked (state, reason) {
    this.#tell('kicked', { state, reason: plain(reason) })
  }

  #end (reason) {
    if (this.over) return
    this.over = true
    this.#tell('ended', { reason: this.leaving ? 'left' : reason, joined: this.joined, keepAlives: this.keepAlives })
    this.emit('over')
  }
}

/** Lets only these packets through to the parser: 500 players parsing light arrays starve each other. */
function readOnly (client, names) {
  const mappings = minecraftData(client.version).protocol.play.toClient.types.packet[1][0].type[1].mappings
  const ids = new Set(Object.keys(mappings).filter(id => names.has(mappings[id])).map(Number))
  const parser = client.deserializer
  const transform = parser._transform
  parser._transform = function (chunk, encoding, done) {
    const id = chunk[0] < 0x80 ? chunk[0] : (chunk[0] & 0x7F) | (chunk[1] << 7)
    if (ids.has(id)) transform.call(this, chunk, encoding, done)
    else done()
  }
}

module.exports = { Bot }
