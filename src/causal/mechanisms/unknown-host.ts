import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { citeFirst, rowsHeld, type Held } from '../cite.ts'
import { renderLines } from '../../domain/quotation.ts'
import { serviceOfHost } from '../kubernetes/address.ts'
import { cite } from '../cite.ts'
import { quoteState } from '../kubernetes/event-search.ts'
import { podLabels } from '../kubernetes/workload.ts'
import { workloadsBeside } from '../kubernetes/service-target.ts'
import type { ObjectVersion } from '../object-history.ts'
import type { Scene } from '../scene.ts'
import { because, buildProposal, editRemedy, type Finding } from './build-proposal.ts'
import { wholeWordPattern } from './env-address-invalid.ts'
import { applyFile, kubectl } from './kubectl.ts'
import type { Mechanism } from './mechanism.ts'
import { workloadOf } from './workload-of.ts'

type Failure = Held<'call_failures'>

const EFFECTS: Finding['effects'] = [
  'unreachable',
  'error_rate',
  'log_error',
  'latency',
  'workload_unready',
  'container_restart',
  'traffic_drop',
  'no_endpoints',
]

/**
 * A caller asks for a name of the cluster that no Service has. Where a workload of that name is there, its Service is gone, or was never made; else the name
 * is wrong, and whoever wrote it down is the cause: the ConfigMap or the workload that holds it, as far as either was read.
 */
export const unknownHost: Mechanism = {
  name: 'unknown_host',
  propose(scene) {
    if (scene.objects.current('Service').length === 0) return []
    const failures = rowsHeld(scene.facts, 'call_failures').filter(({ row }) => row.failure === 'no_such_host')
    const findings = failures.flatMap((failure) => findingFor(failure, scene))
    return [...new Map(findings.map((finding) => [finding.entity, finding])).values()].map(buildProposal)
  },
}

function findingFor(failure: Failure, scene: Scene): readonly Finding[] {
  const { caller, host } = failure.row
  const named = serviceOfHost(host, parseEntity(caller).scope)
  if (named === null || !isRead(named.namespace, scene)) return []
  const service = formatEntity(named.namespace, 'Service', named.name)
  if (scene.objects.versionsOf(service).at(-1)?.row.isCurrent === true) return []
  const behind = workloadsBeside(service, scene).find((workload) => isMeant(workload, named.name))
  return [behind === undefined ? wrongName(failure, scene) : goneService(failure, { service, behind })]
}

/** The workload carries the name, or its pods do. */
function isMeant({ row }: ObjectVersion, name: string): boolean {
  return parseEntity(row.entity).name === name || [...podLabels(row.object).values()].includes(name)
}

/** Services of that namespace were read, or it is not among the namespaces there are. */
function isRead(namespace: string, scene: Scene): boolean {
  const namespaces = scene.objects.current('Namespace')
  return (
    scene.objects.current('Service').some(({ row }) => parseEntity(row.entity).scope === namespace) ||
    (namespaces.length > 0 && !namespaces.some(({ row }) => parseEntity(row.entity).name === namespace))
  )
}

function said({ row, evidenceId }: Failure): Finding['for'][number] {
  const citations = citeFirst({ row, evidenceId }, [row.example, row.target], { role: 'mechanism', at: row.lastAt })
  return because(`${parseEntity(row.caller).name} asks for ${row.host}, and no such name is known`, citations)
}

function goneService(failure: Failure, { service, behind }: { readonly service: EntityId; readonly behind: ObjectVersion }): Finding {
  const { name } = parseEntity(service)
  return {
    entity: service,
    mechanism: 'service_missing',
    basis: 'witnessed',
    since: failure.row.firstAt,
    victims: [service],
    effects: EFFECTS,
    for: [
      said(failure),
      because(`the pods of ${name} are there`, quoteState(behind, 'spec.template.metadata.labels', 'matchLabels', 'metadata.name')),
    ],
    disprovenBy: `a Service ${name} that is there`,
    remedy: {
      kind: 'other',
      what: 'create the Service again from the file that it was made of',
      commands: [applyFile(service, `${name}.yaml`)],
      risk: 'It may have been removed on purpose.',
      undo: { what: 'delete it again', commands: [kubectl('delete', service)] },
    },
  }
}

function wrongName(failure: Failure, scene: Scene): Finding {
  const { caller, host, firstAt } = failure.row
  const workload = workloadOf(caller, scene)
  const holders = [...settingsOf(workload, scene), ...scene.objects.versionsOf(workload).slice(-1)]
  const holder = holders.find(({ row }) => renderLines(row.object).some((line) => wholeWordPattern(host).test(line)))
  const entity = holder?.row.entity ?? workload
  const written = holder?.row.writes?.at(-1)
  const shown = holder === undefined ? [] : cite(holder, host, { role: 'mechanism', at: written?.at ?? holder.row.changedAt })
  return {
    entity,
    mechanism: 'address_unknown',
    basis: 'witnessed',
    since: written?.at ?? firstAt,
    victims: [workload],
    effects: EFFECTS,
    for: [said(failure), ...(holder === undefined ? [] : [because('where the name stands', shown)])],
    disprovenBy: `a Service that answers to ${host}`,
    remedy: editRemedy(entity, 'correct the name that no Service has'),
  }
}

/** The ConfigMaps that a workload reads. */
function settingsOf(workload: EntityId, scene: Scene): readonly ObjectVersion[] {
  const read = [...scene.graph.from(workload, 'mounts'), ...scene.graph.from(workload, 'references')]
  return read.filter((entity) => parseEntity(entity).kind === 'ConfigMap').flatMap((entity) => scene.objects.versionsOf(entity).slice(-1))
}
