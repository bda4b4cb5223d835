import { ALL_CANDIDATES, asCause, engineCauses, submit } from './answers.ts'
import { seenCandidates } from './candidates.ts'
import { turnsSoFar, type Script } from './script.ts'

/** Eight calls: the candidates, six narrow reads around the leading one, then the engine's causes as they stand; sooner when told to. */
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
  const last = request.messages.at(-1)
  const isTold = last?.role === 'user' && last.text.includes('Submit now')
  const read = isTold ? undefined : reads[step]
  return read
    ? { kind: 'turn', text: 'Looking for what would refute the leading candidate.', calls: [read] }
    : submit(request, engineCauses(request).map(asCause))
}
