import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const CALL = /(?<![\w.])[\d.]*([A-Za-z_][\w.]*)(?:<[\w, ]*>)?\(((?:[^()]|\([^()]*\))*)\)/g
const NAME = /[A-Za-z_]\w*/g
/** Words in an argument that carry no value. */
const FILLERS = new Set(['await', 'new', 'const', 'true', 'false', 'null', 'nil', 'None', 'undefined', 'self', 'this', 'ctx', 'err'])

/** A call that is still made but no longer told something it was told: a cursor, a filter, a limit, a key. */
export function argumentHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  const spoken = new Set(file.added.flatMap((line) => line.match(NAME) ?? []))
  const after = Map.groupBy(
    file.added.flatMap((line) => callsIn(line).map((call) => ({ ...call, line }))),
    ({ name }) => name,
  )
  for (const old of file.removed.flatMap(callsIn)) {
    const now = after.get(old.name)?.[0]
    // What is still said elsewhere was handed to a helper.
    const lost = now === undefined ? [] : [...old.told].filter((word) => !now.told.has(word) && !spoken.has(word))
    const isShorter = now !== undefined && lost.length > 0 && [...now.told].every((word) => old.told.has(word))
    const [word] = lost
    if (!isShorter || word === undefined) continue
    return [
      {
        kind: 'logic_changed',
        path: file.diff.path,
        text: `${old.name} is no longer told ${word}`,
        quote: `+${now.line}`,
        clarity: 0.6,
        amounts: null,
      },
    ]
  }
  return []
}

function callsIn(line: string): readonly { readonly name: string; readonly told: ReadonlySet<string> }[] {
  return [...line.matchAll(CALL)].map((match) => ({
    name: (match[1] ?? '').split('.').at(-1) ?? '',
    told: new Set((match[2]?.match(NAME) ?? []).filter((word) => !FILLERS.has(word))),
  }))
}
