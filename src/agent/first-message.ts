import type { Citation } from '../domain/evidence.ts'
import type { Evidence } from '../domain/evidence.ts'
import { isAnswered, rowsOf, whyEmpty } from '../domain/reading.ts'
import type { Claim, Rival } from '../domain/submission.ts'
import type { Brief } from './brief.ts'
import { fence } from './fence.ts'
import { fillPrompt } from './prompts.ts'

/** Entries of each list in the first message; the rest is counted and can be asked for with a tool. */
const MAX_CANDIDATES = 5
const MAX_SYMPTOMS = 14
const MAX_CHANGES = 10
/** Characters of one line; a longer one is a quote that a tool shows whole. */
const MAX_LINE = 260

/** The incident as the model first sees it: the engine's answer, symptoms, changes, what was read and what was not. Telemetry in it is fenced. */
export function buildFirstMessage(
  template: string,
  brief: Brief,
  context: { readonly evidence: readonly Evidence[]; readonly marker: string },
): string {
  const { marker, evidence } = context
  const quoted = (lines: readonly string[], none: string) => (lines.length === 0 ? none : fence(lines.map(clip).join('\n'), marker))
  const { rootCauses, alternatives, reasons } = brief.submission
  const symptoms = brief.symptoms.filter(({ isBackground, strength }) => !isBackground && strength > 0)
  return fillPrompt(template, {
    environment: brief.environment,
    question: brief.question === '' ? 'what is the first cause?' : fence(brief.question, marker),
    window:
      brief.window === null
        ? 'unknown (the recordings have no clock that can be trusted)'
        : `${brief.window.start.toISOString()} to ${brief.window.end.toISOString()}`,
    onset: brief.onset?.toISOString() ?? 'unknown',
    candidates: quoted(
      [
        ...rootCauses.flatMap((claim) => claimLines('cause', claim)),
        ...alternatives.slice(0, MAX_CANDIDATES).flatMap((rival) => claimLines('rival', rival)),
      ],
      `No candidate. ${reasons.join(' ')}`,
    ),
    symptoms: quoted(
      [
        ...symptoms
          .slice(0, MAX_SYMPTOMS)
          .map((symptom) => `${symptom.since?.toISOString() ?? 'time unknown'} ${symptom.entity} ${symptom.kind}: ${symptom.text}`),
        ...rest(symptoms, MAX_SYMPTOMS, 'symptoms'),
      ],
      'None. The system may be healthy, or what shows the trouble was not recorded.',
    ),
    changes: quoted(
      [
        ...brief.changes
          .slice(0, MAX_CHANGES)
          .map(
            (change) =>
              `${change.at?.toISOString() ?? 'time unknown'} ${change.entity} ${change.kind} ${change.path} ${change.from ?? ''} -> ${change.to ?? ''}`,
          ),
        ...rest(brief.changes, MAX_CHANGES, 'changes'),
      ],
      'No recorded object changed between its versions. read_commit shows deploys, commits and flags where there are any.',
    ),
    statements: quoted(statementLines(evidence), 'Nobody has stated anything.'),
    evidence: evidence.flatMap(describeEvidence).join('\n') || 'None.',
    holes: evidence.flatMap(describeHole).join('\n') || 'Nothing is known to be missing.',
  })
}

function claimLines(role: string, claim: Claim | Rival): string[] {
  const citations = claim.for.flatMap((argument) => argument.citations)
  return [
    `${role} ${claim.entity} ${claim.mechanism} (engine confidence ${claim.confidence.toFixed(2)})`,
    ...claim.for.slice(0, 2).map((argument) => `  ${argument.text}`),
    ...citations.slice(0, 2).map(citationLine),
  ]
}

function citationLine(citation: Citation): string {
  return `  [${citation.evidenceId} ${citation.locator}] "${citation.quote}"`
}

/** What people said in the thread, one line each under its evidence id and locator; empty when nobody said anything. Not fenced yet. */
export function statementLines(evidence: readonly Evidence[]): readonly string[] {
  return evidence.flatMap((entry) => {
    if (entry.query.kind !== 'statements') return []
    const rows = rowsOf((entry as Evidence<'statements'>).reading)
    return rows.map(({ locator, by, saidAt, words }) => `[${entry.id} ${locator}] ${by}, ${saidAt.toISOString()}: ${words}`)
  })
}

/** One line for each read that answered, with its evidence id. */
export function describeEvidence({ id, query, source, reading }: Evidence): string[] {
  return isAnswered(reading) && reading.rows.length > 0
    ? [`${id} ${query.kind} (${source}): ${reading.rows.length} rows${reading.truncated ? ', cut' : ''}`]
    : []
}

function describeHole({ id, query, source, reading }: Evidence): string[] {
  const why = whyEmpty(reading)
  return why === null ? [] : [`${id} ${query.kind} (${source}): ${why}`]
}

function rest(items: readonly unknown[], shown: number, noun: string): string[] {
  return items.length > shown ? [`(${items.length - shown} more ${noun})`] : []
}

function clip(line: string): string {
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line
}
