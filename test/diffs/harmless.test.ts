import { describe, expect, it } from 'vitest'
import { findHazards } from '../../src/diffs/find-hazards.ts'

function hazardsIn(path: string, diff: string): readonly string[] {
  return findHazards(diff, [path]).hazards.map(({ kind }) => kind)
}

describe('src/diffs/harmless.ts', () => {
  it('finds nothing in a part that moved into a function of its own', () => {
    const diff = '@@ def policy(s)\n-  POLICIES.fetch(s)\n+  lookup(s)\n end\n+\n+def lookup(s)\n+  POLICIES.fetch(s)\n+end'

    expect(hazardsIn('app/policy.rb', diff)).toEqual([])
  })

  it('keeps a call of something that is defined elsewhere', () => {
    expect(hazardsIn('app/policy.rb', '@@ def policy(s)\n+  audit(s)')).toEqual(['behaviour_changed'])
  })

  it('finds nothing in numbers that move a little, and a cut in one that halves', () => {
    expect(hazardsIn('app/server.conf', '@@ server {\n-  maxThreads = 180\n+  maxThreads = 200')).toEqual([])
    expect(hazardsIn('app/server.conf', '@@ server {\n-  maxThreads = 180\n+  maxThreads = 90')).toEqual(['capacity_cut'])
  })

  it('finds nothing in a further field of an answer, and something in one that is computed by a call', () => {
    expect(hazardsIn('app/entry.py', "@@ show\n-return {'id': e.id}\n+return {'id': e.id, 'unit': e.unit}")).toEqual([])
    expect(hazardsIn('app/entry.py', "@@ show\n-return {'id': e.id}\n+return {'id': e.id, 'unit': load(e)}")).toEqual(['behaviour_changed'])
    expect(hazardsIn('app/entry.py', "@@ show\n-opts = {'id': e.id}\n+opts = {'id': e.id, 'strict': True}")).not.toEqual([])
  })

  it('finds nothing in a check that ends early, and something in one that fails on purpose', () => {
    expect(hazardsIn('pkg/rank.go', '@@ func Rank(items []Item) []Item {\n+\tif len(items) == 0 {\n+\t\treturn items\n+\t}')).toEqual([])
    expect(hazardsIn('app/upload.java', '@@ void store(Part p) {\n+    if (!OK.contains(p.type())) throw new Unsupported();')).toEqual([
      'throw_added',
    ])
  })

  it('takes multiplying and dividing by the same for rounding and no change of unit', () => {
    expect(hazardsIn('app/round.js', '@@ round\n-return Math.round(x)\n+return Math.round(x * 100) / 100')).toEqual(['behaviour_changed'])
    expect(hazardsIn('app/wait.js', '@@ wait\n-return delay(x)\n+return delay(x * 1000)')).toEqual(['unit_changed'])
  })
})
