import { describe, expect, it } from 'vitest'
import { type ObjectChange, standing } from '../../../src/causal/scene/scene.ts'
import { minute } from '../../support/facts.ts'

function change(path: string, from: string, to: string, at: number): ObjectChange {
  return { entity: 'shop/ConfigMap/flags', kind: 'updated', path, from, to, at: minute(at), citations: [] }
}

describe('causal/scene/scene', () => {
  it('leaves out what has its earlier value again, and keeps the rest in order', () => {
    const on = change('data.cart', 'off', 'on', 5)
    const off = change('data.cart', 'on', 'off', 9)
    const other = change('data.search', 'off', 'on', 7)

    expect(standing([on, other, off])).toEqual([other])
    expect(standing([on, off, change('data.cart', 'off', 'on', 12)])).toHaveLength(3)
  })
})
