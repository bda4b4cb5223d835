import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import { rowsHeld } from '../../scene/cite.ts'
import type { Symptom } from '../../scene/symptoms/symptom.ts'
import type { Scene } from '../../scene/scene.ts'
import { findHazards } from '../../../diffs/find-hazards.ts'
import type { FitInput, Link } from './fit.ts'
import { linkOf } from './link.ts'
import { shipmentsOf, type ShippingRecords, type HeldCommit, type HeldDeploy, type HeldFlag } from './shipping.ts'
import { plain, rarityIn, termsOf } from '../../../diffs/terms.ts'

/** A commit whose diff holds a hazard that fits the symptoms, with its best fit. */
export interface LinkedChange {
  readonly commit: HeldCommit
  readonly link: Link
}

/** Most commits whose diffs are read; the newest before onset matter most, and a day of a busy repository fits. */
const MAX_COMMITS = 500

/** Commits of the change history that could have caused what is observed, best fit first. Empty when no hazard fits anything. */
export function linkedChanges(scene: Scene, symptoms: readonly Symptom[]): readonly LinkedChange[] {
  const changes = rowsHeld(scene.facts, 'changes')
  const commits = changes.filter((held): held is HeldCommit => held.row.change === 'commit').slice(-MAX_COMMITS)
  const deploys = changes.filter((held): held is HeldDeploy => held.row.change === 'deploy')
  const flags = changes.filter((held): held is HeldFlag => held.row.change === 'flag')
  const services = servicesIn(scene, deploys)
  const rarity = rarityIn(commits.map(({ row }) => termsOf(`${row.message} ${row.files.join(' ')} ${row.diff ?? ''}`)))
  const found = commits.flatMap((commit) => linksOf(commit, { scene, symptoms, deploys, flags, services, rarity }))
  return found.sort((a, b) => b.link.score - a.link.score)
}

interface Context extends ShippingRecords, Pick<FitInput, 'symptoms' | 'rarity'> {
  readonly scene: Scene
}

function linksOf(commit: HeldCommit, context: Context): readonly LinkedChange[] {
  const { diff, files, message } = commit.row
  if (diff === null) return []
  const { hazards, touched } = findHazards(diff, files)
  const telling = (term: string) => (isServiceName(term, context.services) ? 0 : context.rarity(term))
  const links = hazards.flatMap((hazard) => {
    const shipments = shipmentsOf(commit, hazard.path, context)
    return shipments.flatMap((shipment) => {
      const base = { hazard, touched, message, shipment, symptoms: context.symptoms, rarity: telling }
      return linkOf({ ...base, callersOf: (service) => context.scene.graph.to(service, 'calls') }) ?? []
    })
  })
  const [link] = links.sort((a, b) => b.score - a.score)
  return link === undefined ? [] : [{ commit, link }]
}

/** Names of services are shared by every change and every error of theirs, and tell nothing. */
function isServiceName(term: string, services: readonly EntityId[]): boolean {
  return services.some((service) => plain(parseEntity(service).name).includes(term))
}

/** Every service that telemetry or a deploy names. */
function servicesIn(scene: Scene, deploys: readonly HeldDeploy[]): readonly EntityId[] {
  const named = [
    ...deploys.map(({ row }) => row.service),
    ...rowsHeld(scene.facts, 'series').map(({ row }) => row.entity),
    ...rowsHeld(scene.facts, 'log_patterns').map(({ row }) => row.entity),
    ...rowsHeld(scene.facts, 'alerts').flatMap(({ row }) => row.entity ?? []),
  ]
  return [...new Set(named.map((entity) => scene.graph.unitOf(entity)))].filter((entity) => parseEntity(entity).kind === 'Service')
}
