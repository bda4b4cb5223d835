import { entityId, type EntityId } from '../src/domain/entity.ts'
import { causeOptions, correctionContext } from '../src/slack/correction-modal.ts'
import type { HandlerPorts, Lookup } from './ports.ts'

/** Slack waits three seconds for options; an empty list in time is better than a full one too late. */
const ANSWER_WITHIN_MS = 2500

/** Search for the true cause: what the evidence names, and what was typed when it is a whole entity. */
export async function onTrueCause(ports: HandlerPorts, lookup: Lookup): Promise<void> {
  const { diagnosisId } = correctionContext.parse(JSON.parse(lookup.metadata))
  const typed = entityId.safeParse(lookup.text.trim())
  const found = await inTime(ports.searchEntities(diagnosisId, lookup.text.trim()))
  const extra = typed.success && !found.includes(typed.data) ? [typed.data] : []
  await lookup.answer(causeOptions([...found, ...extra]))
}

async function inTime(search: Promise<readonly EntityId[]>): Promise<readonly EntityId[]> {
  const late = Promise.withResolvers<readonly EntityId[]>()
  const timer = setTimeout(() => late.resolve([]), ANSWER_WITHIN_MS)
  try {
    return await Promise.race([search, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
