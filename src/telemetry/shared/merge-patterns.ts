import type { Rows } from '../../domain/telemetry-rows.ts'

type PatternRow = Rows['log_patterns']

/** Patterns of one shape that stay apart. Fewer are different statements; more are one statement with a name in it. */
const MAX_VARIANTS = 8
/** Share of words that two patterns of one shape have in common. Drain (He et al., ICWS 2017) uses 0.5 to 0.7. */
const SIMILARITY = 0.6
const VARIABLE = '<*>'

/**
 * Merges patterns that differ only in words which vary (user names, keys): where more than a few of the same entity, severity and
 * length are alike, the differing words become `<*>` and the counts are added up. Keeps the order and the example of the first.
 */
export function mergePatterns(rows: readonly PatternRow[]): PatternRow[] {
  const shapes = Map.groupBy(rows, ({ entity, severity, pattern }) => {
    const words = pattern.split(' ')
    return JSON.stringify([entity, severity, words.length, words[0]])
  })
  const merged = [...shapes.values()].flatMap((shape) => (shape.length > MAX_VARIANTS ? mergeShape(shape) : shape))
  const order = new Map(rows.map((row, index) => [row.locator, index]))
  return merged.sort((a, b) => (order.get(a.locator) ?? 0) - (order.get(b.locator) ?? 0))
}

interface Cluster {
  words: readonly string[]
  readonly members: PatternRow[]
}

function mergeShape(shape: readonly PatternRow[]): PatternRow[] {
  const clusters: Cluster[] = []
  for (const row of shape) {
    const words = row.pattern.split(' ')
    const home = clusters.find((cluster) => similarity(cluster.words, words) >= SIMILARITY)
    if (home) {
      home.words = home.words.map((word, index) => (word === words[index] ? word : VARIABLE))
      home.members.push(row)
    } else clusters.push({ words, members: [row] })
  }
  return clusters.flatMap(({ words, members }) => (members.length > MAX_VARIANTS ? [addUp(members, words.join(' '))] : members))
}

function similarity(a: readonly string[], b: readonly string[]): number {
  return a.filter((word, index) => word === b[index] || word === VARIABLE).length / a.length
}

function addUp(members: readonly PatternRow[], pattern: string): PatternRow {
  const [first] = members
  if (!first) throw new RangeError('a cluster has at least one pattern')
  const baselines = members.flatMap(({ baselineCount }) => baselineCount ?? [])
  return {
    ...first,
    pattern,
    incidentCount: members.reduce((sum, { incidentCount }) => sum + incidentCount, 0),
    baselineCount: first.baselineCount === null ? null : baselines.reduce((sum, count) => sum + count, 0),
    firstAt: extreme(members, 'firstAt', Math.min),
    lastAt: extreme(members, 'lastAt', Math.max),
  }
}

function extreme(members: readonly PatternRow[], field: 'firstAt' | 'lastAt', choose: (...times: number[]) => number): Date | null {
  const times = members.flatMap((row) => row[field]?.getTime() ?? [])
  return times.length > 0 ? new Date(choose(...times)) : null
}
