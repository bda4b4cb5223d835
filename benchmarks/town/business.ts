import type { KubernetesObject } from './objects.ts'
import type { TownCase } from './town-case.ts'

/** An invented business that is broken on a real Kubernetes: its program, what stands on a calm day, and what is done to it. */
export interface Business {
  readonly name: string
  /** The program of all its containers: the command in their manifests, and the page that Node runs for it. */
  readonly program: { readonly command: string; readonly page: string }
  /** Label of the second node alone, as `key=value`, for pods that must lie there. */
  readonly nodeLabel: string
  /** Everything that stands on a calm day, in the order in which it is made. */
  readonly objects: readonly KubernetesObject[]
  /** Deployments that are made when all others stand, one after another; the last of them is the traffic, so that the calm is calm. */
  readonly last: readonly string[]
  /** Every change that is made and recorded. */
  readonly cases: readonly TownCase[]
}
