import type { KnownBlock } from '@slack/types'
import type { Progress } from '../domain/investigation.ts'
import type { Ending } from '../investigation/announcer.ts'
import { actions, button, context, section } from './blocks.ts'
import { mention, prose } from './escape.ts'
import { clamp, fitMessage, type SlackMessage } from './limits.ts'
import { ACTIONS } from './names.ts'
import { durationText, mechanismWords, sentence } from './words.ts'

/** What the progress message needs to know about its run. */
export interface RunHeading {
  readonly investigationId: string
  readonly question: string
  readonly askedBy: string
  readonly environment: string
}

const QUESTION_CHARACTERS = 200

/** The one message that is edited while a run works: what is being read, the leading cause so far, and Stop. */
export function buildProgressMessage(run: RunHeading, progress: Progress | null, edition: number): SlackMessage {
  const doing = progress?.doing ?? 'getting ready'
  const step = progress ? `step ${progress.done} of ${progress.total}: ` : ''
  const blocks: KnownBlock[] = [
    section(`:mag: *Investigating* ${subject(run)}, asked by ${mention(run.askedBy)}`),
    section(`${step}${prose(doing)}\n*Leading so far:* ${leadingText(progress)}`),
    actions(`run-${edition}`, [button('Stop', { action: ACTIONS.stop, value: run.investigationId, style: 'danger' })]),
  ]
  return fitMessage(`Investigating ${plainSubject(run)}, ${step}${prose(doing)}`, required(blocks))
}

/** The last state of the progress message: one compact line, no button. */
export function buildEndedProgressMessage(run: RunHeading, ending: Ending): SlackMessage {
  const text = endingText(run, ending)
  return fitMessage(text, required(ending.kind === 'failed' ? [section(text)] : [context(text)]))
}

function endingText(run: RunHeading, ending: Ending): string {
  if (ending.kind === 'failed')
    return `I could not finish ${plainSubject(run)}. ${prose(sentence(ending.what))} ${prose(sentence(ending.remedy))}`.trim()
  const effort = `${durationText(ending.tookMs)}, ${ending.reads} reads`
  if (ending.kind === 'stopped') return `Stopped by ${mention(ending.by)} after ${effort}. What was found is kept below.`
  return `Done with ${plainSubject(run)} in ${effort}. The answer is below.`
}

function leadingText(progress: Progress | null): string {
  if (!progress?.leading) return 'nothing yet'
  return `${prose(progress.leading.entity)}, ${prose(mechanismWords(progress.leading.mechanism))}`
}

function subject(run: RunHeading): string {
  return `*${plainSubject(run)}*`
}

function plainSubject(run: RunHeading): string {
  return run.question === '' ? `the incident in ${prose(run.environment)}` : `“${prose(clamp(run.question, QUESTION_CHARACTERS))}”`
}

function required(blocks: readonly KnownBlock[]) {
  return blocks.map((block) => ({ block, dropOrder: 'required' as const }))
}
