import { patchTemplate, scaleTo, workloadEntities } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** An image that nobody has pushed; the workload is scaled down and up again, so no old pod is left. */
export const imageMissing: FaultKind = {
  name: 'image_missing',
  plan(context) {
    const { random, at } = context
    const unit = pickService(context)
    const tag = random.pick(['nightly', 'rc-9', '9.9.9', 'fix-typo'])
    return singleCause(context, {
      mechanism: 'image_missing',
      entities: (after) => workloadEntities(after, unit),
      steps: [
        {
          at,
          apply(world) {
            const change = (image: string) => `${image.slice(0, image.lastIndexOf(':'))}:${tag}`
            patchTemplate(world, unit, {
              path: 'containers.image',
              change(template) {
                template.spec.containers[0].image = change(template.spec.containers[0].image)
              },
            })
            scaleTo(world, unit, 0)
          },
        },
        { at: at + 2, apply: (world) => scaleTo(world, unit, unit.replicas) },
      ],
    })
  },
}
