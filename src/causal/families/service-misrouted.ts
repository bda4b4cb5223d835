import { formatEntity, parseEntity } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { rowsHeld } from '../scene/cite.ts'
import { textAt } from '../scene/json.ts'
import { quoteState } from '../scene/kubernetes/event-search.ts'
import { endpointsOf } from '../scene/kubernetes/endpoints.ts'
import { hasRecovered } from '../scene/kubernetes/owning-workload.ts'
import { parseAddress, serviceOfHost } from '../scene/kubernetes/address.ts'
import { environmentOf } from '../scene/kubernetes/workload.ts'
import {
  containerPorts,
  isRenumbered,
  meantWorkload,
  portsOf,
  selectedWorkloads,
  selectorOf,
  workloadsBeside,
  type ServicePort,
} from '../scene/kubernetes/service-target.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { changeArguments } from './shared/arguments.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { CALLS_FAIL } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/** A Service that leads nowhere, or to the wrong place, while the pods it is for are there. */
export const serviceMisrouted = family('service_misrouted', (scene) => {
  return scene.objects.current('Service').flatMap((service) => {
    const odd = [...selectorFindings(service, scene), ...portFindings(service, scene), ...renumberedFindings(service, scene)]
    return odd.length > 0 ? odd : changedFindings(service, scene)
  })
})

/** The selector takes no workload at all although one of its name is there, or it takes another one than that. */
function selectorFindings(service: ObjectVersion, scene: Scene): readonly Finding[] {
  const selector = selectorOf(service)
  const selected = selectedWorkloads(service, scene.objects)
  const meant = meantWorkload(service, scene.objects)
  if (selector.size === 0 || meant === null || selected.some(({ row }) => row.entity === meant.row.entity)) return []
  // A second Service in front of another workload (an external one, an alias) has no workload of its own name.
  const [key = ''] = selector.keys()
  const says =
    selected.length === 0 ? 'selects no pod' : `selects the pods of ${parseEntity(selected[0]?.row.entity ?? service.row.entity).name}`
  return [
    findingFor(service, scene, {
      mechanism: 'service_selector_mismatch',
      path: 'spec.selector',
      for: [
        because(`the Service ${parseEntity(service.row.entity).name} ${says}`, quoteState(service, `selector.${key}`, 'selector')),
        because(
          `the labels that the pods of ${parseEntity(meant.row.entity).name} have`,
          quoteState(meant, 'template.metadata.labels', 'matchLabels'),
        ),
        ...endpointArgument(service, scene),
      ],
      disprovenBy: 'a pod that carries the labels of the selector and answers',
      fix: 'correct spec.selector',
      isFelt: selected.length === 0 && hasNoEndpoint(service, scene) && hasRecovered(meant.row.entity, scene),
    }),
  ]
}

/** Target port or protocol that no container of the selected pods declares. Containers without declared ports are not judged. */
function portFindings(service: ObjectVersion, scene: Scene): readonly Finding[] {
  const [workload] = selectedWorkloads(service, scene.objects)
  const declared = workload === undefined ? new Set<string>() : containerPorts(workload)
  if (workload === undefined || declared.size === 0) return []
  return portsOf(service).flatMap((port) => {
    if (declared.has(`${port.targetPort}/${port.protocol}`)) return []
    const isOtherProtocol = [...declared].some((known) => known.startsWith(`${port.targetPort}/`))
    return [isOtherProtocol ? protocolFinding(service, workload, { port, scene }) : targetFinding(service, workload, { port, scene })]
  })
}

interface AboutPort {
  readonly port: ServicePort
  readonly scene: Scene
}

function targetFinding(service: ObjectVersion, workload: ObjectVersion, { port, scene }: AboutPort): Finding {
  return findingFor(service, scene, {
    mechanism: 'service_port_mismatch',
    path: 'spec.ports',
    for: [
      because(
        `port ${port.port} of ${parseEntity(service.row.entity).name} leads to ${port.targetPort}, which its pods do not serve`,
        quoteState(service, `targetPort: ${port.targetPort}`, `port: ${port.port}`),
      ),
      because('the ports that its pods serve', quoteState(workload, 'containerPort')),
    ],
    disprovenBy: `a pod behind it that listens on ${port.targetPort}`,
    fix: 'correct spec.ports[].targetPort',
    isFelt: isRefused(service, port, scene) && hasRecovered(workload.row.entity, scene),
  })
}

