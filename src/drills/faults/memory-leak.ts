import { entity, patchTemplate, podEntities } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

const RESTING_SHARE = 0.52

/** A new version leaks: well at first, then killed at its memory limit again and again. */
export const memoryLeak: FaultKind = {
  name: 'memory_leak',
  plan(context) {
    const { random, at } = context
    const unit = pickService(context)
    const firstKillSeconds = context.delaySeconds > 0 ? context.delaySeconds : random.integer(180, 420)
    const limitBytes = unit.memoryMib * 1024 ** 2
    return singleCause(context, {
      mechanism: 'memory_leak',
      entities: (world) => [entity(unit, 'Deployment'), ...podEntities(world, unit)],
      onset: at + firstKillSeconds,
      steps: [
        {
          at,
          apply(world) {
            patchTemplate(world, unit, {
              path: 'containers.image',
              manager: 'argocd-controller',
              change(template) {
                const container = template.spec.containers[0]
                container.image = `${container.image}-1`
                world.cluster.images.set(container.image, 'amd64')
              },
            })
            const memoryBytesPerSecond = (limitBytes * (1 - RESTING_SHARE)) / firstKillSeconds
            world.conditions.push({
              service: unit.key,
              from: at,
              to: Number.POSITIVE_INFINITY,
              memoryBytesPerSecond,
              when: (pod) => (pod.run.startedAt ?? 0) >= at,
            })
          },
        },
      ],
    })
  },
}
