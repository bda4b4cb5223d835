import { parseDiff } from './diff.ts'
import { argumentHazards } from './hazards/argument-hazards.ts'
import { cacheHazards } from './hazards/cache-hazards.ts'
import { contractHazards } from './hazards/contract-hazards.ts'
import { countedHazards } from './hazards/counted-hazards.ts'
import { dataHazards } from './hazards/data-hazards.ts'
import { dependencyHazards } from './hazards/dependency-hazards.ts'
import { datePatternHazards } from './hazards/date-pattern-hazards.ts'
import { earlyExitHazards } from './hazards/early-exit-hazards.ts'
import { growthHazards } from './hazards/growth-hazards.ts'
import { guardHazards } from './hazards/guard-hazards.ts'
import { identityHazards } from './hazards/identity-hazards.ts'
import { labelHazards } from './hazards/label-hazards.ts'
import { lockScopeHazards } from './hazards/lock-scope-hazards.ts'
import { memberOrderHazards } from './hazards/member-order-hazards.ts'
import { orderHazards } from './hazards/order-hazards.ts'
import { permissionHazards } from './hazards/permission-hazards.ts'
import { queryHazards } from './hazards/query-hazards.ts'
import { rangeHazards } from './hazards/range-hazards.ts'
import { renamedHazards } from './hazards/renamed-hazards.ts'
import { settingHazards } from './hazards/setting-hazards.ts'
import { spreadHazards } from './hazards/spread-hazards.ts'
import { swapHazards } from './hazards/swap-hazards.ts'
import { waitingHazards } from './hazards/waiting-hazards.ts'
import type { Hazard } from './hazard.ts'
import { isHarmless } from './harmless.ts'
import { touchedFiles, type TouchedFile } from './touched.ts'

/** What a commit's diff shows: the files it really touched and the hazards in them, plainest first. */
export interface ReadDiff {
  readonly touched: readonly TouchedFile[]
  readonly hazards: readonly Hazard[]
}

const FINDERS: readonly ((file: TouchedFile, commit: readonly TouchedFile[]) => readonly Hazard[])[] = [
  settingHazards,
  countedHazards,
  growthHazards,
  guardHazards,
  queryHazards,
  contractHazards,
  dependencyHazards,
  dataHazards,
  cacheHazards,
  rangeHazards,
  orderHazards,
  swapHazards,
  spreadHazards,
  lockScopeHazards,
  memberOrderHazards,
  argumentHazards,
  renamedHazards,
  earlyExitHazards,
  identityHazards,
  permissionHazards,
  datePatternHazards,
  labelHazards,
  waitingHazards,
]

/**
 * Reads a unified diff for hazards. `files`: the paths the commit names, for diffs without file headers. One hazard per kind and
 * line. Empty when only tests, documents, comments or moved code changed. Pure; never throws on damaged diffs.
 */
export function findHazards(diff: string, files: readonly string[]): ReadDiff {
  const touched = touchedFiles(parseDiff(diff, files))
  const found = touched.flatMap((file) =>
    orUnnamed(
      file,
      FINDERS.flatMap((find) => find(file, touched)),
    ),
  )
  const unique = [...new Map(found.map((hazard) => [`${hazard.kind} ${hazard.path} ${hazard.quote}`, hazard])).values()]
  return { touched, hazards: unique.sort((a, b) => b.clarity - a.clarity) }
}

/** Code that acts and changed in a way we have no name for is kept as such, for the symptoms may speak of it. */
function orUnnamed(file: TouchedFile, hazards: readonly Hazard[]): readonly Hazard[] {
  const shown = file.added[0] ?? file.removed[0]
  if (hazards.length > 0 || shown === undefined || file.diff.kind === 'manifest' || isHarmless(file)) return hazards
  const quote = `${file.added.length > 0 ? '+' : '-'}${shown}`
  return [{ kind: 'behaviour_changed', path: file.diff.path, text: `code changed: ${shown.trim()}`, quote, clarity: 0.3, amounts: null }]
}
