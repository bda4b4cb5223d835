import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { labelledIncidents } from '../../../benchmarks/fit/labelled-incidents.ts'

describe('benchmarks/fit/labelled-incidents', () => {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'firstcause-labels-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  function writeSet(name: string, truth: unknown, cases: readonly string[]): string {
    mkdirSync(path.join(root, name, 'cases'), { recursive: true })
    for (const id of cases) mkdirSync(path.join(root, name, 'cases', id), { recursive: true })
    writeFileSync(path.join(root, name, 'truth.json'), JSON.stringify(truth))
    return path.join(root, name)
  }

  const named = (entity: `${string}/${string}/${string}`, mechanism = 'm') => ({ entity, mechanism, propagation: [] })

  it('reads drills: entities that are accepted, and systems that are well', () => {
    writeSet('drills-1', { a: { outcome: 'diagnosis', accept: [['shop/Deployment/x']] }, b: { outcome: 'no_cause', accept: [] } }, [
      'a',
      'b',
    ])

    const [sick, well] = labelledIncidents(root)

    expect([sick?.set, sick?.isHealthy, well?.isHealthy]).toEqual(['drills-1', false, true])
    expect([sick?.fits(named('shop/Deployment/x')), sick?.fits(named('shop/Deployment/y'))]).toEqual(['whole', 'not'])
  })

  it('reads commits: the named one, or no commit and nobody who suffers', () => {
    const set = writeSet(
      'stories',
      { a: { root_cause_commit: 'abc1', blast_radius: [] }, b: { root_cause_commit: 'none', blast_radius: ['x'] } },
      ['a', 'b'],
    )

    const [commit, none] = labelledIncidents(set)

    expect([commit?.fits(named('repo/Commit/abc1')), commit?.fits(named('app/Service/x'))]).toEqual(['whole', 'not'])
    expect([none?.fits(named('app/Service/y')), none?.fits(named('app/Service/x')), none?.fits(named('repo/Commit/abc1'))]).toEqual([
      'whole',
      'not',
      'not',
    ])
  })

  it('leaves out what has no recording, and finds nothing where nothing is labelled', () => {
    writeSet('drills-1', { gone: { outcome: 'no_cause', accept: [] } }, [])
    mkdirSync(path.join(root, 'unlabelled', 'cases'), { recursive: true })

    expect(labelledIncidents(root)).toEqual([])
  })
})
