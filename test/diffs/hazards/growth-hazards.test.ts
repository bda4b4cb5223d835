import { describe, expect, it } from 'vitest'
import { findHazards } from '../../../src/diffs/find-hazards.ts'
import { growthHazards } from '../../../src/diffs/hazards/growth-hazards.ts'
import { growthOf } from '../../support/patterns/growth.ts'

function hazardsIn(...lines: readonly string[]) {
  const { touched } = findHazards(['--- a/Seen.java', '+++ b/Seen.java', '@@ class Seen @@', ...lines].join('\n'), ['Seen.java'])
  return touched.flatMap(growthHazards)
}

describe('src/diffs/hazards/growth-hazards', () => {
  it.each([
    '  private static final Map<String, List<Order>> seen = new ConcurrentHashMap<>();',
    '  static readonly Dictionary<string, int> seen = new Dictionary<string, int>();',
    '  @GuardedBy("lock") private final Set<String> seen = new HashSet<>();',
    '  private seen: Map<string, Set<string>> = new Map()',
  ])('names the container of %s', (declared) => {
    expect(hazardsIn(`+${declared}`, '+    seen.add(order.id);').map(({ text }) => text)).toEqual([
      'seen is added to on every call and nothing is ever taken out',
    ])
  })

  it('takes linear time on a declaration that never ends', () => {
    expect(growthOf(hazardsIn, (length) => `+private static ${'final '.repeat(length / 6)}`)).toBeNull()
    expect(growthOf(hazardsIn, (length) => `+var ${'a'.repeat(length)};`)).toBeNull()
  })

  it('takes linear time on any number of containers', () => {
    const spell = (count: number) =>
      Array.from({ length: count }, (_, at) => `+var seen${at} = map[string]int\n+seen${at}[key] = 1`).join('\n')

    expect(growthOf(hazardsIn, spell, [200])).toBeNull()
  })
})
