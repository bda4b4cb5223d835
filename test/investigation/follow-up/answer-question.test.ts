import { beforeAll, describe, expect, it } from 'vitest'
import { isQuotedFrom } from '../../../src/domain/quotation.ts'
import { rowsOf } from '../../../src/domain/reading.ts'
import { answerQuestion } from '../../../src/investigation/follow-up/answer-question.ts'
import { questionKindOf } from '../../../src/investigation/follow-up/question-patterns.ts'
import { checkedPoints, indexRecorded, type Recorded } from '../../../src/investigation/follow-up/recorded.ts'
import { flagIncident, recoveredSystem } from '../../support/incidents.ts'
import { recordRun } from '../../support/recorded-run.ts'
import { tell } from '../../support/take-up.ts'

describe('src/investigation/follow-up/question-patterns', () => {
  it.each([
    ['what did you check?', 'checked'],
    ['which logs did you look at?', 'checked'],
    ['did you check the logs of payments?', 'checked'],
    ['what was not checked', 'checked'],
    ['what did people say?', 'said'],
    ['what did you rule out?', 'ruled_out'],
    ['show me the logs of payments', 'show'],
    ['any alerts about checkout?', 'show'],
    ['metrics for quotes', 'show'],
    ['what else could it be?', 'rivals'],
    ['are there other candidates?', 'rivals'],
    ['why not payments?', 'why_not'],
    ["why isn't it the database?", 'why_not'],
    ['could it be payments?', 'why_not'],
    ['what about the cache?', 'why_not'],
    ['is it the database?', 'why_not'],
    ['is it over?', 'now'],
    ['did it help?', 'now'],
    ['is it still failing?', 'now'],
    ['is checkout affected?', 'affected'],
    ['is checkout down?', 'affected'],
    ['what is the blast radius?', 'affected'],
    ['what should we do?', 'next'],
    ['what next?', 'next'],
    ['how do we fix it?', 'next'],
    ['what changed?', 'changed'],
    ['was anything deployed?', 'changed'],
    ['any recent releases?', 'changed'],
    ['when did it start?', 'when'],
    ['since when?', 'when'],
    ['why?', 'why'],
    ['how do you know?', 'why'],
    ['are you sure?', 'why'],
    ['what is the root cause?', 'why'],
    ['how many engineers does it take?', null],
    ['', null],
  ])('reads “%s” as %s', (words, kind) => {
    expect(questionKindOf(words)).toBe(kind)
  })
})

describe('src/investigation/follow-up/answer-question', () => {
  let recorded: Recorded
  beforeAll(async () => {
    const { evidence, diagnosis } = await recordRun(flagIncident())
    recorded = indexRecorded(evidence, diagnosis)
  })

  it.each([
    'what changed?',
    'why?',
    'why not shipping?',
    'why not quotes?',
    'is basket affected?',
    'what is affected?',
    'show metrics of quotes',
    'show the config of flags',
    'when did it start?',
    'is it over?',
    'what next?',
    'what did you rule out?',
    'what else could it be?',
  ])('answers “%s” with points that each quote the evidence', (words) => {
    const { points, isAnswered } = answerQuestion(words, recorded)

    expect(isAnswered).toBe(true)
    expect(points.length).toBeGreaterThan(0)
    for (const { citations } of points) {
      expect(citations.length).toBeGreaterThan(0)
      for (const { evidenceId, locator, quote } of citations) {
        const entry = recorded.evidence.find(({ id }) => id === evidenceId)
        const rows = rowsOf<{ readonly locator: string }>(entry?.reading ?? { status: 'error', code: 'none', why: '' })
        expect(rows.some((row) => row.locator === locator && isQuotedFrom(quote, row))).toBe(true)
      }
    }
  })

  it('never calls the absence of a symptom health', () => {
    expect(answerQuestion('is basket affected?', recorded).notes).toContain('That is no proof of health: only what was read can say.')
  })

  it('says that a source was not recorded instead of showing nothing', () => {
    const { lead, notes } = answerQuestion('show logs of quotes', recorded)

    expect(lead).toContain('No single log records, logs of shop/Service/quotes is in what was recorded')
    expect(notes.join(' ')).toMatch(/E\d+ logs \(logs, .*\): nothing recorded/)
  })

  it('says of a rival what it would have had to show', () => {
    const [rival] = recorded.diagnosis.alternatives
    if (rival === undefined) throw new Error('no rival')

    const { points, notes } = answerQuestion(`why not ${rival.entity}?`, recorded)

    const said = [...points.map(({ text }) => text), ...notes]
    expect(rival.missing.length).toBeGreaterThan(1)
    expect(rival.missing.filter(({ text }) => !said.includes(text))).toEqual([])
  })

  it('finds a thing by its name, its whole id, the plural, or the noun people use', () => {
    expect(recorded.names.find('is the storefront down?')).toEqual(['shop/Service/storefront'])
    expect(recorded.names.find('why not shop/Service/shipping?')).toEqual(['shop/Service/shipping'])
    expect(recorded.names.find('what about the baskets?')).toEqual(['shop/Service/basket'])
    expect(recorded.names.find('is it the flag?')).toEqual(['shop/ConfigMap/flags'])
    expect(recorded.names.find('is it the database?')).toEqual([])
  })

  it('says that nothing bears a name instead of answering about something else', () => {
    const { isAnswered, lead, points } = answerQuestion('why not wishlist?', recorded)

    expect({ isAnswered, points }).toEqual({ isAnswered: false, points: [] })
    expect(lead).toContain('“wishlist”')
  })

  it('answers about a run that named no cause', async () => {
    const { evidence, diagnosis } = await recordRun(recoveredSystem())
    const healed = indexRecorded(evidence, diagnosis)

    expect(answerQuestion('why?', healed)).toMatchObject({ lead: 'The answer names no cause (no cause).', isAnswered: true })
    expect(answerQuestion('what next?', healed).lead).toContain('no cause is named')
    expect(answerQuestion('is it over?', healed).lead).toContain('Every recorded symptom had ended')
  })

  it('quotes what people said, and does not take a thing for real because somebody named it', async () => {
    const told = await tell({ evidence: recorded.evidence, diagnosis: recorded.diagnosis }, 'we restarted wishlist at 14:05')
    const heard = indexRecorded(told.evidence, recorded.diagnosis)

    expect(answerQuestion('what did people say?', heard).points[0]?.citations[0]?.quote).toBe('words: we restarted wishlist at 14:05')
    expect(answerQuestion('why not wishlist?', heard).isAnswered).toBe(false)
  })

  it('drops a quote that does not stand in the evidence, and a point that is left without any', () => {
    const [first] = answerQuestion('why?', recorded).points
    const genuine = first?.citations[0]
    const points = [
      {
        text: 'half true',
        citations: [
          ...(genuine ? [genuine] : []),
          { evidenceId: 'E2', locator: 'alerts#2', quote: 'heap at 100 %', role: 'symptom', at: null },
        ],
      },
      { text: 'invented', citations: [{ evidenceId: 'E99', locator: 'x', quote: 'y', role: 'symptom', at: null }] },
      { text: 'bare', citations: [] },
    ] as const

    expect(checkedPoints(points, recorded.evidence)).toEqual([{ text: 'half true', citations: [genuine] }])
  })
})
