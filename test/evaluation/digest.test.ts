import { describe, expect, it } from 'vitest'
import type { VerdictWord } from '../../src/domain/verdict.ts'
import { digestWindow, MIN_JUDGED_FOR_RATIO, summariseWeek } from '../../src/evaluation/digest.ts'
import type { DigestItem } from '../../src/store/port.ts'
import { NOON } from '../support/investigation.ts'

const WINDOW = digestWindow(NOON)

/** An answer to the incident, judged with `word` or not at all. */
function answer(incidentId: string, word: VerdictWord | null, secondsToDiagnosis = 4): DigestItem {
  const thread = { teamId: 'T1', channelId: 'C1', threadTs: incidentId }
  const incident = { id: incidentId, ...thread, environment: 'shop', title: 'checkout fails', openedBy: 'U1', openedAt: NOON }
  const diagnosisId = `${incidentId}-${secondsToDiagnosis}`
  const verdict = word && { diagnosisId, word, trueCauses: [], note: '', by: 'U1', at: NOON }
  return { incident, diagnosisId, outcome: 'diagnosis', mechanism: 'image_pull_failed', verdict, secondsToDiagnosis }
}

function judged(count: number, word: VerdictWord): DigestItem[] {
  return Array.from({ length: count }, (_, index) => answer(`${word}-${index}`, word))
}

describe('src/evaluation/digest', () => {
  it('says of an empty week that there is nothing to measure', () => {
    expect(summariseWeek([], WINDOW)).toEqual({
      window: WINDOW,
      answered: 0,
      judged: 0,
      counts: { confirmed: 0, partial: 0, rejected: 0, unsure: 0 },
      rightRatio: null,
      medianSeconds: null,
      owed: [],
      items: [],
    })
  })

  it('counts right, partly, wrong and owed, each with its incidents', () => {
    const items = [answer('a', 'confirmed'), answer('b', 'partial'), answer('c', 'rejected'), answer('d', null)]

    const summary = summariseWeek(items, WINDOW)

    expect(summary).toMatchObject({ answered: 4, judged: 3, counts: { confirmed: 1, partial: 1, rejected: 1, unsure: 0 } })
    expect(summary.items).toEqual(items)
    expect(summary.owed).toEqual([items[3]])
  })

  it('counts "unsure" neither as judged nor as owed', () => {
    expect(summariseWeek([answer('a', 'unsure')], WINDOW)).toMatchObject({ answered: 1, judged: 0, owed: [], counts: { unsure: 1 } })
  })

  it('gives no ratio below fifteen judged incidents, and one from there on', () => {
    const almost = [...judged(MIN_JUDGED_FOR_RATIO - 4, 'confirmed'), ...judged(3, 'rejected'), ...judged(9, 'unsure')]

    expect(summariseWeek(almost, WINDOW).rightRatio).toBeNull()
    expect(summariseWeek([...almost, answer('last', 'partial')], WINDOW).rightRatio).toBeCloseTo(11 / 15)
  })

  it('counts an incident once, by its newest judged answer and the time of its first', () => {
    const answers = [answer('a', 'rejected', 10), answer('a', 'confirmed', 60), answer('a', null, 90)]

    const summary = summariseWeek(answers, WINDOW)

    expect(summary).toMatchObject({ answered: 1, judged: 1, counts: { confirmed: 1, rejected: 0 }, medianSeconds: 10, owed: [] })
    expect(summary.items[0]?.diagnosisId).toBe('a-60')
  })

  it('takes the newest answer of an incident that nobody judged', () => {
    expect(summariseWeek([answer('a', null, 10), answer('a', null, 60)], WINDOW).owed[0]?.diagnosisId).toBe('a-60')
  })

  it.each([
    [[7], 7],
    [[9, 1, 5], 5],
    [[1, 10, 4, 6], 5],
  ])('takes the median of %j as %d', (seconds, median) => {
    const items = seconds.map((value) => answer(String(value), null, value))

    expect(summariseWeek(items, WINDOW).medianSeconds).toBe(median)
  })
})
