import { object, type Fields, type KubernetesObject } from './objects.ts'

/** One thing done to a cluster, in order. */
export type Step =
  | { readonly kubectl: readonly string[] }
  | { readonly apply: KubernetesObject }
  /** A part of the cluster that ends, as the servers' script names it. */
  | { readonly stopPart: string }
  /** What a host outside of the cluster answers from now on: an HTTP status. */
  | { readonly outside: number }
  | { readonly waitSeconds: number }

/** The two ways in which each case is recorded. */
export const FORMS = ['dump', 'lists'] as const
type Form = (typeof FORMS)[number]

/** What a good answer to a case names. */
export interface CaseLabel {
  readonly id: string
  /** Kind of fault, by which figures are printed. */
  readonly kind: string
  /** What a person would edit to mend it, the first of them first; empty: nothing is wrong. */
  readonly fix: readonly string[]
  /** Words of a fitting mechanism, as a pattern. */
  readonly mechanism: string
  /** Names whose objects are close to the fault: a partly right answer. */
  readonly near: readonly string[]
  readonly question: string
}

/** A change made in a fresh town. */
export interface TownCase extends CaseLabel {
  /** Forms whose contents cannot show the fault, with the reason. */
  readonly hidden?: Readonly<Partial<Record<Form, string>>>
  /** What is done and over before the calm begins. */
  readonly before?: readonly Step[]
  readonly steps: readonly Step[]
  readonly afterSeconds?: number
}

/** A case in which nothing is wrong that the question asks for. */
export function harmless(one: Pick<TownCase, 'id' | 'kind' | 'question' | 'before' | 'steps'>): TownCase {
  return { ...one, fix: [], mechanism: 'none', near: [] }
}

/** Makes or replaces an object. */
export function apply(...identity: Parameters<typeof object>): Step {
  return { apply: object(...identity) }
}

/** Makes or replaces a NetworkPolicy. */
export function policy(namespace: string, name: string, spec: Fields): Step {
  return apply('networking.k8s.io/v1', 'NetworkPolicy', { namespace, name, spec })
}

/** A strategic merge patch of `kind/name` in a namespace (null: of the cluster). */
export function patch(namespace: string | null, target: string, change: Fields): Step {
  return { kubectl: ['patch', ...scope(namespace), target, '--type=strategic', '-p', JSON.stringify(change)] }
}

/** A change of the main container of a workload, which rolls it out; `name` where it is not called as its workload. */
export function patchContainer(namespace: string, target: string, change: Fields): Step {
  return patchPod(namespace, target, { containers: [{ name: target.slice(target.indexOf('/') + 1), ...change }] })
}

/** A change of the pods of a workload, which rolls it out. */
export function patchPod(namespace: string, target: string, spec: Fields): Step {
  return patch(namespace, target, { spec: { template: { spec } } })
}

/** Deletes `kind/name`. */
export function remove(namespace: string | null, target: string): Step {
  return { kubectl: ['delete', ...scope(namespace), target, '--wait=false'] }
}

/** New pods of a workload with the same template. */
export function restart(namespace: string, target: string): Step {
  return { kubectl: ['rollout', 'restart', ...scope(namespace), target] }
}

/** A count of pods that somebody asks for by hand. */
export function scale(namespace: string, target: string, replicas: number): Step {
  return { kubectl: ['scale', ...scope(namespace), target, `--replicas=${replicas}`] }
}

function scope(namespace: string | null): readonly string[] {
  return namespace === null ? [] : ['-n', namespace]
}
