import type { DrillSpec } from './drill-spec.ts'
import { FAULT_KINDS, faultKind } from './faults/index.ts'
import { createRandom, hashText, hexOf } from './random.ts'

/** More than this at once is a mistake in the command, not a wish. */
export const MAX_DRILLS = 2000

export interface PlannedDrill {
  /** Neutral: the id says nothing about the kind. */
  readonly id: string
  readonly spec: DrillSpec
}

export interface DrillOrder {
  readonly kind?: string
  readonly seed: number
  /** How many; without it one of the named kind, or one of every kind. */
  readonly count?: number
  readonly scale: DrillSpec['scale']
}

/**
 * The drills that an order stands for, each with its own seed. Kinds take turns; decoys, waits and missing files are dealt out
 * by seed. Throws `usage_wrong` for an unknown kind.
 */
export function planDrills(order: DrillOrder): PlannedDrill[] {
  const kinds = order.kind === undefined ? FAULT_KINDS : [faultKind(order.kind)]
  const ids = new Set<string>()
  return Array.from({ length: Math.min(MAX_DRILLS, order.count ?? kinds.length) }, (_, index) => {
    const kind = kinds[index % kinds.length]?.name ?? 'healthy'
    const seed = hashText(`${order.seed}/${kind}/${index}`)
    return { id: freshId(seed, ids), spec: { kind, seed, scale: order.scale } }
  })
}

function freshId(seed: number, taken: Set<string>): string {
  const random = createRandom(seed)
  let id = `drill-${hexOf(random, 4)}`
  while (taken.has(id)) id = `drill-${hexOf(random, 4)}`
  taken.add(id)
  return id
}
