import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument, Citation } from '../../domain/evidence.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import {
  governedBy,
  holdersOf,
  isAddressLiteral,
  isServiceIn,
  serviceOfHost,
  settingLines,
  wholeWordPattern,
} from '../scene/kubernetes/address.ts'
import { quoteState, currentState } from '../scene/kubernetes/states-and-events.ts'
import { isRenumbered, portsOf, workloadsBeside } from '../scene/kubernetes/service-target.ts'
import { podLabels } from '../scene/kubernetes/fields.ts'
import { isJudged } from '../scene/addressed-services.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, type Finding, onePerEntity, PROGRAM_FAILS } from './family.ts'
import { createAgain, editRemedy } from './shared/remedies.ts'
import { configMapsOf, workloadOf } from './shared/workloads.ts'

type Failure = Held<'call_failures'>

/** How calls fail where nobody is at the address; whoever refuses, resets or is not trusted is somebody. */
const UNANSWERED: ReadonlySet<Failure['row']['failure']> = new Set(['no_such_host', 'refused', 'timed_out', 'other'])
/** Other holders of a name that are shown. */
const SHOWN_HOLDERS = 2

/**
 * Somebody calls an address of the cluster that nobody answers to: no Service has the name, or the Service of that name no such port. Where the objects show
 * that a Service of that name belongs there, it is gone, or was never made; else the address is wrong, and whoever wrote it down is the cause: the
 * ConfigMap or the workload that holds it, as far as either was read.
 */
export const addressWrong = family('address_wrong', (scene) => {
  // Without any Service object nothing can be said about which ones exist.
  if (scene.objects.current('Service').length === 0) return []
  const failures = rowsHeld(scene.facts, 'call_failures')
  const own = failures.filter((failure) => !isPassedOn(failure, failures, scene))
  return onePerEntity(own.flatMap((failure) => calledFinding(failure, scene) ?? []))
})

/** Whom the caller calls says the same: the caller repeats its answer. */
function isPassedOn({ row }: Failure, all: readonly Failure[], { graph }: Scene): boolean {
  const callees = new Set(graph.from(graph.unitOf(row.caller), 'calls'))
  const isSame = (other: Failure['row']) => other.host === row.host && other.port === row.port && other.failure === row.failure
  const unit = graph.unitOf(row.caller)
  return all.some(({ row: other }) => graph.unitOf(other.caller) !== unit && callees.has(graph.unitOf(other.caller)) && isSame(other))
}

/** The Service that a call was for, whether it is there or not; clients that resolve a name first speak of its cluster address. */
function serviceOf({ row }: Failure, { graph }: Scene): EntityId | null {
  return isAddressLiteral(row.host) ? graph.calleeOf(row) : serviceOfHost(row.host, parseEntity(row.caller).scope)
}

/**
 * The name is one that no Service has (one that was seen before, or that a manifest declares, has causes of its own to be missing), or the port is one that the
 * Service does not have, while no pod behind it serves that one either: who wrote it down is wrong. Null where neither is so.
 */
function calledFinding(failure: Failure, scene: Scene): Finding | null {
  const { host, port, failure: how } = failure.row
  const service = UNANSWERED.has(how) ? serviceOf(failure, scene) : null
  if (service === null || parseEntity(service).kind !== 'Service') return null
  const { name } = parseEntity(service)
  if (scene.objects.versionsOf(service).length === 0) {
    if (!isJudged(host, service, scene)) return null
    return goneService(service, failure, scene) ?? wrongAddress(failure, [host, name], scene)
  }
  const state = currentState(service, scene)
  if (port === null || state === null || how === 'no_such_host') return null
  if (portsOf(state).some((one) => one.port === String(port)) || isRenumbered(state, String(port), scene.objects)) return null
  return wrongAddress(failure, [`${host}:${port}`, `${name}:${port}`, String(port), host, name], scene)
}

/** What shows that a Service of that name belongs there; empty where nothing but the caller knows the name. */
function tracesOf(service: EntityId, failure: Failure, scene: Scene): readonly Argument[] {
  const { objects } = scene
  const { name } = parseEntity(service)
  // The workload carries the name, or its pods do.
  const behind = workloadsBeside(service, objects).find(
    ({ row }) => parseEntity(row.entity).name === name || podLabels(row.object).values().toArray().includes(name),
  )
  if (behind !== undefined)
    return [because(`the pods of ${name} are there`, quoteState(behind, 'spec.template.metadata.labels', 'matchLabels', 'metadata.name'))]
  const governed = governedBy(service, objects)
  if (governed !== undefined)
    return [because(`${parseEntity(governed.row.entity).name} names its pods by it`, quoteState(governed, `spec.serviceName: ${name}`))]
  const holders = holdersOf(service, objects)
  const others = holders.filter((one) => !isHeldBy(one, failure.row.caller, scene))
  // Nobody writes the same wrong name in two places.
  const used =
    holders.length > 1 ? others.map((one) => ({ one, says: `${parseEntity(one.row.entity).name} is told to use ${name} as well` })) : []
  const kept = holders.filter((one) => hasWorkedWith(one, failure, scene))
  const old = kept.map((one) => ({ one, says: `${name} stands in ${parseEntity(one.row.entity).name} since before it failed` }))
  return [...used, ...old].slice(0, SHOWN_HOLDERS).map(({ one, says }) => because(says, quoteName(one, service)))
}

