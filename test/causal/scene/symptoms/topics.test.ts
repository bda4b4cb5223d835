import { describe, expect, it } from 'vitest'
import { METRIC_WORDS } from '../../../../src/causal/scene/symptoms/metric-words.ts'
import { topicsOfMessage, topicsOfMetric } from '../../../../src/causal/scene/symptoms/topics.ts'
import { type Topic, TOPIC_WORDS } from '../../../../src/causal/scene/symptoms/topic-words.ts'

const SAID: readonly (readonly [Topic, string])[] = [
  ['wrong_value', 'statement 77 refused: month begins 2031-03-31T23:00:00Z and is 30 days long, expected 31'],
  ['wrong_value', 'expected 12 crates but counted 11'],
  ['wrong_value', 'crate is SEALED but has no seal'],
  ['wrong_value', 'insert crate: number -2147483646 violates check constraint "number_positive"'],
  ['rounding', 'page 12 does not balance, difference 0.02'],
  ['rounding', 'sum is 17.299999999999997'],
  ['wrong_value', 'page 12 does not balance'],
  ['too_large', 'request refused: context_length_exceeded, 9000 words'],
  ['wrong_value', 'no records from any shop for 5m'],
  ['contract', 'row refused: shape 12 does not match the shape 8 of the shelf'],
  ['schedule', '310 tasks due at 02:00'],
  ['pool', 'printer queue saturated'],
  ['connect', 'till prematurely closed connection'],
  ['slow_query', 'GET /shelf took long: 84 queries'],
  ['lock_wait', 'call waited 4.1s for Book._lock'],
  ['resolve', 'dial tcp: lookup quotes on 10.0.0.10:53: read udp 10.1.2.3:40000->10.0.0.10:53: i/o timeout'],
  ['duplicate', 'invoice 12 settled 2 times'],
  ['duplicate', 'second payment for order 12'],
  ['parse', 'decode: unknown frame 0x3f'],
  ['cardinality', 'Limit of total fields [900] has been exceeded'],
  ['cardinality', 'sample_limit exceeded for target till'],
  ['backlog', 'consumer acknowledgement of delivery 12 timed out'],
  ['wrong_value', 'the shelf of today is empty'],
  ['duplicate', 'parcel 12 was shipped to the same door twice'],
]

describe('causal/scene/symptoms/topics', () => {
  it.each(SAID)('hears %s in "%s"', (kind, text) => {
    expect([...topicsOfMessage(text)]).toContain(kind)
  })

  it('takes a silent name server for no slow callee, and a refusal for no lock', () => {
    expect([...topicsOfMessage('lookup quotes on 10.0.0.10:53: i/o timeout')]).not.toContain('deadline')
    expect([...topicsOfMessage('index crates blocked by the disk watermark')]).not.toContain('lock_wait')
  })

  it('hears nothing in a plain record of work done', () => {
    expect([...topicsOfMessage('crate 12 packed')]).toEqual([])
  })

  it.each(
    Object.entries(TOPIC_WORDS).flatMap(([topic, words]) =>
      words.map(([pattern, source, example]) => ({ topic, pattern, source, example })),
    ),
  )('hears $topic as $source says it: $example', ({ topic, pattern, source, example }) => {
    expect(pattern.test(example)).toBe(true)
    expect([...topicsOfMessage(example)]).toContain(topic)
    expect(source).not.toBe('')
  })

  it.each(Object.entries(METRIC_WORDS).flatMap(([topic, words]) => words.map(([, source, example]) => ({ topic, source, example }))))(
    'reads $topic from the name $example',
    ({ topic, source, example }) => {
      expect([...topicsOfMetric(example)]).toContain(topic)
      expect(source).not.toBe('')
    },
  )
})
