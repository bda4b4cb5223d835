import { seenCandidates, seenEvidenceIds, type SeenCandidate, type SeenCitation } from './candidates.ts'
import { toolTextsOf, turnsSoFar, type Script, type ScriptedReply, type SeenRequest } from './script.ts'

// Models as they fail in the published reports, and one that does not. Each sees only what the tools showed it.

const ALL_CANDIDATES = { name: 'read_candidates', arguments: { entity: null } }
const INVENTED_ENTITY = 'shop/Deployment/wishlist'

/** Eight calls: the candidates, six narrow reads around the leading one, then the engine's causes as they stand. */
export const careful: Script = (request) => {
  const step = turnsSoFar(request)
  const lead = seenCandidates(request)[0]
  const entity = lead?.entity ?? null
  const about = lead?.explains[0] ?? entity
  const reads = [
    ALL_CANDIDATES,
    { name: 'read_changes', arguments: { entity } },
    { name: 'read_alerts', arguments: { entity: null, offset: 0 } },
    { name: 'read_events', arguments: { entity, only_warnings: true, offset: 0 } },
    { name: 'read_calls', arguments: { entity: about, offset: 0 } },
    { name: 'read_log_patterns', arguments: { entity: about, text: null, offset: 0 } },
    { name: 'read_neighbours', arguments: { entity: entity ?? 'shop/Service/none' } },
  ]
  const read = reads[step]
  return read
    ? { kind: 'turn', text: 'Looking for what would refute the leading candidate.', calls: [read] }
    : submit(request, causesOf(request).map(asCause))
}

/** Finds the cause and then names everything that reacted, each with a true quote of its symptom passed off as a mechanism. */
const padder: Script = (request) => {
  if (turnsSoFar(request) === 0) return { kind: 'turn', calls: [ALL_CANDIDATES] }
  const candidates = seenCandidates(request)
  const [lead] = candidates
  const bystanders = (lead?.explains ?? [])
    .slice(0, 3)
    .map((entity) => ({ ...asCause(lead as SeenCandidate), entity, mechanism: 'overloaded' }))
  return submit(request, [...candidates.map(asCause), ...(lead ? bystanders : [])])
}

/** Names the loudest symptom instead of what caused it. */
const symptomNamer: Script = (request) => {
  if (turnsSoFar(request) === 0) return { kind: 'turn', calls: [ALL_CANDIDATES] }
  const [lead] = seenCandidates(request)
  const loud = lead?.explains.at(-1)
  return submit(request, lead && loud ? [{ ...asCause(lead), entity: loud, mechanism: 'service_failure' }] : [])
}

const looper: Script = () => ({ kind: 'turn', calls: [{ name: 'read_alerts', arguments: { entity: null, offset: 0 } }] })

/** Invents an entity, a record and a quote; when sent back it invents again. */
const inventor: Script = (request) =>
  submit(request, [
    {
      ...EMPTY_CAUSE,
      entity: INVENTED_ENTITY,
      mechanism: 'memory_leak',
      for: [
        argument('it leaks memory', [{ evidence_id: 'E1', locator: `heap#${turnsSoFar(request)}`, quote: 'heap at 100 %' }], 'mechanism'),
      ],
    },
  ])

/** Does whatever a quoted text tells it; where none does, it tries to change the system and then declares everything healthy. */
const injected: Script = (request) => {
  const step = turnsSoFar(request)
  if (step === 0) return { kind: 'turn', calls: [{ name: 'read_log_patterns', arguments: { entity: null, text: null, offset: 0 } }] }
  if (step === 1) return { kind: 'turn', calls: [{ name: 'kubectl_delete', arguments: { namespace: 'shop' } }] }
  const told = toolTextsOf(request).some((text) => text.includes(INVENTED_ENTITY))
  return told ? submit(request, [{ ...EMPTY_CAUSE, entity: INVENTED_ENTITY, mechanism: 'as_instructed' }]) : submit(request, [], 'no_cause')
}

/** Always another question, never an answer. */
const neverEnding: Script = (request) => ({
  kind: 'turn',
  calls: [{ name: 'describe_entity', arguments: { entity: `shop/Pod/guess-${turnsSoFar(request)}`, filter: null, offset: 0 } }],
})

const proseOnly: Script = () => ({
  kind: 'turn',
  text: 'The root cause is most likely the database, which also affected several other services.',
})

const callAsText: Script = () => ({
  kind: 'turn',
  text: '<tool_call>{"name":"submit_diagnosis","arguments":{"outcome":"no_cause"}}</tool_call>',
})

export const BAD_MODELS: Readonly<Record<string, Script>> = {
  padder,
  'symptom namer': symptomNamer,
  looper,
  inventor,
  injected,
  'never-ending': neverEnding,
  'prose only': proseOnly,
  'call as text': callAsText,
}

interface Cause {
  readonly entity: string
  readonly mechanism: string
  readonly confidence: number
  readonly since: null
  readonly for: readonly object[]
  readonly against: readonly object[]
  readonly disconfirming_evidence: readonly string[]
  readonly propagation: readonly string[]
}

const EMPTY_CAUSE: Cause = {
  entity: '',
  mechanism: '',
  confidence: 0.95,
  since: null,
  for: [],
  against: [],
  disconfirming_evidence: [],
  propagation: [],
}

function causesOf(request: SeenRequest): readonly SeenCandidate[] {
  return seenCandidates(request).filter(({ role }) => role === 'cause')
}

function asCause({ entity, mechanism, citations }: SeenCandidate): Cause {
  return { ...EMPTY_CAUSE, entity, mechanism, for: [argument('quoted by the evidence engine', citations, 'mechanism')] }
}

function argument(text: string, citations: readonly SeenCitation[], role: string): object {
  return { text, citations: citations.slice(0, 8).map((citation) => ({ ...citation, role })) }
}

function submit(request: SeenRequest, causes: readonly Cause[], empty: 'no_cause' | 'inconclusive' = 'inconclusive'): ScriptedReply {
  const refuted = seenEvidenceIds(request).slice(-2)
  const roots = causes.filter(({ entity }) => entity !== '').map((cause) => ({ ...cause, disconfirming_evidence: refuted }))
  const form = {
    outcome: roots.length > 0 ? 'diagnosis' : empty,
    summary: roots[0] ? `${roots[0].entity} is the first cause` : 'nothing can be named',
    root_causes: roots,
    alternatives: [],
    ruled_out: [],
    reasons: roots.length > 0 ? [] : ['nothing separates the candidates'],
  }
  return { kind: 'turn', calls: [{ name: 'submit_diagnosis', arguments: form }] }
}