/** The caller's own setting, or one that it reads. */
function isHeldBy({ row }: ObjectVersion, caller: EntityId, scene: Scene): boolean {
  const workload = workloadOf(caller, scene)
  return row.entity === workload || configMapsOf(workload, scene).includes(row.entity)
}

/** The setting is older than the recording, and the caller, which was heard before, complains of it only now. */
function hasWorkedWith({ row }: ObjectVersion, { row: failed }: Failure, { facts, window }: Scene): boolean {
  const writtenAt = row.writes?.at(-1)?.at ?? row.changedAt
  const line = rowsHeld(facts, 'log_patterns').find((one) => one.row.example === failed.example)
  return window !== null && writtenAt !== null && writtenAt < window.start && line?.row.baselineCount === 0
}

/** Where a setting names a Service. */
function quoteName(holder: ObjectVersion, service: EntityId): readonly Citation[] {
  const [line] = settingLines(holder).filter((one) => isServiceIn(one, service, holder))
  return line === undefined ? [] : quoteState(holder, line)
}

function said(failure: Failure): Argument {
  const { caller, target, example, failure: how, lastAt } = failure.row
  const why = how === 'no_such_host' ? 'no such name is known' : 'no Service answers to that'
  return because(
    `${parseEntity(caller).name} asks for ${target}, and ${why}`,
    citeFirst(failure, [example, target], { role: 'mechanism', at: lastAt }),
  )
}

/** Null where nothing but the caller knows the name. */
function goneService(service: EntityId, failure: Failure, scene: Scene): Finding | null {
  const traces = tracesOf(service, failure, scene)
  if (traces.length === 0) return null
  const asking = rowsHeld(scene.facts, 'call_failures').filter((other) => serviceOf(other, scene) === service)
  return {
    entity: service,
    mechanism: 'service_missing',
    basis: 'witnessed',
    since: failure.row.firstAt,
    // Nothing but those who ask for it shows that it is gone.
    victims: [service, ...asking.map(({ row }) => workloadOf(row.caller, scene))],
    effects: PROGRAM_FAILS,
    for: [said(failure), ...traces],
    disprovenBy: `a Service ${parseEntity(service).name} that is there`,
    remedy: createAgain(service),
  }
}

/** `words`: how a setting may write what is wrong, the whole address first; host and port may stand apart. */
function wrongAddress(failure: Failure, words: readonly [string, ...string[]], scene: Scene): Finding {
  const { caller, firstAt } = failure.row
  const workload = workloadOf(caller, scene)
  const read = configMapsOf(workload, scene)
  const holders = [...read, workload].flatMap((entity) => scene.objects.versionsOf(entity).slice(-1))
  const [found] = words.flatMap((word) => holders.flatMap((holder) => lineWith(word, holder)))
  const unread = found === undefined ? unreadSetting(workload, read, scene) : null
  const entity = found?.holder.row.entity ?? unread?.setting ?? workload
  return {
    entity,
    mechanism: found?.holder.row.entity === workload ? 'env_address_invalid' : 'address_unknown',
    basis: 'witnessed',
    isReasonUnknown: unread !== null,
    since: found?.holder.row.writes?.at(-1)?.at ?? firstAt,
    victims: [workload],
    effects: PROGRAM_FAILS,
    for: [
      said(failure),
      ...(found === undefined ? [] : [because('where the address stands', quoteState(found.holder, found.line))]),
      ...(unread === null ? [] : [unread.says]),
    ],
    disprovenBy: `a Service that answers to ${words[0]}`,
    remedy: editRemedy(entity, 'correct the address that no Service has'),
  }
}

/** The one ConfigMap that a workload reads and that was not recorded: an address that stands nowhere in the workload itself comes from there. Null where there are several. */
function unreadSetting(
  workload: EntityId,
  [setting, ...others]: readonly EntityId[],
  { objects }: Scene,
): { readonly setting: EntityId; readonly says: Argument } | null {
  const state = objects.versionsOf(workload).at(-1)
  if (state === undefined || setting === undefined || others.length > 0 || objects.versionsOf(setting).length > 0) return null
  const { name } = parseEntity(setting)
  const says = `the address stands nowhere in ${parseEntity(workload).name}, which reads ${name}; that was not recorded`
  return { setting, says: because(says, quoteState(state, `configMap.name: ${name}`, `configMapRef.name: ${name}`, name)) }
}

function lineWith(word: string, holder: ObjectVersion): readonly { readonly holder: ObjectVersion; readonly line: string }[] {
  const line = settingLines(holder).find((one) => wholeWordPattern(word).test(one.slice(one.indexOf(': ') + 2)))
  return line === undefined ? [] : [{ holder, line }]
}
