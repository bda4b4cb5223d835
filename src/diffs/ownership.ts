import { plain } from './terms.ts'

/** Whose code a path is: of a service that is named on the way, of another one, or of nobody in particular (a shared module). */
export type Ownership = 'own' | 'foreign' | 'shared'

/** Shorter names would be found in paths by chance. */
const LEAST_NAME_CHARACTERS = 3
const SUFFIX = /(?:service|svc|server|srv|api|app|worker|backend|frontend)$/
/** Folders that say where services live and not which one it is. */
const PLACES = new Set('service services app apps cmd svc src deploy charts infra k8s helm'.split(' '))
/** Folders in which a folder has the name of its service. */
const HOMES = new Set('service services app apps cmd svc'.split(' '))

/** Tells for a path and the name of a service, knowing the names of all services, whose code it is. Pure; by names of path segments only. */
export function ownershipOf(path: string, service: string, services: readonly string[]): Ownership {
  if (isNamedOn(path, service)) return 'own'
  const isOthers = services.some((other) => other !== service && isNamedOn(path, other))
  const akin = isOthers ? [] : services.filter((other) => isAkin(path, other))
  if (akin.length === 1) return akin[0] === service ? 'own' : 'foreign'
  if (isOthers) return 'foreign'
  // `services/<name>/…` belongs to a service also when telemetry does not know that one.
  const [home = '', , ...within] = path.split('/')
  return HOMES.has(home) && within.length > 0 ? 'foreign' : 'shared'
}

function isNamedOn(path: string, service: string): boolean {
  const full = plain(service)
  const short = full.replace(SUFFIX, '') || full
  const folders = path.split('/')
  const [file = ''] = folders.pop()?.split('.') ?? []
  return [...folders, file].some((segment) => isSameName(plain(segment), full, short))
}

/** The first folder carries the first word of the service's name, in singular or plural: `payouts/` of `payout-scheduler`. */
function isAkin(path: string, service: string): boolean {
  const [folder = ''] = path.split('/').filter((segment) => !PLACES.has(segment))
  const [first = ''] = service.split(/[-_.]/)
  const isFolder = path.includes('/') && first.length > LEAST_NAME_CHARACTERS
  return isFolder && singular(plain(folder)) === singular(plain(first))
}

function singular(name: string): string {
  return name.replace(/s$/, '')
}

function isSameName(segment: string, full: string, short: string): boolean {
  if (segment.length < LEAST_NAME_CHARACTERS) return false
  const bare = segment.replace(SUFFIX, '') || segment
  return segment === full || bare === short
}
