import { describe, expect, it } from 'vitest'
import { receiveMention, type ReceivePorts } from '../../../src/investigation/follow-up/receive-mention.ts'
import type { InvestigationRow } from '../../../src/store/port.ts'
import { aDiagnosis, NOON } from '../../support/investigation.ts'

const THREAD = { teamId: 'T1', channelId: 'C1', threadTs: '1.1' }

/** A thread with one run in this state, whose answer is saved or not. */
function portsWith(state: InvestigationRow['state'], isAnswered: boolean): ReceivePorts {
  const asked = { question: '', askedBy: 'U1', askedTs: '1.1', queuedAt: NOON }
  const run: InvestigationRow = { id: 'i1', incidentId: 'n1', state, stateReason: '', endedAt: null, stopRequestedBy: null, ...asked }
  const row = { id: 'd1', investigationId: 'i1', diagnosis: aDiagnosis(), createdAt: NOON }
  return {
    channels: [{ match: 'inc-*', environment: 'shop' }],
    channelName: async () => 'inc-checkout',
    store: {
      findInvestigationsInThread: async () => [run],
      findDiagnosisOf: async () => (isAnswered ? row : null),
      recordFollowUp: async () => ({ id: 'f1', isNew: true, isWaiting: state === 'running' }),
      startInvestigation: () => Promise.reject(new Error('nothing may start here')),
    },
  }
}

function ask(question: string, ports: ReceivePorts) {
  return receiveMention({ thread: THREAD, askedTs: '1.2', question, by: 'U1', at: NOON }, ports)
}

describe('src/investigation/follow-up/receive-mention', () => {
  it('keeps a question about an answer that is already there for the end of its run', async () => {
    expect(await ask('what changed?', portsWith('running', true))).toEqual({ kind: 'waiting', followUpId: 'f1' })
  })

  it('says that a run is at work while there is no answer yet', async () => {
    expect(await ask('what changed?', portsWith('running', false))).toEqual({ kind: 'busy', investigationId: 'i1' })
  })

  it('answers about a run that has ended', async () => {
    expect(await ask('what changed?', portsWith('answered', true))).toEqual({ kind: 'followed', followUpId: 'f1' })
  })
})
