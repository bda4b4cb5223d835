import type { EntityId } from '../../../domain/entity.ts'
import { parseEntity } from '../../../domain/entity.ts'
import type { ObjectVersion } from '../../scene/object-history.ts'
import type { Scene } from '../../scene/scene.ts'

/** Kinds that keep pods running, and that people edit and roll back. */
const LASTING_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet']

/** Newest versions of the workloads that keep pods running. */
export function workloadsIn({ objects }: Scene): readonly ObjectVersion[] {
  return LASTING_KINDS.flatMap((kind) => objects.current(kind))
}

/** True for a workload that keeps pods running. */
export function keepsPodsRunning(entity: EntityId): boolean {
  return LASTING_KINDS.includes(parseEntity(entity).kind)
}

/** The ConfigMaps that a workload reads. */
export function configMapsOf(workload: EntityId, { graph }: Scene): readonly EntityId[] {
  const read = [...graph.from(workload, 'mounts'), ...graph.from(workload, 'references')]
  return [...new Set(read)].filter((entity) => parseEntity(entity).kind === 'ConfigMap')
}