/** Callers ask for a port that its pods serve and that the Service no longer offers under that number. */
function renumberedFindings(service: ObjectVersion, scene: Scene): readonly Finding[] {
  const { scope, name } = parseEntity(service.row.entity)
  const callers = workloadsBeside(service.row.entity, scene.objects).flatMap((caller) =>
    environmentOf(caller.row.object).flatMap((variable) => {
      const address = parseAddress(variable.value)
      const target = address === null ? null : serviceOfHost(address.host, scope)
      const isMeant = target?.name === name && target.namespace === scope && address?.port !== undefined && address.port !== null
      return isMeant && isRenumbered(service, address.port, scene.objects) ? [{ caller, variable, port: address.port }] : []
    }),
  )
  const [first] = callers
  const [port] = portsOf(service)
  if (first === undefined || port === undefined) return []
  const shown = { ...port, port: first.port }
  return [
    findingFor(service, scene, {
      mechanism: 'service_port_mismatch',
      path: 'spec.ports',
      for: [
        because(
          `${name} offers port ${port.port}, and its callers use ${first.port}, which its pods serve`,
          quoteState(service, `port: ${port.port}`),
        ),
        because('what a caller is told to use', quoteState(first.caller, `${first.variable.name}: ${first.variable.value}`)),
      ],
      disprovenBy: `callers that reach ${name} at port ${port.port}`,
      fix: 'correct spec.ports[].port',
      isFelt: isRefused(service, shown, scene),
    }),
  ]
}

/** Where it leads was changed, to something that is there: whether that is what callers want, only they say. */
function changedFindings(service: ObjectVersion, scene: Scene): readonly Finding[] {
  const { entity } = service.row
  const change = scene.objects.changes.findLast(
    (one) => one.entity === entity && one.kind === 'updated' && /^spec\.(?:selector|ports)(?:\.|$)/.test(one.path),
  )
  if (change === undefined) return []
  const isSelector = change.path.startsWith('spec.selector')
  return [
    findingFor(service, scene, {
      mechanism: isSelector ? 'service_selector_changed' : 'service_port_changed',
      path: isSelector ? 'spec.selector' : 'spec.ports',
      for: [],
      disprovenBy: 'callers that get the right answers from it',
      fix: isSelector ? 'put spec.selector back' : 'put spec.ports back',
      isFelt: false,
    }),
  ]
}

function protocolFinding(service: ObjectVersion, workload: ObjectVersion, { port, scene }: AboutPort): Finding {
  return findingFor(service, scene, {
    mechanism: 'service_protocol_mismatch',
    path: 'spec.ports',
    for: [
      because(
        `port ${port.port} of ${parseEntity(service.row.entity).name} is ${port.protocol}, and its pods serve something else there`,
        quoteState(service, `protocol: ${port.protocol}`),
      ),
      because('the protocol that its pods serve', quoteState(workload, 'protocol:', 'containerPort')),
    ],
    disprovenBy: `a pod behind it that serves ${port.targetPort} over ${port.protocol}`,
    fix: 'correct spec.ports[].protocol',
    isFelt: isRefused(service, port, scene) && hasRecovered(workload.row.entity, scene),
  })
}

interface Shown {
  readonly mechanism: string
  /** Where in the Service it stands; a change there is the act. */
  readonly path: string
  readonly for: readonly Argument[]
  readonly disprovenBy: string
  readonly fix: string
  /** A reading shows the failure exactly where this oddity makes one; then it is no mere oddity. */
  readonly isFelt: boolean
}

function findingFor(service: ObjectVersion, scene: Scene, shown: Shown): Finding {
  const { entity } = service.row
  const change = scene.objects.changes.findLast((one) => one.entity === entity && one.path.startsWith(shown.path))
  return {
    entity,
    mechanism: shown.mechanism,
    basis: shown.isFelt ? 'witnessed' : change === undefined ? 'static' : 'changed',
    since: change?.at ?? null,
    victims: [entity],
    effects: ['no_endpoints', ...CALLS_FAIL],
    // The pods that it is for are well; where they are not, that is why it has no endpoint.
    mustNots: ['container_restart', 'pod_pending', 'image_pull_failed'],
    for: [...shown.for, ...changeArguments(change)],
    disprovenBy: shown.disprovenBy,
    reads: [
      { kind: 'object_versions', entity },
      { kind: 'object_versions', entity: formatEntity(parseEntity(entity).scope, 'Endpoints', parseEntity(entity).name) },
    ],
    remedy: editRemedy(entity, shown.fix),
  }
}

function endpointArgument(service: ObjectVersion, scene: Scene): readonly Argument[] {
  const [shown] = endpointsOf(service.row.entity, scene.objects)?.records ?? []
  if (shown === undefined || !hasNoEndpoint(service, scene)) return []
  return [because('it has no endpoint', quoteState(shown, 'subsets', 'endpoints', 'ready: false'))]
}

function hasNoEndpoint(service: ObjectVersion, scene: Scene): boolean {
  return endpointsOf(service.row.entity, scene.objects)?.readyAddresses === 0
}

/** Somebody tried this port of the Service and failed: a check, or a log line about the Service's own address. */
function isRefused(service: ObjectVersion, port: ServicePort, scene: Scene): boolean {
  const { entity, object } = service.row
  const address = `${textAt(object, 'spec', 'clusterIP') ?? parseEntity(entity).name}:${port.port}`
  const checks = rowsHeld(scene.facts, 'checks').filter(({ row }) => row.entity === entity && row.state === 'failed')
  const lines = rowsHeld(scene.facts, 'log_patterns').filter(({ row }) => row.severity === 'error' && row.example.includes(address))
  return checks.length > 0 || lines.length > 0
}
