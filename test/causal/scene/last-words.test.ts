import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { lastWordsOf } from '../../../src/causal/scene/last-words.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { CHATTER, factsOf, minute, version } from '../../support/facts.ts'
import { pod, POD, replicaSet, workload, WORKLOAD } from '../families/cluster.ts'

type Line = Omit<Rows['log_patterns'], 'locator'>

function line(example: string, more: Partial<Line> = {}): Line {
  const counts = { incidentCount: 1, baselineCount: null, firstAt: minute(20), lastAt: minute(30) }
  return { entity: WORKLOAD, pattern: example, severity: 'error', ...counts, example, ...more }
}

function words(lines: readonly Line[], failures: readonly Omit<Rows['call_failures'], 'locator'>[] = []) {
  const objects = [workload(), replicaSet(), pod()]
  const said = lastWordsOf(
    WORKLOAD,
    buildScene(factsOf({ object_versions: objects, log_patterns: [...lines, CHATTER], call_failures: failures })),
  )
  return said === null ? null : [said.line.row.example, said.isOfAnother]
}

const FULL = 'write /data/wal: no space left on device'

describe('causal/scene/last-words', () => {
  it('takes a line that states a hard failure before newer errors', () => {
    expect(words([line('cannot go on', { lastAt: minute(39) }), line(FULL)])).toEqual([FULL, false])
  })

  it('takes the newest error where no line states a failure', () => {
    expect(words([line('first'), line('last', { lastAt: minute(39) })])).toEqual(['last', false])
  })

  it('hears a stated failure without a level, and none that is logged as harmless', () => {
    expect(words([line(FULL, { severity: 'unknown' })])).toEqual([FULL, false])
    expect(words([line(FULL, { severity: 'info' })])).toBeNull()
  })

  it('hears what its pods say, and no other program', () => {
    expect(words([line(FULL, { entity: POD })])).toEqual([FULL, false])
    expect(words([line(FULL, { entity: 'shop/Deployment/orders' })])).toBeNull()
  })

  it('has nothing to tell of a program that logged no error in the incident', () => {
    expect(words([line('listening', { severity: 'info' }), line('order 7 late', { severity: 'warning' })])).toBeNull()
    expect(words([line(FULL, { incidentCount: 0, baselineCount: 4 })])).toBeNull()
  })

  it('says so of an error that names whom the program calls, unless it states a failure of its own', () => {
    const told = (example: string) => {
      const env = { containers: [{ name: 'main', env: [{ name: 'QUOTES', value: 'http://quotes:80' }] }] }
      const objects = [workload(env), replicaSet(), pod(), version('shop/Service/quotes', { spec: { selector: { app: 'quotes' } } })]
      return lastWordsOf(WORKLOAD, buildScene(factsOf({ object_versions: objects, log_patterns: [line(example)] })))?.isOfAnother
    }

    expect(told('HTTPError: 503 for url: http://quotes:80/list')).toBe(true)
    expect(told('Traceback (most recent call last):\n  main.py\nConnectionError: quotes: connect')).toBe(true)
    expect(told('cannot parse the answer')).toBe(false)
    expect(told(`cache of quotes: ${FULL}`)).toBe(false)
  })

  it('says that a line tells of a call that did not get through', () => {
    const example = 'cannot start: dial tcp 10.96.4.1:5432: connect: connection refused'
    const said = { target: 'db:5432', host: 'db', port: 5432, failure: 'refused' as const, count: 1, firstAt: null, lastAt: null }

    expect(words([line(example)], [{ caller: WORKLOAD, example, ...said }])).toEqual([example, true])
  })
})
