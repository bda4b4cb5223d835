import { z } from 'zod'
import { parseEntity } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { isPlatform } from '../../kubernetes-rows/platform-namespaces.ts'

export interface LogToRead {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  /** The run before the last restart. */
  readonly isPrevious: boolean
}

/** Containers whose logs one run reads. */
const MAX_LOGS = 120
const run = z.looseObject({ running: z.unknown().optional(), waiting: z.unknown().optional(), terminated: z.unknown().optional() })
const containerStatus = z.looseObject({
  name: z.string(),
  ready: z.boolean().default(false),
  restartCount: z.number().default(0),
  state: run.default({}),
  lastState: run.default({}),
})
const pod = z.looseObject({
  metadata: z.looseObject({ ownerReferences: z.array(z.looseObject({ name: z.string() })).default([]) }),
  spec: z.looseObject({
    containers: z.array(z.looseObject({ name: z.string() })),
    initContainers: z.array(z.looseObject({ name: z.string() })).default([]),
  }),
  status: z
    .looseObject({
      phase: z.string().optional(),
      containerStatuses: z.array(containerStatus).default([]),
      initContainerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
})

interface Pod {
  readonly namespace: string
  readonly name: string
  readonly owner: string
  readonly isTroubled: boolean
  readonly logs: readonly LogToRead[]
}

/**
 * The logs that tell most, first: of every pod that is not well, then of one pod of each owner, then of its second, since replicas say much the same; those of the platform
 * last. `leftOut` counts containers past the limit.
 */
export function logsWorthReading(objects: readonly Rows['object_versions'][]): {
  readonly wanted: readonly LogToRead[]
  readonly leftOut: number
} {
  const pods = objects.filter(({ isCurrent }) => isCurrent).flatMap(podOf)
  const owned = [...Map.groupBy(pods, ({ namespace, owner }) => `${namespace}/${owner}`).values()]
  const logs = owned
    .flatMap((same) => same.toSorted(byTrouble).map((one, nth) => ({ one, turn: one.isTroubled ? 0 : nth + 1 })))
    .toSorted((a, b) => Number(isPlatform(a.one.namespace)) - Number(isPlatform(b.one.namespace)) || a.turn - b.turn)
    .flatMap(({ one }) => one.logs)
  return { wanted: logs.slice(0, MAX_LOGS), leftOut: Math.max(0, logs.length - MAX_LOGS) }
}

function byTrouble(a: Pod, b: Pod): number {
  return Number(b.isTroubled) - Number(a.isTroubled)
}

function podOf({ entity, object }: Rows['object_versions']): readonly Pod[] {
  const { scope: namespace, kind, name } = parseEntity(entity)
  const parsed = kind === 'Pod' ? pod.safeParse(object) : null
  if (!parsed?.success) return []
  const { metadata, spec, status } = parsed.data
  const statuses = [...status.initContainerStatuses, ...status.containerStatuses]
  const logs = [...spec.initContainers, ...spec.containers].flatMap(({ name: container }): readonly LogToRead[] => {
    const known = statuses.find((one) => one.name === container)
    const here = { namespace, pod: name, container }
    const present = known === undefined || known.state.waiting === undefined ? [{ ...here, isPrevious: false }] : []
    // A container that waits to be started again shows its last run, under both names.
    const before = (known?.restartCount ?? 0) > 0 ? [{ ...here, isPrevious: true }] : []
    return [...present, ...before]
  })
  const isTroubled =
    status.phase !== 'Succeeded' &&
    (statuses.some(({ restartCount }) => restartCount > 0) || status.containerStatuses.some(({ ready }) => !ready))
  return [{ namespace, name, owner: metadata.ownerReferences[0]?.name ?? name, isTroubled, logs }]
}
