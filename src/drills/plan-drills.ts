import type { DrillSpec } from './drill-spec.ts'
import { DISPENSABLE } from './faults/composed.ts'
import { FAULT_KINDS, faultKind } from './faults/index.ts'
import { drawLife } from './life/elements.ts'
import { topologiesWith } from './topology/index.ts'
import { createRandom, hashText, hexOf } from './random.ts'

/** More than this at once is a mistake in the command, not a wish. */
export const MAX_DRILLS = 2000

const DECOY_RATIO = 0.25

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
  /** How much surrounds the faults, 0 (plain drills) to 1. */
  readonly life: number
}

/**
 * The drills that an order stands for, each with its own seed. Kinds take turns; decoys, waits, missing files and what
 * surrounds the fault are dealt out by seed. Throws `usage_wrong` for an unknown kind.
 */
export function planDrills(order: DrillOrder): PlannedDrill[] {
  const kinds = order.kind === undefined ? FAULT_KINDS : [faultKind(order.kind)]
  const ids = new Set<string>()
  return Array.from({ length: Math.min(MAX_DRILLS, order.count ?? kinds.length) }, (_, index) => {
    const kind = kinds[index % kinds.length]?.name ?? 'healthy'
    const seed = hashText(`${order.seed}/${kind}/${index}`)
    return { id: freshId(seed, ids), spec: withLife(vary({ kind, seed, scale: order.scale }), order.life) }
  })
}

/** Deals out topologies, decoys and missing files, so that a hundred drills of one kind are a hundred different ones. */
function vary(spec: DrillSpec): DrillSpec {
  const random = createRandom(spec.seed).fork('variation')
  const topology = spec.kind === 'two_faults' ? 'rail' : random.pick(['shop', 'shop', 'clinic', 'rail'])
  const hasDecoy = spec.kind !== 'healthy' && spec.kind !== 'recovered' && spec.kind !== 'harmless_deploy' && random.chance(DECOY_RATIO)
  const missing = spec.kind === 'missing_files' ? [random.pick(DISPENSABLE)] : []
  return { ...spec, topology, hasDecoy, missing }
}

/** Plain drills stay what they were: life has draws of its own, and another topology is one of its elements. */
function withLife(spec: DrillSpec, level: number): DrillSpec {
  const random = createRandom(spec.seed).fork('life')
  const life = drawLife(random, level)
  if (life.length === 0) return spec
  const { generated } = topologiesWith(faultKind(spec.kind).needs ?? [])
  const isGenerated = life.includes('other_topology') && generated.length > 0
  if (isGenerated) return { ...spec, life, topology: random.pick(generated) }
  return { ...spec, life: life.filter((element) => element !== 'other_topology') }
}

function freshId(seed: number, taken: Set<string>): string {
  const random = createRandom(seed)
  let id = `drill-${hexOf(random, 4)}`
  while (taken.has(id)) id = `drill-${hexOf(random, 4)}`
  taken.add(id)
  return id
}
