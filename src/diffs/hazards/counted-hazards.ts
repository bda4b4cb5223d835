import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'
import { COSTING } from './costing-shapes.ts'
import { PROTECTING } from './protecting-shapes.ts'
import type { Shape } from './shape.ts'

/** Hazards told by counting: fewer protections, or more costs, than before. One per kind and file. */
export function countedHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest') return []
  const lost = PROTECTING.flatMap((shape) => surplusOf(shape, { more: file.removed, less: file.added, sign: '-', path: file.diff.path }))
  const gained = COSTING.flatMap((shape) => surplusOf(shape, { more: file.added, less: file.removed, sign: '+', path: file.diff.path }))
  return [...lost, ...gained]
}

interface Sides {
  readonly more: readonly string[]
  readonly less: readonly string[]
  readonly sign: '+' | '-'
  readonly path: string
}

function surplusOf(shape: Shape, { more, less, sign, path }: Sides): readonly Hazard[] {
  const here = more.filter((line) => shape.pattern.test(line))
  const there = less.filter((line) => shape.pattern.test(line))
  const shown = here[0]
  if (shown === undefined || here.length <= there.length) return []
  // Some of the shapes left on the other side means a rewrite as well as a removal, which is less plain.
  const clarity = there.length === 0 ? shape.clarity : shape.clarity * 0.6
  return [
    { kind: shape.kind, path, text: `${shape.text}: ${shown.trim().slice(0, 120)}`, quote: `${sign}${shown}`, clarity, amounts: null },
  ]
}
