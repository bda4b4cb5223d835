import { formatEntity } from '../../domain/entity.ts'
import { hasSettings } from '../cluster/bootstrap.ts'
import { markChanged } from '../cluster/cluster.ts'
import { restart } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'
import { removePod } from '../cluster/replica-sets.ts'
import { podsOf } from '../cluster/cluster.ts'

/** A settings file is saved with a mistake in it; it bites when the pods that read it are next replaced. */
export const configMalformed: FaultKind = {
  name: 'config_malformed',
  plan(context) {
    const { random, at } = context
    const unit = pickService(context, hasSettings)
    const config = formatEntity(unit.namespace, 'ConfigMap', `${unit.name}-settings`)
    const replacedAt = at + context.delaySeconds + random.integer(15, 60)
    return singleCause(context, {
      mechanism: 'config_malformed',
      entities: () => [config],
      onset: replacedAt,
      steps: [
        {
          at,
          apply(world) {
            const object = world.cluster.objects.get(config)
            if (!object?.data) return
            const text = object.data['settings.json'] ?? '{}'
            object.data['settings.json'] = random.chance(0.5)
              ? text.replace('"region": "north",', '"region": "north"')
              : `${text.slice(0, -2)},\n}`
            markChanged(world.cluster, object, { manager: 'kubectl-edit', paths: ['data'] })
          },
        },
        {
          at: replacedAt,
          apply(world) {
            if (random.chance(0.5)) restart(world, unit)
            for (const pod of podsOf(world.cluster, unit.namespace, unit.workload)) removePod(world.cluster, pod, null)
          },
        },
      ],
    })
  },
}
