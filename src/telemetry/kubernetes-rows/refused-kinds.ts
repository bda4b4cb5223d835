import type { Problem } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'

/** Kinds whose objects say that something fails. Where they may not be seen nothing can be called well. */
const TELLING = new Set(['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Service', 'Event'])

/** Says which of the kinds that show failures could not be listed. */
export function problemsOfRefused(refused: readonly Rows['listings'][]): readonly Problem[] {
  const telling = refused.filter(({ objectKind }) => TELLING.has(objectKind))
  const [first] = telling
  if (first === undefined) return []
  const kinds = [...new Set(telling.map(({ objectKind, namespace }) => `${objectKind}${namespace === null ? '' : ` of ${namespace}`}`))]
  return [
    {
      where: first.locator.split('#')[0] ?? '.',
      record: null,
      what: `not everything could be listed: ${kinds.join(', ')} (${first.ending})`,
    },
  ]
}
