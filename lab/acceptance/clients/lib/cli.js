'use strict'
// What the tools share: arguments in, one JSON object a line out.

const net = require('node:net')

/** Prints one event as one line. `t` is epoch milliseconds. */
function emit (event, fields = {}) {
  process.stdout.write(JSON.stringify({ event, t: Date.now(), ...fields }) + '\n')
}

/**
 * Splits argv into positional words and `--name value` options.
 * @param {string} usage shown, with exit code 2, when something does not fit
 * @param {string[]} positional names of the words that must be there
 * @param {Object<string, string|number|boolean>} defaults options; the type of the default is the type read
 */
function parse (usage, positional, defaults) {
  const words = []
  const options = { ...defaults }
  const args = process.argv.slice(2)
  while (args.length > 0) {
    const arg = args.shift()
    if (!arg.startsWith('--')) {
      words.push(arg)
      continue
    }
    const name = arg.slice(2).replace(/-([a-z])/g, (_, c) => c.toUpperCase())
    if (!(name in defaults)) fail(`unknown option ${arg}`, usage)
    if (typeof defaults[name] === 'boolean') {
      options[name] = true
      continue
    }
    const value = args.shift()
    if (value === undefined) fail(`${arg} needs a value`, usage)
    options[name] = typeof defaults[name] === 'number' ? number(arg, value, usage) : value
  }
  if (words.length !== positional.length) fail(`expected ${positional.join(' ')}`, usage)
  positional.forEach((name, i) => { options[name] = words[i] })
  if ('port' in options) options.port = number('port', options.port, usage)
  return options
}

function number (name, value, usage) {
  const parsed = Number(value)
  if (!Number.isFinite(parsed)) fail(`${name}: ${value} is not a number`, usage)
  return parsed
}

function fail (problem, usage) {
  process.stderr.write(`${problem}\nusage: ${usage}\n`)
  process.exit(2)
}

/** Crowds and hostile bytes only ever go to this machine itself. */
function requireLoopback (host) {
  const ok = host === 'localhost' || host === '::1' || (net.isIPv4(host) && host.startsWith('127.'))
  if (!ok) {
    process.stderr.write(`${host}: only the loopback address may be the target of this\n`)
    process.exit(2)
  }
}

/** The plain text of a chat component, whether JSON text, parsed JSON or simplified NBT. */
function plain (component) {
  if (component === null || component === undefined) return ''
  if (typeof component === 'string') {
    try { return plain(JSON.parse(component)) } catch { return component }
  }
  if (Array.isArray(component)) return component.map(plain).join('')
  if (typeof component !== 'object') return String(component)
  if ('type' in component && 'value' in component) return plain(require('prismarine-nbt').simplify(component))
  const own = component.text ?? component[''] ?? component.translate ?? ''
  return own + plain(component.extra)
}

module.exports = { emit, parse, plain, requireLoopback }
