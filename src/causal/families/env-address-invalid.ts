import { nameOr } from '../../domain/command-names.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { cite, rowsHeld, type Held } from '../scene/cite.ts'
import { parseAddress, serviceOfHost, type Address } from '../scene/kubernetes/address.ts'
import { textAt } from '../scene/json.ts'
import { governedBy, holdersOf } from '../scene/kubernetes/address-holders.ts'
import { quoteState } from '../scene/kubernetes/event-search.ts'
import { currentState } from '../scene/kubernetes/owning-workload.ts'
import { isRenumbered, portsOf } from '../scene/kubernetes/service-target.ts'
import { environmentOf } from '../scene/kubernetes/workload.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { changeArguments } from './shared/arguments.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { PROGRAM_FAILS } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const

/** An address in a workload's environment that no Service answers to: the workload carries it, the Service it misses is innocent. */
export const envAddressInvalid = family('env_address_invalid', (scene) => {
  // Without any Service object nothing can be said about which ones exist.
  if (scene.objects.current('Service').length === 0) return []
  const workloads = WORKLOADS.flatMap((kind) => scene.objects.current(kind))
  return workloads.flatMap((workload) =>
    environmentOf(workload.row.object).flatMap((variable) => findingFor(workload, variable, scene) ?? []),
  )
})

interface Variable {
  readonly name: string
  readonly value: string
}

function findingFor(workload: ObjectVersion, variable: Variable, scene: Scene): Finding | null {
  const address = parseAddress(variable.value)
  const wrong = address === null ? null : whatIsWrong(address, workload.row.entity, scene)
  if (address === null || wrong === null) return null
  const { entity } = workload.row
  const spoken = complaintAbout(address, entity, scene)
  const change = scene.objects.changes.findLast((one) => one.entity === entity && one.path.endsWith(`env.${variable.name}`))
  const isKnownToHurt = spoken !== null || change !== undefined
  // Optional peers that were never deployed stand in many environments; alone, such an address is no finding at all.
  if (!isKnownToHurt) return null
  return {
    entity,
    mechanism: 'env_address_invalid',
    basis: spoken === null ? 'changed' : 'witnessed',
    isUncaused: change !== undefined,
    since: change?.at ?? null,
    victims: [entity],
    effects: PROGRAM_FAILS,
    for: [
      because(
        `${parseEntity(entity).name} is told to use ${variable.value}, ${wrong}`,
        quoteState(workload, `${variable.name}: ${variable.value}`),
      ),
      ...(spoken === null
        ? []
        : [because('it fails there', cite(spoken.line, spoken.words, { role: 'symptom', at: spoken.line.row.lastAt }))]),
      ...changeArguments(change),
    ],
    disprovenBy: `${variable.value} answers from inside ${parseEntity(entity).name}`,
    reads: [
      { kind: 'object_versions', entity },
      { kind: 'object_versions', entity: serviceEntity(address, entity) ?? entity },
    ],
    remedy: editRemedy(entity, `correct ${nameOr('variableName', variable.name, 'the variable')}`),
  }
}

/** In words, what is wrong with an address; null when it is right or leads out of the cluster. */
function whatIsWrong(address: Address, workload: EntityId, scene: Scene): string | null {
  const service = serviceEntity(address, workload)
  if (service === null || isAddressLiteral(address.host)) return null
  const state = scene.objects.versionsOf(service).at(-1)
  if (state === undefined)
    return isScopeRead(service, scene) && !isUsedElsewhere(service, workload, scene) ? 'and no Service has that name' : null
  // A Service that is declared, or was there and is gone, is a fault of its own, not of those who use it.
  if (!state.row.isCurrent) return null
  if (address.port !== null && isRenumbered(state, address.port, scene.objects)) return null
  const ports = portsOf(state).map(({ port }) => port)
  return address.port !== null && ports.length > 0 && !ports.includes(address.port) ? `and that Service has no port ${address.port}` : null
}

/** Nobody writes the same wrong name in two places: where others use it too, the Service is gone. */
function isUsedElsewhere(service: EntityId, workload: EntityId, { objects }: Scene): boolean {
  return governedBy(service, objects) !== undefined || holdersOf(service, objects).some(({ row }) => row.entity !== workload)
}

function isScopeRead(service: EntityId, scene: Scene): boolean {
  const { scope } = parseEntity(service)
  if (scene.objects.current('Service').some(({ row }) => parseEntity(row.entity).scope === scope)) return true
  // A namespace that is not among those that were read does not exist, so no Service can be there.
  const namespaces = scene.objects.current('Namespace')
  return namespaces.length > 0 && !namespaces.some(({ row }) => parseEntity(row.entity).name === scope)
}

function serviceEntity(address: Address, workload: EntityId): EntityId | null {
  const service = serviceOfHost(address.host, parseEntity(workload).scope)
  return service === null ? null : formatEntity(service.namespace, 'Service', service.name)
}

function isAddressLiteral(host: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(host) || host === 'localhost'
}

interface Complaint {
  readonly line: Held<'log_patterns'>
  readonly words: string
}

/**
 * An error line of this workload (its service) about the address: by the host name where no Service has it, with the port where only
 * that is wrong; clients that resolve the name first speak of the Service's cluster address instead.
 */
function complaintAbout(address: Address, workload: EntityId, scene: Scene): Complaint | null {
  const unit = scene.graph.unitOf(workload)
  const service = serviceEntity(address, workload)
  const state = service === null ? null : currentState(service, scene)
  const clusterAddress = textAt(state?.row.object, 'spec', 'clusterIP')
  const spoken =
    state === null || address.port === null
      ? [address.host]
      : [address.host, clusterAddress ?? address.host].map((host) => `${host}:${address.port}`)
  const lines = rowsHeld(scene.facts, 'log_patterns').filter(
    ({ row }) => row.severity === 'error' && scene.graph.unitOf(row.entity) === unit,
  )
  return (
    spoken.flatMap((words) => lines.filter(({ row }) => wholeWordPattern(words).test(row.example)).map((line) => ({ line, words })))[0] ??
    null
  )
}

/** The words by themselves, not as a part of a longer name or address. */
export function wholeWordPattern(words: string): RegExp {
  return new RegExp(String.raw`(?<![\w.-])${RegExp.escape(words)}(?![\w-])`)
}
