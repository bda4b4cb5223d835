import { templateFault } from './template-fault.ts'

/** An image that exists, built for another processor: it is pulled, and ends at once. */
export const architectureWrong = templateFault({
  name: 'image_architecture_wrong',
  path: 'containers.image',
  rollout: 'recreate',
  change(template, { world }) {
    const container = template.spec.containers[0]
    container.image = `${container.image}-arm64`
    world.cluster.images.set(container.image, 'arm64')
  },
})
