import type { Found, TouchedFile } from '../hazard.ts'
import { PINS } from '../tables/names.ts'

/** Dependencies that got another version. A patch release is the least likely to change behaviour, a major one the most. */
export function dependencyHazards({ diff, removed, added }: TouchedFile): readonly Found[] {
  if (diff.kind !== 'manifest' && !added.some((line) => line.includes('image'))) return []
  const before = new Map(removed.toReversed().flatMap((line) => pinsIn(line).map((pin) => [pin.name, pin.version])))
  return added.flatMap(pinsIn).flatMap(({ name, version, line }) => {
    const old = before.get(name)
    if (old === undefined || old === version) return []
    return [
      { kind: 'dependency_bumped', text: `${name} went from ${old} to ${version}`, quote: `+${line}`, clarity: stepClarity(old, version) },
    ]
  })
}

/** One or none. */
function pinsIn(line: string): readonly Readonly<Record<'name' | 'version' | 'line', string>>[] {
  const found = PINS.patterns.flatMap((pattern) => line.matchAll(pattern).take(1).toArray())
  return found.slice(0, 1).map(([, name = 'version', version = '']) => ({ name, version, line }))
}

/** How much the version step promises to break: major 0.8, minor 0.6 (0.x minors count as major), patch 0.3. */
function stepClarity(from: string, to: string): number {
  const [old, now] = [from, to].map((version) => version.split(/[.+-]/).map(Number))
  if (!old || !now || Number.isNaN(old[0]) || old[0] !== now[0]) return 0.8
  if (old[1] !== now[1]) return old[0] === 0 ? 0.75 : 0.6
  return 0.3
}
