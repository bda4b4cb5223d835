import { describe, expect, it } from 'vitest'
import type { InvestigationState } from '../../src/domain/investigation.ts'
import { AppError } from '../../src/errors.ts'
import { packEvidence, type StoredEvidence } from '../../src/evidence/stored-evidence.ts'
import type { Ending, Voice } from '../../src/investigation/announcer.ts'
import { createStopBoard } from '../../src/investigation/stop-board.ts'
import { abandonInvestigation, runInvestigation, type WorkerPorts } from '../../src/investigation/worker.ts'
import type { DiagnosisRow } from '../../src/store/port.ts'
import { aDiagnosis, anEvidence, NOON } from '../support/investigation.ts'

const REQUEST = { investigationId: 'i1', incidentId: 'n1', environment: 'shop', question: '' }
const INCIDENT = {
  id: 'n1',
  teamId: 'T1',
  channelId: 'C1',
  threadTs: '1.1',
  environment: 'shop',
  title: 'x',
  openedBy: 'U1',
  openedAt: NOON,
}
const ROW: DiagnosisRow = { id: 'd1', investigationId: 'i1', diagnosis: aDiagnosis(), createdAt: NOON }

/** A worker on a store in memory, with a log of what it told people and where the run stood. */
function aWorker(
  overrides: Partial<WorkerPorts> = {},
  start: { state?: InvestigationState; known?: DiagnosisRow; recorded?: StoredEvidence[] } = {},
) {
  const told: string[] = []
  let state: InvestigationState = start.state ?? 'queued'
  let known = start.known ?? null
  const board = createStopBoard()
  const investigation = {
    id: 'i1',
    incidentId: 'n1',
    question: '',
    stateReason: '',
    askedBy: 'U1',
    askedTs: '1.1',
    queuedAt: NOON,
    endedAt: null,
    stopRequestedBy: null,
  }
  const voice: Voice = {
    progress: () => {},
    shown: () => Promise.resolve(),
    answer: async (row, stoppedBy) => void told.push(`answer ${row.id} ${stoppedBy ?? ''}`.trim()),
    end: async (ending: Ending) => void told.push(ending.kind === 'failed' ? `failed: ${ending.what} ${ending.remedy}` : ending.kind),
    leave: async () => void told.push('leave'),
  }
  const ports: WorkerPorts = {
    store: {
      loadInvestigation: async () => ({ incident: INCIDENT, investigation: { ...investigation, state } }),
      setState: async (_id, next) => {
        state = next
        return true
      },
      adoptStatements: () => Promise.resolve(),
      loadEvidence: async () => start.recorded ?? [],
      appendEvidence: async () => {},
      saveDiagnosis: async (_id, diagnosis) => (known ??= { ...ROW, diagnosis }),
      findDiagnosisOf: async () => known,
    },
    openVoice: async () => voice,
    investigate: async () => aDiagnosis(),
    mayRead: () => true,
    board,
    clock: () => NOON,
    onEnd: () => {},
    wallMs: 10_000,
    ...overrides,
  }
  return {
    ports,
    told,
    board,
    state: () => state,
    saved: () => known,
    run: (signal = new AbortController().signal) => runInvestigation(REQUEST, ports, signal),
  }
}

describe('investigation/worker', () => {
  it('answers, then gives the progress message its last state, then ends the run', async () => {
    const { run, told, state } = aWorker()

    await run()

    expect(told).toEqual(['answer d1', 'answered'])
    expect(state()).toBe('answered')
  })

  it('does nothing for a run that has ended', async () => {
    const { run, told } = aWorker({}, { state: 'stopped' })

    await run()

    expect(told).toEqual([])
  })

  it('does not investigate again when an earlier attempt saved its diagnosis', async () => {
    const { run, told } = aWorker({ investigate: () => Promise.reject(new Error('asked again')) }, { state: 'running', known: ROW })

    await run()

    expect(told).toEqual(['answer d1', 'answered'])
  })

  it('hands the evidence of an earlier attempt to the investigation', async () => {
    let recorded: readonly StoredEvidence[] = []
    const investigate: WorkerPorts['investigate'] = async (_input, ports) => {
      recorded = ports.recorded
      return aDiagnosis()
    }

    await aWorker({ investigate }, { state: 'running', recorded: [packEvidence(anEvidence())] }).run()

    expect(recorded.map(({ id }) => id)).toEqual(['E1'])
  })

  it('says who stopped it and keeps what was found', async () => {
    const worker = aWorker({
      investigate: async (_input, { signal }) => {
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve)
          worker.board.tell('i1', 'U2')
        })
        return aDiagnosis()
      },
    })

    await worker.run()

    expect(worker.told).toEqual(['answer d1 U2', 'stopped'])
    expect(worker.state()).toBe('stopped')
  })

  it('saves nothing of an attempt that the process cut short, and leaves the run to the next one', async () => {
    const stopping = new AbortController()
    const { run, told, state, saved } = aWorker({
      investigate: async () => {
        stopping.abort()
        return aDiagnosis({ outcome: 'inconclusive', rootCauses: [], reasons: ['stopped'] })
      },
    })

    await expect(run(stopping.signal)).rejects.toMatchObject({ name: 'AbortError' })

    expect(saved()).toBeNull()
    expect(told).toEqual(['leave'])
    expect(state()).toBe('running')
  })

  it('ends a run that can never work, with what is wrong and what to do', async () => {
    const { run, told, state } = aWorker({
      investigate: () => Promise.reject(new AppError('telemetry_empty', 'the folder is empty', { remedy: 'Record again.' })),
    })

    await run()

    expect(told).toEqual(['failed: the folder is empty Record again.'])
    expect(state()).toBe('failed')
  })

  it('rejects on any other failure, so that the queue tries again', async () => {
    const { run, told, state } = aWorker({ investigate: () => Promise.reject(new Error('a defect')) })

    await expect(run()).rejects.toThrow('a defect')

    expect(told).toEqual(['leave'])
    expect(state()).toBe('running')
  })

  it('ends the run when its thread cannot be reached at all', async () => {
    const { run, state } = aWorker({
      openVoice: () => Promise.reject(new AppError('slack_rejected', 'not in channel', { remedy: 'Invite me.' })),
    })

    await run()

    expect(state()).toBe('failed')
  })

  it('says so when the queue gave a run up', async () => {
    const { ports, told, state } = aWorker({}, { state: 'running' })

    await abandonInvestigation(REQUEST, ports)

    expect(told[0]).toContain('It failed several times')
    expect(state()).toBe('failed')
  })
})
