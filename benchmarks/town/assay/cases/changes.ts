import type { KubernetesObject } from '../../objects.ts'
import { patch, type Step } from '../../town-case.ts'

/** Other texts in a ConfigMap, as an editor writes them: the note of what was applied last keeps the old ones. */
export function edit({ metadata: { namespace, name }, ...fields }: KubernetesObject): Step {
  return patch(namespace ?? null, `configmap/${name}`, { data: fields['data'] })
}
