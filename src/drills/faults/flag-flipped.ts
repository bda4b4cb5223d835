import { formatEntity } from '../../domain/entity.ts'
import { markChanged } from '../cluster/cluster.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import { applicationFailure } from '../traffic/failure.ts'
import type { Condition, World } from '../world.ts'
import { restart } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

interface FlagFile {
  readonly flags: Record<string, { defaultVariant: string; description: string }>
}

/** A practice switch is turned on in the flag file, and the workload that reads it restarts seconds later. */
export const flagFlipped: FaultKind = {
  name: 'flag_flipped',
  needs: ['flags'],
  plan(context) {
    const { random, world, at } = context
    const board = world.topology.services.find((unit) => unit.role === 'flags')
    if (!board) throw new RangeError('the topology has no flag service')
    const unit = pickService(context)
    const config = formatEntity(board.namespace, 'ConfigMap', `${board.name}-config`)
    const restartAt = at + context.delaySeconds + random.integer(1, 3)
    return singleCause(context, {
      mechanism: 'feature_flag_changed',
      entities: () => [config],
      onset: restartAt,
      steps: [
        { at, apply: (now) => flip(now, config, unit) },
        {
          at: restartAt,
          apply(now) {
            restart(now, unit)
            now.conditions.push(effectOf(unit, { from: restartAt, isSlow: random.chance(0.4) }))
          },
        },
      ],
    })
  },
}

/** Rewrites the file by machine: the same content on one line, one variant changed. */
function flip(world: World, config: ReturnType<typeof formatEntity>, unit: ServiceUnit): void {
  const object = world.cluster.objects.get(config)
  if (!object?.data) throw new RangeError(`no flag file ${config}`)
  const file = JSON.parse(object.data['flags.json'] ?? '{}') as FlagFile
  for (const flag of Object.values(file.flags)) if (flag.description.endsWith(` ${unit.name}`)) flag.defaultVariant = 'on'
  object.data['flags.json'] = JSON.stringify(file)
  markChanged(world.cluster, object, { manager: 'OpenAPI-Generator', paths: ['data'] })
}

function effectOf(unit: ServiceUnit, effect: { from: number; isSlow: boolean }): Condition {
  const base = { service: unit.key, from: effect.from, to: Number.POSITIVE_INFINITY, when: startedAfter(effect.from) }
  if (effect.isSlow) return { ...base, delaySeconds: 2.4 }
  return { ...base, failureRatio: 0.6, failure: applicationFailure(`${unit.name}: request rejected by rule set`) }
}

function startedAfter(seconds: number): NonNullable<Condition['when']> {
  return (pod) => (pod.run.startedAt ?? 0) >= seconds
}
