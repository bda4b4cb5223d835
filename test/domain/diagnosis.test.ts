import { describe, expect, it } from 'vitest'
import { diagnosis } from '../../src/domain/diagnosis.ts'
import { hostileDiagnosis } from '../support/hostile-diagnosis.ts'

describe('domain/diagnosis', () => {
  it('reads an answer that was stored before it said why', () => {
    const { rootCauses, alternatives, ...rest } = hostileDiagnosis('text')
    const stored = {
      ...rest,
      rootCauses: rootCauses.map(({ why: _why, ...cause }) => cause),
      alternatives: alternatives.map(({ why: _why, missing: _missing, ...rival }) => rival),
    }

    const read = diagnosis.parse(stored)

    expect(read.rootCauses[0]?.why).toEqual([])
    expect(read.alternatives[0]).toMatchObject({ why: [], missing: [] })
  })
})
