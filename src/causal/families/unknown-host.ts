import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument, Citation } from '../../domain/evidence.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { serviceOfHost } from '../scene/kubernetes/address.ts'
import { governedBy, holdersOf, isServiceIn, settingLines } from '../scene/kubernetes/address-holders.ts'
import { isJudged } from '../scene/missing-names.ts'
import { quoteState } from '../scene/kubernetes/event-search.ts'
import { podLabels } from '../scene/kubernetes/workload.ts'
import { isRenumbered, portsOf, workloadsBeside } from '../scene/kubernetes/service-target.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { wholeWordPattern } from './env-address-invalid.ts'
import { family } from './family.ts'
import { because, onePerEntity, type Finding } from './shared/build-proposal.ts'
import { PROGRAM_FAILS } from './shared/effects.ts'
import { createAgain, editRemedy } from './shared/remedies.ts'
import { workloadOf } from './shared/workload-of.ts'

type Failure = Held<'call_failures'>

/** Other holders of a name that are shown. */
const SHOWN_HOLDERS = 2

/**
 * A caller asks for a name of the cluster that no Service has. Where a workload of that name is there, its Service is gone, or was never made; else the name
 * is wrong, and whoever wrote it down is the cause: the ConfigMap or the workload that holds it, as far as either was read.
 */
export const unknownHost = family('unknown_host', (scene) => {
  if (scene.objects.current('Service').length === 0) return []
  const failures = rowsHeld(scene.facts, 'call_failures')
  const own = failures.filter((failure) => !isPassedOn(failure, failures, scene))
  const findings = own.flatMap((failure) =>
    failure.row.failure === 'no_such_host' ? findingFor(failure, scene) : portFinding(failure, scene),
  )
  return onePerEntity(findings)
})

/** Whom the caller calls says the same: the caller repeats its answer. */
function isPassedOn({ row }: Failure, all: readonly Failure[], { graph }: Scene): boolean {
  const callees = new Set(graph.from(graph.unitOf(row.caller), 'calls'))
  const isSame = (other: Failure['row']) => other.host === row.host && other.port === row.port && other.failure === row.failure
  const unit = graph.unitOf(row.caller)
  return all.some(({ row: other }) => graph.unitOf(other.caller) !== unit && callees.has(graph.unitOf(other.caller)) && isSame(other))
}

