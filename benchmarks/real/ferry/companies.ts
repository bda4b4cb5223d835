import { databaseUrl, startPostgres } from '../servers/postgres.ts'
import { SEAT_STORE, startRedis } from '../servers/redis.ts'
import { brokerAddress, startRabbitmq } from '../servers/rabbitmq.ts'
import type { Executable } from '../executables.ts'
import type { Program, Stage } from '../stage.ts'

/** What a company around PostgreSQL needs, and what its passengers ask for. */
export const LEDGER_COMPANY = {
  needs: ['initdb', 'postgres', 'psql', 'prometheus-postgres-exporter'],
  traffic: ['/book', '/mine', '/quote'],
} as const satisfies Company
export const SEAT_COMPANY = {
  needs: ['redis-server', 'redis-cli', 'prometheus-redis-exporter'],
  traffic: ['/book', '/seat'],
} as const satisfies Company
export const TICKET_COMPANY = { needs: ['rabbitmq-server', 'epmd'], traffic: ['/book'] } as const satisfies Company
export const FARE_COMPANY = { needs: [], traffic: ['/quote'] } as const satisfies Company

interface Company {
  readonly needs: readonly Executable[]
  readonly traffic: readonly string[]
}

/** The desk before other programs: each path of the passengers goes to the address of its program. */
export async function openDesk(stage: Stage, routes: Readonly<Record<string, string>>, more: Program['options'] = {}): Promise<void> {
  const given = Object.entries(routes).map(([path, url]) => `${path}=${url}${path}`)
  await stage.program('desk', { options: { routes: given.join(','), ...more } })
}

/** Desk, bookings and passenger lists around a PostgreSQL. */
export async function openLedgerCompany(
  stage: Stage,
  {
    listsAs = ['manifest', 'harbour-2'],
    ...postgres
  }: Parameters<typeof startPostgres>[1] & { readonly listsAs?: readonly [string, string] } = {},
): Promise<void> {
  await startPostgres(stage, postgres)
  await stage.program('bookings', { options: { database: databaseUrl(stage, 'bookings', 'harbour-1') } })
  await stage.program('manifest', { options: { database: databaseUrl(stage, ...listsAs) } })
  const bookings = `http://bookings:${stage.port('bookings')}`
  await openDesk(stage, { '/book': bookings, '/mine': bookings, '/quote': bookings })
}

/** Desk, held seats and the screens of the lounge around a Redis. */
export async function openSeatCompany(stage: Stage, settings: Readonly<Record<string, string>> = {}): Promise<void> {
  await startRedis(stage, SEAT_STORE, settings)
  const store = `redis://${SEAT_STORE}:${stage.port(SEAT_STORE)}`
  await stage.program('seats', { options: { store } })
  await stage.program('lounge', { options: { store } })
  const seats = `http://seats:${stage.port('seats')}`
  await openDesk(stage, { '/book': seats, '/seat': seats })
}

/** Desk, tills and the ticket printer around a RabbitMQ. */
export async function openTicketCompany(stage: Stage, rabbitmq: Parameters<typeof startRabbitmq>[1] = {}): Promise<void> {
  await startRabbitmq(stage, rabbitmq)
  const broker = brokerAddress(stage)
  await stage.program('tills', { options: { broker } })
  await stage.program('printer', { options: { broker } })
  await openDesk(stage, { '/book': `http://tills:${stage.port('tills')}` })
}
