import { nameOr } from '../../domain/command-names.ts'
import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument, Citation } from '../../domain/evidence.ts'
import { cite, citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { textAt } from '../scene/json.ts'
import {
  type Address,
  governedBy,
  holdersOf,
  isAddressLiteral,
  isServiceIn,
  parseAddress,
  serviceOfHost,
  settingLines,
  wholeWordPattern,
} from '../scene/kubernetes/address.ts'
import { quoteState } from '../scene/kubernetes/event-search.ts'
import { currentState } from '../scene/kubernetes/owning-workload.ts'
import { isRenumbered, portsOf, workloadsBeside } from '../scene/kubernetes/service-target.ts'
import { environmentOf, podLabels } from '../scene/kubernetes/workload.ts'
import { isJudged, isScopeRead } from '../scene/missing-names.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, changeArguments, type Finding, onePerEntity, PROGRAM_FAILS } from './shared/finding.ts'
import { createAgain, editRemedy } from './shared/remedies.ts'
import { configMapsOf, workloadOf, workloadsIn } from './shared/workloads.ts'

type Failure = Held<'call_failures'>

/** Other holders of a name that are shown. */
const SHOWN_HOLDERS = 2

/**
 * Somebody calls an address of the cluster that nobody answers to: no Service has the name, or the Service of that name no such port. Where the objects show
 * that a Service of that name belongs there, it is gone, or was never made; else the address is wrong, and whoever wrote it down is the cause: the
 * ConfigMap or the workload that holds it, as far as either was read. Told by calls that failed, and by addresses in the environment.
 */
export const addressWrong = family('address_wrong', (scene) => {
  // Without any Service object nothing can be said about which ones exist.
  if (scene.objects.current('Service').length === 0) return []
  const failures = rowsHeld(scene.facts, 'call_failures')
  const own = failures.filter((failure) => !isPassedOn(failure, failures, scene))
  const called = own.flatMap((failure) => calledFinding(failure, scene) ?? [])
  const gone = new Set(called.flatMap(({ entity, mechanism }) => (mechanism === 'service_missing' ? [entity] : [])))
  const written = workloadsIn(scene).flatMap((workload) =>
    environmentOf(workload.row.object).flatMap((variable) => variableFinding(workload, variable, { gone, scene }) ?? []),
  )
  // Of a workload that is told by both, the variable says more.
  return onePerEntity([...called, ...written])
})

/** Whom the caller calls says the same: the caller repeats its answer. */
function isPassedOn({ row }: Failure, all: readonly Failure[], { graph }: Scene): boolean {
  const callees = new Set(graph.from(graph.unitOf(row.caller), 'calls'))
  const isSame = (other: Failure['row']) => other.host === row.host && other.port === row.port && other.failure === row.failure
  const unit = graph.unitOf(row.caller)
  return all.some(({ row: other }) => graph.unitOf(other.caller) !== unit && callees.has(graph.unitOf(other.caller)) && isSame(other))
}

function serviceAt(host: string, asking: EntityId): EntityId | null {
  return serviceOfHost(host, parseEntity(asking).scope)
}

/**
 * The name is one that no Service has (one that was seen before, or that a manifest declares, has causes of its own to be missing), or nobody answers at a
 * port that the Service does not have, while no pod behind it serves that one either: who wrote it down is wrong. Null where neither is so.
 */
function calledFinding(failure: Failure, scene: Scene): Finding | null {
  const { caller, host, port, failure: how } = failure.row
  const service = serviceAt(host, caller)
  if (service === null) return null
  const { name } = parseEntity(service)
  if (how === 'no_such_host') {
    if (scene.objects.versionsOf(service).length > 0 || !isJudged(host, service, scene)) return null
    const traces = tracesOf(service, failure, scene)
    if (traces.length > 0) return goneService(service, traces, { failure, scene })
    return wrongAddress(failure, scene, { address: host, words: [host, name] })
  }
  const state = currentState(service, scene)
  if (port === null || (how !== 'refused' && how !== 'timed_out') || state === null) return null
  if (portsOf(state).some((one) => one.port === String(port)) || isRenumbered(state, String(port), scene.objects)) return null
  const address = `${host}:${port}`
  return wrongAddress(failure, scene, { address, words: [address, String(port), host, name] })
}

/** What shows that a Service of that name belongs there; empty where nothing but the caller knows the name. */
function tracesOf(service: EntityId, failure: Failure, scene: Scene): readonly Argument[] {
  const { objects } = scene
  const { name } = parseEntity(service)
  const behind = workloadsBeside(service, objects).find((workload) => isMeant(workload, name))
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

/** The workload carries the name, or its pods do. */
function isMeant({ row }: ObjectVersion, name: string): boolean {
  return parseEntity(row.entity).name === name || [...podLabels(row.object).values()].includes(name)
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
  const { caller, host, target, example, failure: how, lastAt } = failure.row
  const [asked, why] = how === 'no_such_host' ? [host, 'no such name is known'] : [target, 'the Service of that name has no such port']
  return because(
    `${parseEntity(caller).name} asks for ${asked}, and ${why}`,
    citeFirst(failure, [example, target], { role: 'mechanism', at: lastAt }),
  )
}

function goneService(
  service: EntityId,
  traces: readonly Argument[],
  { failure, scene }: { readonly failure: Failure; readonly scene: Scene },
): Finding {
  const asking = rowsHeld(scene.facts, 'call_failures').filter(
    ({ row }) => row.failure === 'no_such_host' && serviceAt(row.host, row.caller) === service,
  )
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

/** `words`: how a setting may write what is wrong, the most telling first; host and port may stand apart. */
function wrongAddress(
  failure: Failure,
  scene: Scene,
  { address, words }: { readonly address: string; readonly words: readonly string[] },
): Finding {
  const { caller, firstAt } = failure.row
  const workload = workloadOf(caller, scene)
  const read = configMapsOf(workload, scene)
  const holders = [...read, workload].flatMap((entity) => scene.objects.versionsOf(entity).slice(-1))
  const [found] = words.flatMap((word) => holders.flatMap((holder) => lineWith(word, holder)))
  const unread = found === undefined ? unreadSetting(workload, read, scene) : null
  const entity = found?.holder.row.entity ?? unread?.setting ?? workload
  return {
    entity,
    mechanism: 'address_unknown',
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
    disprovenBy: `a Service that answers to ${address}`,
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

interface Variable {
  readonly name: string
  readonly value: string
}

/** Optional peers that were never deployed stand in many environments: an address counts where the workload complains of it, or it was changed. */
function variableFinding(
  workload: ObjectVersion,
  { name, value }: Variable,
  { gone, scene }: { readonly gone: ReadonlySet<EntityId>; readonly scene: Scene },
): Finding | null {
  const { entity } = workload.row
  const { name: workloadName } = parseEntity(entity)
  const address = parseAddress(value)
  const service = serviceAt(address?.host ?? '', entity)
  if (address === null || service === null || gone.has(service)) return null
  const wrong = whatIsWrong(address, { service, workload: entity, scene })
  const complaint = complaintAbout(address, entity, scene)
  const change = scene.objects.changes.findLast((one) => one.entity === entity && one.path.endsWith(`env.${name}`))
  if (wrong === null || (complaint.length === 0 && change === undefined)) return null
  return {
    entity,
    mechanism: 'env_address_invalid',
    basis: complaint.length === 0 ? 'changed' : 'witnessed',
    since: change?.at ?? null,
    effects: PROGRAM_FAILS,
    for: [
      because(`${workloadName} is told to use ${value}, ${wrong}`, quoteState(workload, `${name}: ${value}`)),
      because('it fails there', complaint),
      ...changeArguments(change),
    ],
    disprovenBy: `${value} answers from inside ${workloadName}`,
    reads: [entity, service].map((one) => ({ kind: 'object_versions', entity: one })),
    remedy: editRemedy(entity, `correct ${nameOr('variableName', name, 'the variable')}`),
  }
}

interface Written {
  readonly service: EntityId
  readonly workload: EntityId
  readonly scene: Scene
}

/** In words, what is wrong with an address; null when it is right. */
function whatIsWrong({ host, port }: Address, { service, workload, scene }: Written): string | null {
  if (isAddressLiteral(host)) return null
  const state = scene.objects.versionsOf(service).at(-1)
  if (state === undefined)
    return isScopeRead(service, scene) && !isUsedElsewhere(service, workload, scene) ? 'and no Service has that name' : null
  // A Service that is declared, or was there and is gone, is a fault of its own, not of those who use it.
  if (!state.row.isCurrent || port === null || isRenumbered(state, port, scene.objects)) return null
  const ports = portsOf(state).map((one) => one.port)
  return ports.length > 0 && !ports.includes(port) ? `and that Service has no port ${port}` : null
}

/** Nobody writes the same wrong name in two places: where others use it too, the Service is gone. */
function isUsedElsewhere(service: EntityId, workload: EntityId, { objects }: Scene): boolean {
  return governedBy(service, objects) !== undefined || holdersOf(service, objects).some(({ row }) => row.entity !== workload)
}

/**
 * Quotes an error line of this workload about the address: by the host name where no Service has it, with the port where only that is wrong; clients that
 * resolve the name first speak of the Service's cluster address instead.
 */
function complaintAbout({ host, port }: Address, workload: EntityId, scene: Scene): readonly Citation[] {
  const unit = scene.graph.unitOf(workload)
  const service = serviceAt(host, workload)
  const state = service === null ? null : currentState(service, scene)
  const clusterAddress = textAt(state?.row.object, 'spec', 'clusterIP')
  const spoken = state === null || port === null ? [host] : [host, clusterAddress ?? host].map((one) => `${one}:${port}`)
  const lines = rowsHeld(scene.facts, 'log_patterns').filter(
    ({ row }) => row.severity === 'error' && scene.graph.unitOf(row.entity) === unit,
  )
  const told = spoken.flatMap((words) =>
    lines.filter(({ row }) => wholeWordPattern(words).test(row.example)).map((line) => ({ line, words })),
  )
  return told.slice(0, 1).flatMap(({ line, words }) => cite(line, words, { role: 'symptom', at: line.row.lastAt }))
}
