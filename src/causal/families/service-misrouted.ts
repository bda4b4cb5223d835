import { formatEntity, parseEntity } from '../../domain/entity.ts'
import { rowsHeld } from '../scene/cite.ts'
import { textAt } from '../scene/kubernetes/fields.ts'
import { quoteState, hasRecovered } from '../scene/kubernetes/states-and-events.ts'
import {
  containerPorts,
  endpointsOf,
  isRenumbered,
  meantWorkload,
  portsOf,
  selectedWorkloads,
  selectorOf,
  workloadsBeside,
} from '../scene/kubernetes/service-target.ts'
import { addressesIn, serviceOfHost } from '../scene/kubernetes/address.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, CALLS_FAIL, changeArguments, type Finding } from './family.ts'
import { editRemedy } from './shared/remedies.ts'

/** What is wrong with a Service. */
interface Oddity extends Pick<Finding, 'mechanism' | 'for' | 'disprovenBy'> {
  /** Where in the Service it stands; a change there is the act. */
  readonly path: string
  readonly fix: string
  /** A reading shows the failure exactly where this oddity makes one; then it is no mere oddity. */
  readonly isFelt: boolean
}

/** A Service that leads nowhere, or to the wrong place, while the pods it is for are there. */
export const serviceMisrouted = family('service_misrouted', (scene) => {
  return scene.objects.current('Service').flatMap((service) => {
    const odd = [...selectorOddities(service, scene), ...portOddities(service, scene), ...renumbered(service, scene)]
    return (odd.length > 0 ? odd : changed(service, scene)).map((oddity) => findingFor(service, oddity, scene))
  })
})

/** The selector takes no workload at all although one of its name is there, or it takes another one than that. */
function selectorOddities(service: ObjectVersion, scene: Scene): readonly Oddity[] {
  const selector = selectorOf(service)
  const selected = selectedWorkloads(service, scene.objects)
  const meant = meantWorkload(service, scene.objects)
  // A second Service in front of another workload (an external one, an alias) has no workload of its own name.
  if (selector.size === 0 || meant === null || selected.some(({ row }) => row.entity === meant.row.entity)) return []
  const [key = ''] = selector.keys()
  const [other] = selected
  const says = other === undefined ? 'selects no pod' : `selects the pods of ${nameOf(other)}`
  const listed = endpointsOf(service.row.entity, scene.objects)
  const isEmpty = listed?.readyAddresses === 0
  return [
    {
      mechanism: 'service_selector_mismatch',
      path: 'spec.selector',
      for: [
        because(`the Service ${nameOf(service)} ${says}`, quoteState(service, `selector.${key}`, 'selector')),
        because(`the labels that the pods of ${nameOf(meant)} have`, quoteState(meant, 'template.metadata.labels', 'matchLabels')),
        because('it has no endpoint', isEmpty ? quoteState(listed.records[0], 'subsets', 'endpoints', 'ready: false') : []),
      ],
      disprovenBy: 'a pod that carries the labels of the selector and answers',
      fix: 'correct spec.selector',
      isFelt: other === undefined && isEmpty && hasRecovered(meant.row.entity, scene),
    },
  ]
}

/** Target port or protocol that no container of the selected pods declares. Containers without declared ports are not judged. */
function portOddities(service: ObjectVersion, scene: Scene): readonly Oddity[] {
  const [workload] = selectedWorkloads(service, scene.objects)
  const declared = workload === undefined ? new Set<string>() : containerPorts(workload)
  if (workload === undefined || declared.size === 0) return []
  const wrong = portsOf(service).filter(({ targetPort, protocol }) => !declared.has(`${targetPort}/${protocol}`))
  return wrong.map(({ port, targetPort, protocol }): Oddity => {
    const isFelt = isRefused(service, port, scene) && hasRecovered(workload.row.entity, scene)
    const says = `port ${port} of ${nameOf(service)}`
    if ([...declared].some((known) => known.startsWith(`${targetPort}/`)))
      return {
        mechanism: 'service_protocol_mismatch',
        path: 'spec.ports',
        isFelt,
        for: [
          because(`${says} is ${protocol}, and its pods serve something else there`, quoteState(service, `protocol: ${protocol}`)),
          because('the protocol that its pods serve', quoteState(workload, 'protocol:', 'containerPort')),
        ],
        disprovenBy: `a pod behind it that serves ${targetPort} over ${protocol}`,
        fix: 'correct spec.ports[].protocol',
      }
    const quote = quoteState(service, `targetPort: ${targetPort}`, `port: ${port}`)
    return {
      mechanism: 'service_port_mismatch',
      path: 'spec.ports',
      isFelt,
      for: [
        because(`${says} leads to ${targetPort}, which its pods do not serve`, quote),
        because('the ports that its pods serve', quoteState(workload, 'containerPort')),
      ],
      disprovenBy: `a pod behind it that listens on ${targetPort}`,
      fix: 'correct spec.ports[].targetPort',
    }
  })
}

