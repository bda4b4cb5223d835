import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOSTILE } from '../../benchmarks/speed/redaction-corpora.ts'
import { defaultRedactor } from '../../src/redaction/redactor.ts'
import { SECRET_KINDS } from '../support/secrets.ts'

const SEED = 20261130
const RUNS = 400

/** What secrets, and what is around them, are made of. */
const PIECES = [
  'password',
  'token',
  'DB_PASSWORD',
  '"token"',
  '\\"secret\\"',
  'api key',
  'value',
  'name',
  'data',
  'kind',
  'Secret',
  'apiVersion',
  '=',
  ':',
  ': ',
  ' = ',
  '=>',
  '"',
  '\\"',
  '\\\\\\"',
  "'",
  '`',
  '\\',
  '\\n',
  '\\u0026',
  '\n',
  '\n  ',
  '- ',
  ' ',
  ',',
  ';',
  '&',
  '{',
  '}',
  '[',
  ']',
  '|',
  '|\n',
  '<',
  '>',
  '$',
  '$(X)',
  '${Y}',
  '@',
  '://',
  'https://',
  '/',
  '?',
  '--',
  '-p',
  '-u ',
  'curl ',
  'mysql ',
  'Bearer ',
  'Cookie: ',
  'Set-Cookie: ',
  'Authorization: ',
  'authorization: Basic ',
  '-----BEGIN RSA PRIVATE KEY-----',
  '-----END ',
  'ghp_',
  'sk-',
  'aB3dE5fG7hJ9kL1mN3pQ5rS7',
  '4111111111111111',
  'DE89370400440532013000',
  'x@y.example',
  'hunter22',
  'is',
  'not',
  '12',
  '[masked]',
] as const
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((parts) => parts.join(''))
const secretText = fc.constantFrom(...SECRET_KINDS.flatMap(({ samples }) => samples.map(({ text }) => text)))
const anyText = fc.oneof(
  pieces,
  secretText,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.tuple(pieces, secretText, pieces).map((all) => all.join('')),
)
const fieldName = fc.oneof(
  fc.constantFrom('password', 'token', 'apiKey', 'auth', 'name', 'value', 'data', 'kind', 'message', 'tokens', 'Cookie'),
  anyText,
)

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      anyText,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.constant(4111111111111111),
    ),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fieldName, tie('json'), { maxKeys: 4 }),
    tie('json').map((inner) => JSON.stringify(inner)),
  ),
}))

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe(`redaction/scan (seed ${SEED})`, () => {
  it('changes nothing more when it masks twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = defaultRedactor.text(text)
        expect(defaultRedactor.text(once)).toBe(once)
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  it('leaves JSON readable, whatever its strings and names hold', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(json, { maxLength: 4 }), fc.dictionary(fieldName, json, { maxKeys: 4 })),
        fc.constantFrom(undefined, 2),
        (value, indent) => {
          expect(isJson(defaultRedactor.text(JSON.stringify(value, null, indent)))).toBe(true)
        },
      ),
      { seed: SEED, numRuns: RUNS },
    )
  })

  it('keeps the number of lines', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(defaultRedactor.text(text).split('\n')).toHaveLength(text.split('\n').length)
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  it.each(Object.keys(HOSTILE))('takes no more than linear time for %s', (name) => {
    const part = HOSTILE[name] ?? ''
    const ratios: number[] = []
    // What grows faster than its text does so every time; a busy machine does not.
    while (ratios.length < MAX_ROUNDS && (ratios.at(-1) ?? MAX_RATIO) >= MAX_RATIO) ratios.push(growth(part))

    expect(Math.min(...ratios)).toBeLessThan(MAX_RATIO)
  })
})

const BASE_CHARACTERS = 30_000
/** From n to 4n: linear is 4, quadratic 16. */
const MAX_RATIO = 9
const MAX_ROUNDS = 4
const TRIES = 3
/** Below this a run says more about the machine than about the text. */
const LEAST_MICROSECONDS = 300

function growth(part: string): number {
  const [once = 0, twice = 0, fourTimes = 0] = [1, 2, 4].map((factor) =>
    fastest(part.repeat(Math.ceil((factor * BASE_CHARACTERS) / part.length))),
  )
  return Math.max(fourTimes / Math.max(once, LEAST_MICROSECONDS), (2 * fourTimes) / Math.max(twice, LEAST_MICROSECONDS) / 1.5)
}

/** Time of the processor, not of the wall: others may use the machine. */
function fastest(text: string): number {
  const times = Array.from({ length: TRIES }, (_unused, index) => {
    // Another string each time, so that nothing is remembered.
    const input = `${text}${index}`
    const began = process.cpuUsage()
    defaultRedactor.text(input)
    const { user, system } = process.cpuUsage(began)
    return user + system
  })
  return Math.min(...times)
}
