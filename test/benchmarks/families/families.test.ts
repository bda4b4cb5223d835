import { describe, expect, it } from 'vitest'
import { familiesTable } from '../../../benchmarks/families/families-table.ts'
import type { Judged } from '../../../benchmarks/families/judge-drill.ts'
import { runFamilies } from '../../../benchmarks/families/run-families.ts'

describe('benchmarks/families', () => {
  it('counts verdicts by family, and says what was said where it was wrong', () => {
    const table = familiesTable([
      { id: 'drill-1', kind: 'disk_full', verdict: 'right', said: ['shop/StatefulSet/db disk_full'] },
      { id: 'drill-2', kind: 'disk_full', verdict: 'unheard', said: [] },
      { id: 'drill-3', kind: 'healthy', verdict: 'spoke', said: ['shop/Deployment/desk swapping'] },
    ])

    expect(table.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      'family drills right outweighed elsewhere unheard hidden',
      'disk_full 2 1 0 0 1 0',
      'all 2 1 0 0 1 0',
      '',
      'without a fault drills silent spoke',
      'healthy 1 0 1',
      'all 1 0 1',
      '',
      'disk_full drill-2 unheard: nothing was named',
      'healthy drill-3 spoke: shop/Deployment/desk swapping',
    ])
  })

  it('drills a family and a calm hour, and recognises both', async () => {
    const judged: Judged[] = []

    await runFamilies({ seed: 2, drills: 1, healthy: 1, family: 'disk_full' }, (one) => void judged.push(one))

    expect(judged.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(['disk_full right', 'healthy silent'])
  }, 120_000)
})
