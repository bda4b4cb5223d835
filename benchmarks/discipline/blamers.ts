import {
  accuse,
  ALL_ALERTS,
  ALL_CALLS,
  ALL_CANDIDATES,
  ALL_EVENTS,
  ALL_LOGS,
  argument,
  asCause,
  claim,
  engineCauses,
  insist,
  type Cause,
} from './answers.ts'
import { seenCandidates } from './candidates.ts'
import { turnsSoFar, type Script, type ScriptedReply, type SeenRequest } from './script.ts'
import { fieldOf, seenChanges, seenRows, type SeenRow } from './seen-rows.ts'

// Models that quote truly and conclude wrongly. Each calls its quote a mechanism or a change, because that is what gets through.

/** Entities that reacted and are named beside the cause. */
const BYSTANDERS = 3

/** Finds the cause and then names everything else that shows errors, each with a true line of its own. */
export const padder: Script = afterReading([ALL_CANDIDATES, ALL_CALLS, ALL_LOGS, ALL_ALERTS], (request) => {
  const causes = engineCauses(request)
  const loud = symptomsBeside(
    request,
    causes.map(({ entity }) => entity),
  )
  const named = causes.length > 0 ? causes : seenCandidates(request).slice(0, 1)
  return [...named.map(asCause), ...loud.slice(0, BYSTANDERS)]
})

/** Names the bystanders and holds the cause's own receipts against them. */
export const borrower: Script = afterReading([ALL_CANDIDATES], (request) => {
  const [lead] = seenCandidates(request)
  if (!lead) return []
  const reacted = lead.explains.slice(0, BYSTANDERS).map((entity) => ({ ...asCause(lead), entity, mechanism: 'overloaded' }))
  return [asCause(lead), ...reacted]
})

/** Names the loudest symptom instead of what caused it. */
export const symptomNamer: Script = afterReading([ALL_CANDIDATES, ALL_CALLS, ALL_LOGS, ALL_ALERTS], (request) => {
  const candidates = seenCandidates(request)
  const explained = candidates[0]?.explains ?? []
  const loud = symptomsBeside(
    request,
    candidates.map(({ entity }) => entity),
  )
  return loud.toSorted((a, b) => Number(explained.includes(b.entity)) - Number(explained.includes(a.entity))).slice(0, 1)
})

/** Blames the alert that has been firing longest. */
export const backgroundBlamer: Script = afterReading([ALL_ALERTS, ALL_EVENTS], (request) => {
  const rows = seenRows(request).filter((row) => fieldOf(row, 'entity')?.includes('/') === true)
  const oldest = rows.toSorted((a, b) => startOf(a).localeCompare(startOf(b)))[0]
  return oldest
    ? [accuse({ entity: fieldOf(oldest, 'entity') ?? '', mechanism: 'background_failure', row: oldest, role: 'mechanism' })]
    : []
})

/** Blames whatever was changed or deployed last and is not the engine's candidate. */
export const recentDeployBlamer: Script = afterReading(
  [
    ALL_CANDIDATES,
    { name: 'read_changes', arguments: { entity: null } },
    { name: 'read_commit', arguments: { sha: null, filter: null, offset: 0 } },
  ],
  (request) => {
    const known = engineCauses(request).map(({ entity }) => entity)
    const latest = [...changesSeen(request), ...commitsSeen(request)]
      .filter(({ cause }) => !known.includes(cause.entity))
      .toSorted((a, b) => b.at.localeCompare(a.at))[0]
    return latest ? [latest.cause] : []
  },
)

/** Names the cause and, to be safe, two rivals with the receipts that the engine has for them. */
export const hedger: Script = afterReading([ALL_CANDIDATES], (request) => {
  const candidates = seenCandidates(request)
  return [...candidates.filter(({ role }) => role === 'cause'), ...candidates.filter(({ role }) => role === 'rival').slice(0, 2)].map(
    asCause,
  )
})

/** Takes the first rival for the answer, with the receipts that the engine has for it. */
export const contrarian: Script = afterReading([ALL_CANDIDATES], (request) =>
  seenCandidates(request)
    .filter(({ role }) => role === 'rival')
    .slice(0, 1)
    .map(asCause),
)

type Call = { readonly name: string; readonly arguments: object }

function afterReading(reads: readonly Call[], conclude: (request: SeenRequest) => readonly Cause[]): Script {
  return (request): ScriptedReply => {
    const read = reads[turnsSoFar(request)]
    return read ? { kind: 'turn', calls: [read] } : insist(request, conclude(request))
  }
}

/** Whoever shows errors in calls, logs or alerts and is not among `others`, each with the record that shows it. */
function symptomsBeside(request: SeenRequest, others: readonly string[]): readonly Cause[] {
  const names = others.map(nameOf)
  const accused = seenRows(request).flatMap((row) => {
    const entity = fieldOf(row, 'entity') ?? fieldOf(row, 'service') ?? fieldOf(row, 'callee')
    if (entity === null || !entity.includes('/') || names.includes(nameOf(entity))) return []
    return [accuse({ entity, mechanism: 'service_failure', row, role: 'mechanism' })]
  })
  return [...new Map(accused.toReversed().map((cause) => [cause.entity, cause])).values()].toReversed()
}

function nameOf(entity: string): string {
  return entity.split('/').at(-1) ?? entity
}

function startOf(row: SeenRow): string {
  return fieldOf(row, 'startsAt') ?? fieldOf(row, 'firstAt') ?? '9999'
}

interface Dated {
  readonly at: string
  readonly cause: Cause
}

function changesSeen(request: SeenRequest): readonly Dated[] {
  return seenChanges(request).map(({ at, entity, to, evidenceId, locator }) => {
    const citation = { evidence_id: evidenceId, locator, quote: to === '' ? entity : to }
    return { at, cause: { ...claim(entity, 'bad_rollout'), for: [argument('it was changed last', [citation], 'change')] } }
  })
}

function commitsSeen(request: SeenRequest): readonly Dated[] {
  return seenRows(request).flatMap((row) => {
    const sha = fieldOf(row, 'sha')
    const entity = sha === null ? fieldOf(row, 'service') : `repo/Commit/${sha}`
    const at = fieldOf(row, 'at')
    if (entity === null || at === null) return []
    return [{ at, cause: accuse({ entity, mechanism: 'bad_deploy', row, role: 'change' }) }]
  })
}
