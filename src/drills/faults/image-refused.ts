import type { World } from '../world.ts'
import { templateFault } from './template-fault.ts'

/** The image moved to a private registry, and the secret that opens it was never created here. */
export const pullSecretMissing = templateFault({
  name: 'image_pull_secret_missing',
  path: 'containers.image',
  rollout: 'recreate',
  effectAfterSeconds: 4,
  change(template, { world, unit, random }) {
    const host = 'vault.harbourline.example'
    const image = `${host}/private/${unit.name}:${random.integer(2, 9)}.0`
    template.spec.containers[0].image = image
    template.spec.imagePullSecrets = [{ name: random.pick(['registry-login', 'vault-pull', 'image-reader']) }]
    refusePull(
      world,
      image,
      `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://${host}/token: 401 Unauthorized`,
    )
  },
})

/** The registry is named in a way that no name server knows. */
export const registryUnresolvable = templateFault({
  name: 'image_registry_unresolvable',
  path: 'containers.image',
  rollout: 'recreate',
  effectAfterSeconds: 4,
  change(template, { world, unit, random }) {
    const host = random.pick(['registry.harborline.example', 'registry.internal.invalid', 'images.harbourline.local'])
    const { image: old } = template.spec.containers[0]
    const image = `${host}/${old.slice(old.indexOf('/') + 1)}`
    template.spec.containers[0].image = image
    const request = `Head "https://${host}/v2/${unit.name}/manifests/latest"`
    refusePull(world, image, `failed to do request: ${request}: dial tcp: lookup ${host} on 10.100.0.10:53: no such host`)
  },
})

/** From now on this image cannot be pulled, in the words of the runtime. */
function refusePull(world: World, image: string, why: string): void {
  const words = `code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${why}`
  world.cluster.pullProblems.set(image, words)
}
