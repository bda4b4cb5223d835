import { parseDiff, touchedFiles } from './diff.ts'
import { type TouchedFile, shownBy, type Found, type Hazard } from './hazard.ts'
import type { FileKind } from './tables/files.ts'
import { isHarmless } from './harmless.ts'
import { argumentHazards } from './hazards/argument-hazards.ts'
import { cacheKeyHazards } from './hazards/cache-key-hazards.ts'
import { countedHazards } from './hazards/counted-hazards.ts'
import { dependencyHazards } from './hazards/dependency-hazards.ts'
import { earlyExitHazards } from './hazards/early-exit-hazards.ts'
import { grantHazards } from './hazards/grant-hazards.ts'
import { growthHazards } from './hazards/growth-hazards.ts'
import { guardHazards } from './hazards/guard-hazards.ts'
import { lockScopeHazards } from './hazards/lock-scope-hazards.ts'
import { loopHazards } from './hazards/loop-hazards.ts'
import { onePartHazards } from './hazards/one-part-hazards.ts'
import { orderHazards } from './hazards/order-hazards.ts'
import { renamedHazards } from './hazards/renamed-hazards.ts'
import { sameNumberHazards } from './hazards/same-number-hazards.ts'
import { settingHazards } from './hazards/setting-hazards.ts'

/** What a commit's diff shows: the files it really touched and the hazards in them, plainest first. */
export interface ReadDiff {
  readonly touched: readonly TouchedFile[]
  readonly hazards: readonly Hazard[]
}

type Finder = (file: TouchedFile, commit: readonly TouchedFile[]) => readonly Found[]

const EVERYWHERE: readonly Finder[] = [settingHazards, dependencyHazards]
const BUT_IN_MANIFESTS: readonly Finder[] = [
  countedHazards,
  onePartHazards,
  sameNumberHazards,
  renamedHazards,
  cacheKeyHazards,
  grantHazards,
]
const IN_STATEMENTS: readonly Finder[] = [orderHazards, loopHazards]
const IN_CODE: readonly Finder[] = [growthHazards, guardHazards, lockScopeHazards, argumentHazards, earlyExitHazards]
const FINDERS: Readonly<Record<FileKind, readonly Finder[]>> = {
  inert: [],
  manifest: EVERYWHERE,
  config: [...EVERYWHERE, ...BUT_IN_MANIFESTS],
  schema: [...EVERYWHERE, ...BUT_IN_MANIFESTS, ...IN_STATEMENTS],
  code: [...EVERYWHERE, ...BUT_IN_MANIFESTS, ...IN_STATEMENTS, ...IN_CODE],
}

/**
 * Reads a unified diff for hazards. `files`: the paths the commit names, for diffs without file headers. One hazard per kind and
 * line. Empty when only tests, documents, comments or moved code changed. Pure; never throws on damaged diffs.
 */
export function findHazards(diff: string, files: readonly string[]): ReadDiff {
  const touched = touchedFiles(parseDiff(diff, files))
  const found = touched.flatMap((file) => hazardsIn(file, touched))
  const plainestLast = found.sort((a, b) => a.clarity - b.clarity)
  const unique = new Map(plainestLast.map((hazard) => [`${hazard.kind} ${hazard.path} ${hazard.quote}`, hazard]))
  return { touched, hazards: [...unique.values()].sort((a, b) => b.clarity - a.clarity) }
}

function hazardsIn(file: TouchedFile, commit: readonly TouchedFile[]): readonly Hazard[] {
  const found = FINDERS[file.diff.kind].flatMap((find) => find(file, commit))
  return (found.length > 0 ? found : unnamed(file)).map((one) => ({ amounts: null, ...one, path: file.diff.path }))
}

/** Code that acts and changed in a way we have no name for is kept as such, for the symptoms may speak of it. */
function unnamed(file: TouchedFile): readonly Found[] {
  const shown = file.added[0] ?? file.removed[0]
  if (shown === undefined || file.diff.kind === 'manifest' || isHarmless(file)) return []
  return [shownBy(`${file.added.length > 0 ? '+' : '-'}${shown}`, { kind: 'behaviour_changed', text: 'code changed', clarity: 0.3 })]
}
