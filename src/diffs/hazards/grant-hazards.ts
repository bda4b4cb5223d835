import { shownBy, type Found, type TouchedFile } from '../hazard.ts'
import { GRANTS, RIGHTS } from '../tables/names.ts'
import { says } from '../words.ts'
import { isAbout } from './counted-hazards.ts'

const LITERAL = /(["'])([^"']+)\1|(?<=[[,]\s{0,8})(?<![\w.:/*-])[a-z][\w.:/*-]*(?=\s*[\],])/g

/** A right that somebody had and that no longer stands there: taken away, or narrowed to part of what it was for. */
export function grantHazards(file: TouchedFile): readonly Found[] {
  const granted = new Set(file.added.flatMap(grantsOf))
  const isTaken = file.removed.some((line) => says(GRANTS, line) && grantsOf(line).some((grant) => !granted.has(grant)))
  const now = file.added.find((line) => says(GRANTS, line))
  if (!isTaken || now === undefined || !isAbout(file, RIGHTS)) return []
  return [shownBy(`+${now}`, { kind: 'auth_changed', text: 'what is allowed is no longer what it was', clarity: 0.8 })]
}

function grantsOf(line: string): readonly string[] {
  return [...line.matchAll(LITERAL)].map((match) => match[2] ?? match[0])
}
