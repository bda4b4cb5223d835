import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { REAL_CASES } from '../../../benchmarks/real/cases.ts'
import { missingIn } from '../../../benchmarks/real/executables.ts'
import { realTruth, runReal } from '../../../benchmarks/real/run-real.ts'
import { chooseCases } from '../../../benchmarks/town/choose-cases.ts'

const FIXTURES = path.join('test', 'fixtures', 'real')
const MOST_FIXTURE_BYTES = 3_000_000
/** What a recording must never hold: paths of this machine, and keys. */
const PRIVATE = /\/(?:root|work|tmp|home)\/|PRIVATE KEY|harbour-[123]|breakwater/
const ENTITY = /^(?:app\/Service\/[a-z0-9-]+|repo\/Commit\/[0-9a-f]{12})$/
const HELD = ['alert.json', 'context/commits.json', 'context/deploys.json', 'logs.ndjson', 'metrics.csv']
const whyNot = process.getuid?.() === 0 ? missingIn(['haproxy']) : 'only root may play a case'
const labels = Object.entries(realTruth(REAL_CASES))

function archiveOf(id: string): string {
  return path.join(FIXTURES, 'cases', id, 'recording.tar.gz')
}

function contents(archive: string): string {
  return String(spawnSync('tar', ['-xzOf', archive], { maxBuffer: 1 << 28 }).stdout)
}

function isCommit(entity: string): boolean {
  return entity.startsWith('repo/Commit/')
}

describe('benchmarks/real', () => {
  it('holds at least fifteen faults and four cases in which nothing is wrong, under names of their own', () => {
    expect(new Set(REAL_CASES.map(({ id }) => id)).size).toBe(REAL_CASES.length)
    expect(REAL_CASES.filter(({ fix }) => fix.length > 0).length).toBeGreaterThanOrEqual(15)
    expect(REAL_CASES.filter(({ fix }) => fix.length === 0).length).toBeGreaterThanOrEqual(4)
  })

  it.each(labels.filter(([, { healthy }]) => !healthy))('labels %s so that its own truth is right', (_id, { truth, entity, mechanism }) => {
    const named = truth.split('; ')

    expect(named.filter((one) => ENTITY.test(one) && new RegExp(entity ?? '$^').test(one))).toEqual(named)
    expect(new RegExp(mechanism ?? '(').test('an answer that has no word of it')).toBe(false)
  })

  it.each(labels.filter(([, { healthy }]) => healthy))('names nothing in the label of %s', (_id, { entity, mechanism, near }) => {
    expect([entity, mechanism, near]).toEqual([null, null, null])
  })

  it('keeps a small recording of every case, labelled and without a trace of the machine', () => {
    const archives = REAL_CASES.map(({ id }) => archiveOf(id))
    const truth: unknown = JSON.parse(readFileSync(path.join(FIXTURES, 'truth.json'), 'utf8'))

    expect(readdirSync(path.join(FIXTURES, 'cases')).toSorted()).toEqual(REAL_CASES.map(({ id }) => id).toSorted())
    expect(truth).toEqual(realTruth(REAL_CASES))
    expect(archives.flatMap((file) => contents(file).match(PRIVATE)?.[0] ?? [])).toEqual([])
    expect(archives.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(MOST_FIXTURE_BYTES)
  })

  it.each(REAL_CASES)('holds logs, metrics, alerts and changes of $id', ({ id }) => {
    const listed = String(spawnSync('tar', ['-tzf', archiveOf(id)]).stdout)

    expect(
      listed
        .match(/[\w/]+\.(?:json|ndjson|csv)/g)
        ?.map((name) => name.replace(/^\//, ''))
        .toSorted(),
    ).toEqual(HELD)
  })

  it.each(REAL_CASES.filter(({ fix }) => fix.some(isCommit)))(
    'takes only commits for right that the recording of $id holds',
    ({ id, fix }) => {
      const recorded = contents(archiveOf(id))

      expect(fix.filter((one) => isCommit(one) && !recorded.includes(`"sha": "${path.basename(one)}"`))).toEqual([])
    },
  )

  it('says what is not installed and which package brings it', () => {
    expect(missingIn(['redis-server', 'redis-cli'], () => true)).toBeNull()
    expect(missingIn(['redis-server', 'nginx'], (name) => name === 'nginx')).toBe(
      'prometheus, redis-server is not installed (apt-get install prometheus redis-server)',
    )
  })

  it('refuses a case that it does not know and names those it knows', () => {
    const out = path.join(tmpdir(), 'nothing-is-recorded-here')
    const { status, stderr } = spawnSync(process.execPath, ['benchmarks/main.ts', 'real', '--out', out, '--only', 'flood'], {
      encoding: 'utf8',
    })

    expect(status).toBe(1)
    expect(stderr).toContain('there is no case flood')
    expect(stderr).toContain('connections-release, migration-lock')
    expect(existsSync(out)).toBe(false)
  })
})

/** Some seconds of calm and of trouble, with the start of six processes, beside the other tests of a machine with two cores. */
const PLAYED_TIMEOUT_MS = 120_000

describe.skipIf(whyNot !== null)(`benchmarks/real on this machine${whyNot === null ? '' : ` (skipped: ${whyNot})`}`, () => {
  it(
    'plays a case to its fault, records it with its label and leaves nothing behind',
    async () => {
      const out = mkdtempSync(path.join(tmpdir(), 'real-test-'))
      const pace = { warmUpSeconds: 1, calmSeconds: 4, afterSeconds: 10 }
      const before = readdirSync('/srv')
      try {
        const problems = await runReal({
          out,
          cases: chooseCases(REAL_CASES, 'health-path-moved'),
          atOnce: 1,
          pace,
          onCase: () => undefined,
        })

        const recorded = contents(path.join(out, 'cases', 'health-path-moved', 'recording.tar.gz'))
        expect([...problems]).toEqual([])
        expect(recorded).toContain("backend 'fares' has no server available!")
        expect(recorded).toContain('desk,http_requests_per_second,')
        expect(recorded).toContain('fares-1: call the health check as all others do')
        expect(JSON.parse(readFileSync(path.join(out, 'truth.json'), 'utf8'))).toHaveProperty('health-path-moved')
        expect(readdirSync('/srv')).toEqual(before)
      } finally {
        rmSync(out, { recursive: true, force: true })
      }
    },
    PLAYED_TIMEOUT_MS,
  )
})
