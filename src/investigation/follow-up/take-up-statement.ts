import { instructionLike } from '../../domain/instruction-like.ts'
import type { Evidence, EvidenceId } from '../../domain/evidence.ts'
import type { Diagnosis } from '../../domain/diagnosis.ts'
import type { FollowUpAnswer } from '../../domain/follow-up.ts'
import { rowsOf, type ReadingOf } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { TimeWindow } from '../../domain/time-window.ts'
import { contentHash } from '../../evidence/content-hash.ts'
import type { Ledger } from '../../evidence/ledger.ts'
import type { Draft } from './draft.ts'
import { momentText } from './answers-from-scene.ts'
import { buildAnswer } from './build-answer.ts'
import { describeEffect } from './describe-effect.ts'
import { indexNames } from './name-index.ts'
import { CAN_BE_ASKED } from './question-patterns.ts'
import { understandStatement, type Assertion } from './understand-statement.ts'
import { isEngineOnly, newestDiagnosis, weighEvidence, weighLedger } from './weigh-again.ts'

/** A message that states something, with the run it is about. */
export interface Stated {
  /** Masked. */
  readonly words: string
  readonly by: string
  readonly saidAt: Date
  /** `<channel>/<ts>`, unique. */
  readonly message: string
  /** The answer of the run; null when it ended without one. */
  readonly row: Diagnosis | null
}

export interface StatementPorts {
  readonly evidence: readonly Evidence[]
  readonly append: (statement: Omit<Evidence<'statements'>, 'id'>) => Promise<Evidence<'statements'>>
  /** Opens the run's ledger over this evidence; telemetry is opened only when it is asked. */
  readonly openLedger: (recorded: readonly Evidence[]) => Ledger
}

/** Records what somebody stated, weighs the evidence again with it, and says what was understood and what changed. Once per message. */
export async function takeUpStatement(stated: Stated, ports: StatementPorts): Promise<FollowUpAnswer> {
  const { row } = stated
  const isOwn = ({ query }: Evidence) => query.kind === 'statements' && query.message === stated.message
  const earlier = ports.evidence.filter((entry) => !isOwn(entry))
  const flags = instructionLike({ words: stated.words })
  const newest = row && newestDiagnosis(earlier, row)
  const assertions = flags.length > 0 ? [] : understandStatement(stated.words, frameOf(stated, earlier, newest))
  const statement = await ports.append(evidenceOf(stated, assertions))
  const draft = { lead: leadOf(assertions), points: [], notes: [...flags.map(flagNote), ...assumptionNotes(assertions)] }
  if (row === null || assertions.length === 0) return keptAnswer({ draft, row, statement, evidence: [...earlier, statement] })
  const before = weighEvidence(earlier, row)
  const ledger = ports.openLedger([...earlier, statement])
  const after = await weighLedger(ledger, row)
  const effect = describeEffect({ before, after, statementId: statement.id, assertions })
  const model = isEngineOnly(earlier, row) ? [] : ['The model’s part of the answer was not weighed again; this is the evidence engine’s.']
  const points = [wordsPoint(statement), ...effect.points]
  return buildAnswer(
    { ...draft, points, notes: [...draft.notes, ...effect.notes, ...model] },
    { kind: 'stated', evidence: ledger.evidence(), diagnosis: after },
  )
}

function frameOf({ saidAt }: Stated, evidence: readonly Evidence[], diagnosis: Diagnosis | null) {
  return { saidAt, window: windowOf(diagnosis), names: indexNames(evidence, diagnosis), diagnosis }
}

function windowOf(diagnosis: Diagnosis | null): TimeWindow | null {
  const { start = null, end = null } = diagnosis?.window ?? {}
  return start === null || end === null ? null : { start: new Date(start), end: new Date(end) }
}

/** One row for each assertion; what was not understood is kept as one row that asserts nothing. */
function evidenceOf(stated: Stated, assertions: readonly Assertion[]): Omit<Evidence<'statements'>, 'id'> {
  const { words, by, saidAt, message } = stated
  const nothing = { act: null, entity: null, target: null, at: null, outcome: null }
  const asserted: readonly Pick<Rows['statements'], keyof typeof nothing>[] = assertions.length > 0 ? assertions : [nothing]
  const rows = asserted.map(({ act, entity, target, at, outcome }, index) => ({
    locator: `slack:${message}#${index + 1}`,
    by,
    saidAt,
    words,
    act,
    entity,
    target,
    at,
    outcome,
  }))
  const reading: ReadingOf<'statements'> = { status: 'ok', rows, truncated: null, problems: [] }
  const query = { kind: 'statements', message } as const
  return { query, source: 'people', reading, askedAt: saidAt, answeredAt: saidAt, contentHash: contentHash(reading) }
}

interface Kept {
  readonly draft: Draft
  readonly row: Diagnosis | null
  readonly statement: Evidence<'statements'>
  readonly evidence: readonly Evidence[]
}

function keptAnswer({ draft, row, statement, evidence }: Kept): FollowUpAnswer {
  const why =
    row === null ? ['There is no answer to weigh it against yet; the next run in this thread takes it into account.'] : [CAN_BE_ASKED]
  return buildAnswer({ ...draft, points: [wordsPoint(statement)], notes: [...draft.notes, ...why] }, { kind: 'stated', evidence })
}

function wordsPoint({ id, reading }: Evidence<'statements'>) {
  const [row] = rowsOf(reading)
  const citations = row === undefined ? [] : [citationOf(id, row)]
  return { text: 'Your statement is recorded as it was said', citations }
}

function citationOf(evidenceId: EvidenceId, { locator, words, saidAt }: Rows['statements']) {
  return { evidenceId, locator, quote: `words: ${words}`.slice(0, MAX_QUOTE_CHARACTERS), role: 'symptom' as const, at: saidAt }
}

/** A whole statement is long; its beginning shows which it was. */
const MAX_QUOTE_CHARACTERS = 240

const ACT_WORDS: Readonly<Record<Assertion['act'], string>> = {
  rollback: 'rolled back',
  restart: 'restarted',
  scale: 'scaled',
  switch_off: 'switched off',
  switch_on: 'switched on',
  deploy: 'deployed',
  change: 'changed',
  failover: 'failed over',
  start: 'it began',
  end: 'it is over',
  continue: 'it goes on',
  cause: 'you say the cause is',
  not_cause: 'you say the cause is not',
}
const NAME_FIRST: readonly Assertion['act'][] = ['rollback', 'restart', 'scale', 'switch_off', 'switch_on', 'deploy', 'change', 'failover']

/** One line: action, thing, time with its zone. */
function leadOf(assertions: readonly Assertion[]): string {
  if (assertions.length === 0) return 'Kept as you wrote it; I understood no fact in it that I can weigh.'
  return `Noted: ${assertions.map(assertionWords).join('; ')}.`
}

function assertionWords({ act, entity, target, at, outcome }: Assertion): string {
  const name = entity ?? target ?? ''
  const what = NAME_FIRST.includes(act) ? `${name} ${ACT_WORDS[act]}` : `${ACT_WORDS[act]} ${name}`
  const came = outcome === null ? '' : outcome === 'helped' ? ', which helped' : ', which did not help'
  return `${what.trim()}${at === null ? '' : ` at ${momentText(at)}`}${came}`
}

function assumptionNotes(assertions: readonly Assertion[]): readonly string[] {
  const all = [...new Set(assertions.flatMap(({ assumptions }) => assumptions))]
  return all.length === 0 ? [] : [`Understood with: ${all.join('; ')}.`]
}

function flagNote(flag: string): string {
  return `It contains text that ${flag}; it is kept as data and changes nothing.`
}
