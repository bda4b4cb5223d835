import { describe, expect, it } from 'vitest'
import { longestCutMessage, MAX_MESSAGE_CHARACTERS, shortMessage, withShortMessages } from '../../src/domain/message-length.ts'
import { isQuotedFrom } from '../../src/domain/quotation.ts'
import { rowsOf } from '../../src/domain/reading.ts'
import { evidenceOf, minute, version } from '../support/facts.ts'

const LONG = `giant payload ${'lorem ipsum '.repeat(10_000)}`

function logged(example: string) {
  const row = { entity: 'shop/Service/quotes', pattern: 'giant <*>', severity: 'error', incidentCount: 3, baselineCount: 0 } as const
  const [evidence] = evidenceOf({ log_patterns: [{ ...row, firstAt: minute(19), lastAt: null, example }] })
  if (evidence === undefined) throw new Error('nothing recorded')
  return evidence
}

describe('domain/message-length', () => {
  it('cuts a long message to its beginning, which still stands in the whole one', () => {
    const whole = logged(LONG)
    const cut = withShortMessages(whole)
    const [row] = rowsOf<{ readonly example: string }>(cut.reading as never)

    expect(longestCutMessage(whole)).toBe(LONG.length)
    expect(row?.example).toBe(LONG.slice(0, MAX_MESSAGE_CHARACTERS))
    expect(isQuotedFrom(row?.example ?? '', rowsOf(whole.reading as never)[0])).toBe(true)
    expect(cut).toMatchObject({ id: whole.id, contentHash: whole.contentHash })
    expect(row).toMatchObject({ firstAt: minute(19), incidentCount: 3 })
  })

  it('cuts long values of labels as well', () => {
    const alert = { name: 'A', entity: null, state: 'firing', summary: '', startsAt: minute(20), endsAt: null, value: null } as const
    const [evidence] = evidenceOf({ alerts: [{ ...alert, labels: { note: LONG, a: 'b' } }] })
    const [row] = rowsOf<{ readonly labels: object }>((evidence && withShortMessages(evidence).reading) as never)

    expect(row?.labels).toEqual({ note: LONG.slice(0, MAX_MESSAGE_CHARACTERS), a: 'b' })
  })

  it('is the very same evidence when nothing is long', () => {
    const whole = logged('as usual')

    expect(withShortMessages(whole)).toBe(whole)
    expect(longestCutMessage(whole)).toBe(0)
  })

  it('leaves objects whole: half of one is another one', () => {
    const [whole] = evidenceOf({ object_versions: [version('shop/ConfigMap/big', { data: { text: LONG } })] })

    expect(whole && withShortMessages(whole)).toBe(whole)
  })

  it('never cuts inside a character', () => {
    const text = `${'a'.repeat(MAX_MESSAGE_CHARACTERS - 1)}😀`

    expect(shortMessage(text)).toBe('a'.repeat(MAX_MESSAGE_CHARACTERS - 1))
  })
})