/** Callers ask for a port that its pods serve and that the Service no longer offers under that number. */
function renumbered(service: ObjectVersion, scene: Scene): readonly Oddity[] {
  const { entity } = service.row
  const callers = workloadsBeside(entity, scene.objects).flatMap((caller) =>
    addressesIn(caller.row.object).flatMap(({ host, port, ...variable }) => {
      const isMeant = serviceOfHost(host, parseEntity(entity).scope) === entity
      return isMeant && port !== null && isRenumbered(service, port, scene.objects) ? [{ caller, variable, port }] : []
    }),
  )
  const [first] = callers
  const [offered] = portsOf(service)
  if (first === undefined || offered === undefined) return []
  const { caller, variable, port } = first
  return [
    {
      mechanism: 'service_port_mismatch',
      path: 'spec.ports',
      for: [
        because(
          `${nameOf(service)} offers port ${offered.port}, and its callers use ${port}, which its pods serve`,
          quoteState(service, `port: ${offered.port}`),
        ),
        because('what a caller is told to use', quoteState(caller, `${variable.name}: ${variable.value}`)),
      ],
      disprovenBy: `callers that reach ${nameOf(service)} at port ${offered.port}`,
      fix: 'correct spec.ports[].port',
      isFelt: isRefused(service, port, scene),
    },
  ]
}

/** Where it leads was changed, to something that is there: whether that is what callers want, only they say. */
function changed({ row: { entity } }: ObjectVersion, { objects }: Scene): readonly Oddity[] {
  const change = objects.changes.findLast(
    (one) => one.entity === entity && one.kind === 'updated' && /^spec\.(?:selector|ports)(?:\.|$)/.test(one.path),
  )
  if (change === undefined) return []
  const [path, mechanism] = change.path.startsWith('spec.selector')
    ? ['spec.selector', 'service_selector_changed']
    : ['spec.ports', 'service_port_changed']
  return [{ mechanism, path, for: [], disprovenBy: 'callers that get the right answers from it', fix: `put ${path} back`, isFelt: false }]
}

function findingFor({ row: { entity } }: ObjectVersion, { path, fix, isFelt, ...odd }: Oddity, { objects }: Scene): Finding {
  const { scope, name } = parseEntity(entity)
  const change = objects.changes.findLast((one) => one.entity === entity && one.path.startsWith(path))
  return {
    ...odd,
    entity,
    basis: isFelt ? 'witnessed' : change === undefined ? 'static' : 'changed',
    since: change?.at ?? null,
    effects: ['no_endpoints', ...CALLS_FAIL],
    // The pods that it is for are well; where they are not, that is why it has no endpoint.
    mustNots: ['container_restart', 'pod_pending', 'image_pull_failed'],
    for: [...odd.for, ...changeArguments(change)],
    reads: [entity, formatEntity(scope, 'Endpoints', name)].map((one) => ({ kind: 'object_versions', entity: one })),
    remedy: editRemedy(entity, fix),
  }
}

function nameOf({ row }: ObjectVersion): string {
  return parseEntity(row.entity).name
}

/** Somebody tried this port of the Service and failed: a check, or a log line about the Service's own address. */
function isRefused(service: ObjectVersion, port: string, { facts }: Scene): boolean {
  const { entity, object } = service.row
  const address = `${textAt(object, 'spec', 'clusterIP') ?? nameOf(service)}:${port}`
  const isChecked = rowsHeld(facts, 'checks').some(({ row }) => row.entity === entity && row.state === 'failed')
  return isChecked || rowsHeld(facts, 'log_patterns').some(({ row }) => row.severity === 'error' && row.example.includes(address))
}
