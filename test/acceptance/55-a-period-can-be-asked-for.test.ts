import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { diagnosis as diagnosisSchema, type Diagnosis } from '../../src/domain/diagnosis.ts'
import { firstcause } from '../support/command-line.ts'
import { drillFolder, drillTruth } from '../support/drill.ts'

/** Saved objects, events and logs of two minutes, recorded on a real Kubernetes. */
const DUMP = path.join('test/fixtures/town/cases', 'secret-missing', 'lists', 'recording.tar.gz')
const FLAG = drillFolder('flag_flipped')

async function investigated(...args: readonly string[]): Promise<Diagnosis> {
  const { code, stdout, stderr } = await firstcause('investigate', '--json', '--snapshot', ...args)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return diagnosisSchema.parse(JSON.parse(stdout))
}

function beforeOnset(minutes: number): string {
  return new Date(Date.parse(drillTruth('flag_flipped').onset ?? '') - minutes * 60_000).toISOString()
}

describe('acceptance 55: a period can be asked for', () => {
  it('counts a span of the question back from the end of a dump, and says so', async () => {
    const { stdout } = await firstcause('investigate', '--snapshot', DUMP, '--question', 'what broke in the last 30 seconds?')

    expect(stdout).toContain('skerry/Deployment/purser')
    expect(stdout).toMatch(/^Looked at \S+ to \S+ of the recording from \S+ to \S+, narrowed by the question \(“last 30 seconds”, counted/m)
  })

  it('looks only at the period of the options: before the fault there is no cause', async () => {
    const before = beforeOnset(4)

    const answer = await investigated(FLAG, '--to', before)

    expect(answer).toMatchObject({ outcome: 'no_cause', window: { end: before, narrowed: { by: 'options', end: before } } })
  })

  it('names the cause in a period that holds it, against what came before', async () => {
    const { rootCauses } = drillTruth('flag_flipped')
    const from = beforeOnset(2)

    const answer = await investigated(FLAG, '--from', from)

    expect(answer.rootCauses.map(({ entity }) => entity)).toEqual(rootCauses)
    expect(answer.window.narrowed).toMatchObject({ by: 'options', start: from })
    expect(Date.parse(answer.window.start ?? '')).toBeLessThan(Date.parse(from))
  })

  it.each([
    ['a time without a day', ['--from', '14:02'], '--from takes a time of ISO 8601 with its offset, not "14:02"'],
    ['a time without an offset', ['--to', '2026-01-05T13:00:00'], '--to takes a time of ISO 8601'],
    ['an end before its start', ['--from', '2026-01-05T13:00:00Z', '--to', '2026-01-05T12:50:00Z'], 'is not before --to'],
    ['a period in which nothing was recorded', ['--from', '2026-01-06T13:00:00Z'], 'The recording goes from 2026-01-05T12:39:31.000Z to'],
  ])('ends with 2 for %s and says what is wrong', async (_what, args, wrong) => {
    const { code, stdout, stderr } = await firstcause('investigate', '--snapshot', FLAG, ...args)

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(wrong)
  })
})
