import { describe, expect, it } from 'vitest'
import { notCheckedIn } from '../../src/diagnosis/not-checked.ts'
import { wordsForQuery } from '../../src/domain/query-words.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { QueryKind } from '../../src/domain/telemetry-rows.ts'
import { evidenceOf } from '../support/facts.ts'

function unknown(kind: QueryKind, why: string): Evidence {
  const [evidence] = evidenceOf({ [kind]: [] })
  if (evidence === undefined) throw new Error('no evidence')
  return { ...evidence, reading: { status: 'unknown', why } }
}

describe('diagnosis/not-checked', () => {
  it('joins what a format does not hold at all, by what it says of it, after what was read in part', () => {
    const entries = notCheckedIn([
      unknown('series', 'a dump holds no metrics'),
      ...evidenceOf({ alerts: [] }),
      unknown('service_calls', 'a dump holds no traces'),
      unknown('call_edges', 'a dump holds no traces'),
    ])

    const traces = [wordsForQuery('service_calls'), wordsForQuery('call_edges')].join(', ')
    expect(entries.map(({ source }) => source)).toEqual([wordsForQuery('alerts'), wordsForQuery('series'), traces])
    expect(entries.map(({ why }) => why).slice(1)).toEqual(
      ['a dump holds no metrics', 'a dump holds no traces'].map((why) => expect.stringContaining(why) as string),
    )
  })
})
