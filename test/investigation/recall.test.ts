import { describe, expect, it } from 'vitest'
import type { PastIncident } from '../../src/domain/past-incident.ts'
import type { RunbookPassage } from '../../src/domain/runbook.ts'
import { recall } from '../../src/investigation/recall.ts'
import { aDiagnosis, NOON } from '../support/investigation.ts'

const ROW = { id: 'd1', investigationId: 'r1', diagnosis: aDiagnosis(), createdAt: NOON }
const PASSAGE: RunbookPassage = { file: 'a.md', line: 3, heading: 'Image pull failed', text: 'Look at the registry.' }

function recallWith(passages: readonly RunbookPassage[], seenBefore: PastIncident | null = null, diagnosis = aDiagnosis()) {
  return recall(
    { ...ROW, diagnosis },
    {
      store: { findJudgedWithSameCause: () => Promise.resolve(seenBefore) },
      runbooks: { search: () => Promise.resolve({ kind: 'searched', passages, left: 0, fileCount: 1, stale: null }) },
    },
  )
}

describe('src/investigation/recall', () => {
  it('takes a passage whose heading is the mechanism', async () => {
    expect(await recallWith([PASSAGE])).toEqual({ seenBefore: null, runbook: { file: 'a.md', line: 3, heading: 'Image pull failed' } })
  })

  it('takes a passage under the entity’s name that has the mechanism', async () => {
    const under = { ...PASSAGE, heading: 'Orders > First aid', text: 'When the image pull failed, look at the registry.' }

    expect((await recallWith([{ ...PASSAGE, heading: 'Orders', text: 'Owners: team basket.' }, under])).runbook).toMatchObject({
      line: 3,
      heading: under.heading,
    })
  })

  it.each([
    ['about another service', { ...PASSAGE, heading: 'Quotes', text: 'When the image pull failed, look at the registry.' }],
    ['about another mechanism', { ...PASSAGE, heading: 'Orders image', text: 'Build it again.' }],
  ])('leaves a passage alone that is %s', async (_about, passage) => {
    expect((await recallWith([passage])).runbook).toBeNull()
  })

  it('recalls nothing for an answer without a cause', async () => {
    const none = aDiagnosis({ outcome: 'no_cause', rootCauses: [], reasons: ['healthy'] })

    expect(await recallWith([PASSAGE], null, none)).toEqual({ seenBefore: null, runbook: null })
  })
})
