import type { Found, TouchedFile } from '../hazard.ts'

const CALL = /(?<![\w.])[\d.]*([A-Za-z_][\w.]*)(?:<[\w, ]*>)?\(((?:[^()]|\([^()]*\))*)\)/g
const NAME = /[A-Za-z_]\w*/g
/** Words in an argument that carry no value. */
const FILLERS = new Set(['await', 'new', 'const', 'true', 'false', 'null', 'nil', 'None', 'undefined', 'self', 'this', 'ctx', 'err'])

/** A call that is still made but no longer told something it was told: a cursor, a filter, a limit, a key. */
export function argumentHazards({ removed, added }: TouchedFile): readonly Found[] {
  const spoken = new Set(added.flatMap((line) => line.match(NAME) ?? []))
  const after = new Map(added.toReversed().flatMap((line) => callsIn(line).map(({ name, told }) => [name, { told, line }])))
  for (const { name, told } of removed.flatMap(callsIn)) {
    const now = after.get(name)
    if (now === undefined || !now.told.isSubsetOf(told)) continue
    // What is still said elsewhere was handed to a helper.
    const [lost] = told.difference(now.told).difference(spoken)
    if (lost === undefined) continue
    return [{ kind: 'logic_changed', text: `${name} is no longer told ${lost}`, quote: `+${now.line}`, clarity: 0.6 }]
  }
  return []
}

function callsIn(line: string): readonly { readonly name: string; readonly told: Set<string> }[] {
  return [...line.matchAll(CALL)].map((match) => ({
    name: (match[1] ?? '').split('.').at(-1) ?? '',
    told: new Set((match[2]?.match(NAME) ?? []).filter((word) => !FILLERS.has(word))),
  }))
}
