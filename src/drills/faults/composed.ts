import { applicationFailure } from '../traffic/failure.ts'
import { callersOf } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { entity } from './acts.ts'
import { autoscalersAggressive } from './autoscalers-aggressive.ts'
import { chaosPartition } from './chaos-others.ts'
import { configMalformed } from './config-malformed.ts'
import { envAddressInvalid } from './env-address-invalid.ts'
import { type FaultKind, type FaultPlan, type Step, pickService } from './fault.ts'
import { flagFlipped } from './flag-flipped.ts'
import { imageMissing } from './image-missing.ts'
import { memoryLeak } from './memory-leak.ts'
import { networkPolicyDeny } from './network-policy-deny.ts'
import { quotaExceeded } from './quota-exceeded.ts'
import { serviceSelectorWrong } from './service-changes.ts'

const LONGEST_WAIT_MINUTES = 25

/** Two things break on their own, in areas that do not call each other; both are causes. Needs a topology with two entrances. */
export const twoFaults: FaultKind = {
  name: 'two_faults',
  needs: ['flags', 'entrances'],
  plan(context) {
    const areas = [...new Set(context.world.topology.services.filter((unit) => unit.role === 'load').map((unit) => unit.area))]
    const [first, second] = areas.length > 1 ? areas : [areas[0], areas[0]]
    const one = context.random
      .pick([flagFlipped, networkPolicyDeny, imageMissing])
      .plan({ ...context, mayHit: (unit) => unit.area === first })
    const other = context.random
      .pick([envAddressInvalid, serviceSelectorWrong])
      .plan({ ...context, mayHit: (unit) => unit.area === second })
    return joined(one, other)
  },
}

/** A change that does nothing for minutes, until what reads it is replaced. */
export const delayedChange: FaultKind = {
  name: 'delayed_change',
  needs: ['flags'],
  plan(context) {
    const kind = context.random.pick([flagFlipped, configMalformed, quotaExceeded, memoryLeak])
    if (context.delaySeconds > 0) return kind.plan(context)
    const delaySeconds = context.random.integer(5, LONGEST_WAIT_MINUTES) * 60
    context.world.durationSeconds += delaySeconds
    return kind.plan({ ...context, delaySeconds })
  },
}

/** Something far from the incident has been failing loudly since before it began. */
export const loudErrors: FaultKind = {
  name: 'loud_errors',
  needs: ['queue'],
  plan(context) {
    const { random } = context
    const plan = random.pick([serviceSelectorWrong, envAddressInvalid, chaosPartition, networkPolicyDeny]).plan(context)
    const loud = random.pick(context.world.topology.services.filter((unit) => unit.role === 'worker'))
    const failure = applicationFailure('cannot render template: missing field salutation')
    const step: Step = {
      at: 1,
      apply: (world) =>
        void world.conditions.push({ service: loud.key, from: 0, to: Number.POSITIVE_INFINITY, failureRatio: 0.3, failure }),
    }
    return { ...plan, steps: [...plan.steps, step], decoys: [...plan.decoys, entity(loud, 'Deployment')] }
  },
}

/** Callers of the broken service give up and are restarted: the restarts follow from the fault and are not it. */
export const restartsFromFault: FaultKind = {
  name: 'restarts_from_fault',
  plan(context) {
    const { random, world } = context
    const hit = pickService(context, (unit) => callersOf(world.topology, unit.key).some((caller) => caller.role === 'service'))
    const plan = random.pick([networkPolicyDeny, serviceSelectorWrong, imageMissing]).plan({ ...context, mayHit: (unit) => unit === hit })
    const callers = callersOf(world.topology, hit.key).filter((unit) => unit.role === 'service')
    const restarts = [70, 190, 330, 480].flatMap((after) =>
      callers.map((caller) => givesUp(caller, hit.name, { at: (plan.onset ?? context.at) + after })),
    )
    return {
      ...plan,
      steps: [...plan.steps, ...restarts],
      decoys: [...plan.decoys, ...callers.map((caller) => entity(caller, 'Deployment'))],
    }
  },
}

/** A recorder's query came back empty: one of the files is not there. What remains is enough. */
export const missingFiles: FaultKind = {
  name: 'missing_files',
  needs: ['flags'],
  plan: (context) =>
    context.random.pick([envAddressInvalid, networkPolicyDeny, serviceSelectorWrong, flagFlipped, autoscalersAggressive]).plan(context),
}

/** What a `missing_files` drill may lack without becoming undecidable. */
export const DISPENSABLE = ['otel_logs_raw.tsv', 'k8s_events_raw.tsv', 'metrics', 'otel_logs_raw.tsv'] as const

function givesUp(caller: { key: string }, callee: string, when: { at: number }): Step {
  const exit = { exitCode: 1, reason: 'Error', lastWords: `fatal: ${callee} did not answer 20 times, giving up` }
  return { at: when.at, apply: (world: World) => void world.conditions.push({ service: caller.key, from: when.at, to: when.at + 3, exit }) }
}

function joined(one: FaultPlan, other: FaultPlan): FaultPlan {
  return {
    mechanism: `${one.mechanism} and ${other.mechanism}`,
    outcome: 'diagnosis',
    injectedAt: Math.min(one.injectedAt ?? 0, other.injectedAt ?? 0),
    onset: Math.min(one.onset ?? 0, other.onset ?? 0),
    decoys: [...one.decoys, ...other.decoys],
    steps: [...one.steps, ...other.steps],
    truth(world) {
      const [first, second] = [one.truth(world), other.truth(world)]
      return { rootCauses: [...first.rootCauses, ...second.rootCauses], accept: [...first.accept, ...second.accept] }
    },
  }
}