function findingFor(failure: Failure, scene: Scene): readonly Finding[] {
  const { caller, host } = failure.row
  const named = serviceOfHost(host, parseEntity(caller).scope)
  if (named === null || !isJudged(host, named, scene)) return []
  const service = formatEntity(named.namespace, 'Service', named.name)
  // One that was seen before, or that a manifest declares, has causes of its own to be missing.
  const isKnown = scene.objects.versionsOf(service).length > 0
  if (isKnown) return []
  const traces = tracesOf(service, failure, scene)
  return [
    traces.length > 0
      ? goneService(failure, { service, traces, scene })
      : wrongAddress(failure, scene, { address: host, words: [host, named.name] }),
  ]
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

/** The caller's own setting, or one that it reads. */
function isHeldBy({ row }: ObjectVersion, caller: EntityId, scene: Scene): boolean {
  const workload = workloadOf(caller, scene)
  return row.entity === workload || settingsOf(workload, scene).some((setting) => setting.row.entity === row.entity)
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
/** A caller that gets no answer at a port that the Service does not have, while no pod behind it serves that one either: who wrote the port is wrong. */
function portFinding(failure: Failure, scene: Scene): readonly Finding[] {
  const { caller, host, port, failure: how } = failure.row
  const named = serviceOfHost(host, parseEntity(caller).scope)
  if (named === null || port === null || (how !== 'refused' && how !== 'timed_out')) return []
  const state = scene.objects.versionsOf(formatEntity(named.namespace, 'Service', named.name)).at(-1)
  if (state === undefined || !state.row.isCurrent) return []
  const isOffered = portsOf(state).some((one) => one.port === String(port))
  return isOffered || isRenumbered(state, String(port), scene.objects)
    ? []
    : [wrongAddress(failure, scene, { address: `${host}:${port}`, words: [`${host}:${port}`, String(port), host, named.name] })]
}

/** The workload carries the name, or its pods do. */
function isMeant({ row }: ObjectVersion, name: string): boolean {
  return parseEntity(row.entity).name === name || [...podLabels(row.object).values()].includes(name)
}

function said({ row, evidenceId }: Failure): Finding['for'][number] {
  const citations = citeFirst({ row, evidenceId }, [row.example, row.target], { role: 'mechanism', at: row.lastAt })
  const [asked, why] =
    row.failure === 'no_such_host' ? [row.host, 'no such name is known'] : [row.target, 'the Service of that name has no such port']
  return because(`${parseEntity(row.caller).name} asks for ${asked}, and ${why}`, citations)
}

interface Gone {
  readonly service: EntityId
  readonly traces: readonly Argument[]
  readonly scene: Scene
}

function goneService(failure: Failure, { service, traces, scene }: Gone): Finding {
  const { name } = parseEntity(service)
  const asking = rowsHeld(scene.facts, 'call_failures').filter(({ row }) => row.failure === 'no_such_host' && isNameOf(row, service))
  const callers = asking.map(({ row }) => workloadOf(row.caller, scene))
  return {
    entity: service,
    mechanism: 'service_missing',
    basis: 'witnessed',
    since: failure.row.firstAt,
    // Nothing but those who ask for it shows that it is gone.
    victims: [service, ...callers],
    effects: PROGRAM_FAILS,
    for: [said(failure), ...traces],
    disprovenBy: `a Service ${name} that is there`,
    remedy: createAgain(service),
  }
}

function isNameOf({ host, caller }: Failure['row'], service: EntityId): boolean {
  const named = serviceOfHost(host, parseEntity(caller).scope)
  return named !== null && formatEntity(named.namespace, 'Service', named.name) === service
}

/** `words`: how a setting may write what is wrong, the most telling first; host and port may stand apart. */
function wrongAddress(
  failure: Failure,
  scene: Scene,
  { address, words }: { readonly address: string; readonly words: readonly string[] },
): Finding {
  const { caller, firstAt } = failure.row
  const workload = workloadOf(caller, scene)
  const holders = [...settingsOf(workload, scene), ...scene.objects.versionsOf(workload).slice(-1)]
  const [found] = words.flatMap((word) => holders.flatMap((holder) => lineWith(word, holder)))
  const unread = found === undefined ? unreadSettingOf(workload, scene) : null
  const entity = found?.holder.row.entity ?? unread?.setting ?? workload
  const written = found?.holder.row.writes?.at(-1)
  return {
    entity,
    mechanism: 'address_unknown',
    basis: 'witnessed',
    ...(unread === null ? {} : { isReasonUnknown: true }),
    since: written?.at ?? firstAt,
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
function unreadSettingOf(workload: EntityId, scene: Scene): { readonly setting: EntityId; readonly says: Argument } | null {
  const state = scene.objects.versionsOf(workload).at(-1)
  const [setting, ...others] = configMapsOf(workload, scene)
  if (state === undefined || setting === undefined || others.length > 0 || scene.objects.versionsOf(setting).length > 0) return null
  const { name } = parseEntity(setting)
  const says = `the address stands nowhere in ${parseEntity(workload).name}, which reads ${name}; that was not recorded`
  return { setting, says: because(says, quoteState(state, `configMap.name: ${name}`, `configMapRef.name: ${name}`, name)) }
}

function lineWith(word: string, holder: ObjectVersion): readonly { readonly holder: ObjectVersion; readonly line: string }[] {
  const line = settingLines(holder).find((one) => wholeWordPattern(word).test(one.slice(one.indexOf(': ') + 2)))
  return line === undefined ? [] : [{ holder, line }]
}

/** The ConfigMaps that a workload reads, as far as they were recorded. */
function settingsOf(workload: EntityId, scene: Scene): readonly ObjectVersion[] {
  return configMapsOf(workload, scene).flatMap((entity) => scene.objects.versionsOf(entity).slice(-1))
}

function configMapsOf(workload: EntityId, { graph }: Scene): readonly EntityId[] {
  const read = [...graph.from(workload, 'mounts'), ...graph.from(workload, 'references')]
  return [...new Set(read)].filter((entity) => parseEntity(entity).kind === 'ConfigMap')
}
