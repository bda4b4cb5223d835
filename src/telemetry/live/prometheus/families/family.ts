import type { Labels } from '../../../identity/telemetry-labels.ts'

/** A counter of requests, and where its failures and durations are, in the names of one instrument. */
export interface Counted {
  /** For people: who counts so. */
  readonly name: string
  /** Where the names are documented. */
  readonly source: string
  readonly counter: string
  /** Matchers that its series must meet, in PromQL; what tells a name that many use apart from others. */
  readonly only: string
  readonly failures: Failures
  /** True where values arrive by a flush of their own clock, which may be slower than the scrape. */
  readonly isFlushed?: boolean
}

export interface Failures {
  /** A counter of its own, which does not exist before the first failure; null: series of the same counter. */
  readonly counter: string | null
  /** Matchers of failed requests, any of which is enough. */
  readonly any: readonly string[]
  /** Matchers that some series meets when failures are told at all; with none of these, errors are unknown and not zero. */
  readonly told: readonly string[]
}

export interface Histogram {
  /** Without `_bucket`. */
  readonly metric: string
  readonly only: string
  readonly unit: 'ms' | 's'
}

/** Requests that services were asked. */
export interface ServedFamily extends Counted {
  /** Labels by which services are told apart. */
  readonly by: readonly string[]
  /** The first that is there tells. */
  readonly durations: readonly Histogram[]
  /** The labels of a service in the words that identities know; null for series that are about no service. The same labels when left out. */
  readonly service?: (labels: Labels) => Labels | null
}

/** Whom an edge leads to: labels, or an address as its caller writes it. */
export type Callee = { readonly labels: Labels } | { readonly address: string }

/** Requests from one service to another. */
export interface EdgeFamily extends Counted {
  readonly by: readonly string[]
  /** As callers measured, waiting and network included. */
  readonly callerDurations: readonly Histogram[]
  readonly calleeDurations: readonly Histogram[]
  readonly caller: (labels: Labels) => Labels | null
  readonly callee: (labels: Labels) => Callee | null
}

/** Picks labels and gives them other names; a label that is not there is left out. */
export function renamed(labels: Labels, names: Readonly<Record<string, string>>): Labels {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, own]) => {
      const value = labels[own]
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** Failures told by a label of the counter itself. */
export function byLabel(label: string, failed: string): Failures {
  return { counter: null, any: [`${label}=~"${failed}"`], told: [`${label}!=""`] }
}
