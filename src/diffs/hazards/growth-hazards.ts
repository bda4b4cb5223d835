import { shownBy, type Found, type TouchedFile } from '../hazard.ts'
import { BOUNDED, CONTAINERS, ENDLESS, EVICTS, LONG_LIVED } from '../tables/containers.ts'
import { says } from '../words.ts'

/** A file has fewer; what is written by programs has any number. */
const MAX_CONTAINERS = 500

/** Containers that a commit lets grow without an end: a long-lived one that is only ever added to, or one that lost its bound. */
export function growthHazards(file: TouchedFile): readonly Found[] {
  return [...grownContainers(file), ...lostBound(file)]
}

function grownContainers({ added, around }: TouchedFile): readonly Found[] {
  const all = [...added, ...around]
  if (all.some((line) => says(BOUNDED, line) && !says(ENDLESS, line))) return []
  const evicting = all.filter((line) => says(EVICTS, line))
  const declaredHere = new Set(added.flatMap(namesDeclared))
  const known = [...new Set([...declaredHere, ...around.flatMap(namesDeclared)])].slice(0, MAX_CONTAINERS)
  const linesWith = Map.groupBy(
    added.flatMap((line) => [...new Set(line.match(/\w+/g))].map((word) => ({ word, line }))),
    ({ word }) => word,
  )
  return known.flatMap((name) => {
    const growth = growthPattern(name)
    const lines = [...(linesWith.get(name) ?? []), ...(linesWith.get(`_${name}`) ?? [])]
    const growing = lines.find(({ line }) => growth.test(line))?.line
    if (growing === undefined || evicting.some((line) => line.includes(name))) return []
    const text = `${name} is added to on every call and nothing is ever taken out`
    return [{ kind: 'unbounded_growth', text, quote: `+${growing}`, clarity: declaredHere.has(name) ? 0.9 : 0.5 }]
  })
}

function namesDeclared(line: string): readonly string[] {
  if (!says(CONTAINERS, line)) return []
  return LONG_LIVED.patterns.flatMap((pattern) => line.matchAll(pattern).take(1).toArray()).map((match) => match[1] ?? '')
}

/** The ways in which a container of that name (word characters) is added to. */
export function growthPattern(name: string): RegExp {
  const own = String.raw`(?:this\.|self\.|\w+\.)?_?${name}`
  const shapes = [
    String.raw`\s*=\s*append\(\s*${own}`,
    String.raw`\.(?:append|push|add|put|set|offer|insert|Store|Add|TryAdd|putIfAbsent|computeIfAbsent|unshift|push_back|addLast)\(`,
    String.raw`\[[^\][]{1,120}\]\s*(?:=[^=]|\+=|\.append)`,
    String.raw`\s*\+=\s*[[(]`,
  ]
  return new RegExp(`(?<![\\w.])${own}(?:${shapes.join('|')})`)
}

function lostBound({ removed, added }: TouchedFile): readonly Found[] {
  const lost = removed.filter((line) => says(BOUNDED, line))
  const kept = added.filter((line) => says(BOUNDED, line) && !says(ENDLESS, line))
  const endless = added.find((line) => says(ENDLESS, line) || says(CONTAINERS, line))
  const [shown] = lost
  if (shown === undefined || lost.length <= kept.length) return []
  const head = { kind: 'unbounded_growth', text: 'a bound was removed' } as const
  return [endless === undefined ? shownBy(`-${shown}`, { ...head, clarity: 0.6 }) : shownBy(`+${endless}`, { ...head, clarity: 0.85 })]
}
