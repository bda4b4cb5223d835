import { type CallPlan, type ServicePlan, type TopologyPlan, call, service } from './topology.ts'

/** Travellers book seats. */
const passengers: readonly ServicePlan[] = [
  load('passengers/travellers', ['travellers', 'commuters'], 'ticket-gate'),
  edge('passengers/ticket-gate', ['ticket-gate', 'rail-web', 'front-gate'], 'trips'),
  inArea(
    'passengers/trips',
    ['trips', 'journeys', 'itineraries'],
    [
      call('timetable', 0.8),
      call('seats', 0.6, { timeoutSeconds: 8 }),
      call('fares', 0.6, { retries: 1 }),
      call('accounts', 0.7),
      call('news', 0.4, { isOptional: true }),
    ],
  ),
  inArea(
    'passengers/timetable',
    ['timetable', 'schedules', 'departures'],
    [call('timetable-db', 0.8, { timeoutSeconds: 3 }), call('tracks', 0.5)],
  ),
  inArea(
    'passengers/seats',
    ['seats', 'reservations', 'places'],
    [call('coaches', 0.8, { retries: 1 }), call('seats-db', 0.9, { timeoutSeconds: 3 }), call('tickets', 0.6, { timeoutSeconds: 6 })],
  ),
  inArea('passengers/coaches', ['coaches', 'carriages', 'layout'], []),
  inArea(
    'passengers/fares',
    ['fares', 'tariffs', 'pricing'],
    [call('discounts', 0.5), call('fx.ratewell.example', 0.3, { timeoutSeconds: 3 })],
  ),
  inArea('passengers/discounts', ['discounts', 'offers', 'vouchers'], [call('offer-cache', 0.8, { isOptional: true })]),
  inArea(
    'passengers/tickets',
    ['tickets', 'barcodes', 'passes'],
    [call('wallet', 0.7, { timeoutSeconds: 5 }), call('rail-topics', 0.7, { isOptional: true })],
  ),
  inArea('passengers/wallet', ['wallet', 'purse', 'till'], [call('pay.cardgate.example', 0.8, { timeoutSeconds: 5 })]),
  inArea('passengers/news', ['news', 'delays-feed', 'notices'], []),
  {
    ...inArea('passengers/ticket-mail', ['ticket-mail', 'postbox'], [call('smtp.pigeonpost.example', 0.8)]),
    role: 'worker',
    operations: ['rail process'],
  },
  { ...inArea('passengers/loyalty', ['loyalty', 'miles'], []), role: 'worker', operations: ['rail process'] },
  store('passengers/timetable-db', ['timetable-db', 'times-db']),
  store('passengers/seats-db', ['seats-db', 'bookings-db']),
  store('passengers/offer-cache', ['offer-cache', 'promo-cache']),
  { ...store('passengers/rail-topics', ['rail-topics', 'rail-bus']), role: 'broker', memoryMib: 640 },
]

/** Companies send wagons. */
const freight: readonly ServicePlan[] = [
  load('freight/senders', ['senders', 'consignors'], 'freight-gate'),
  edge('freight/freight-gate', ['freight-gate', 'cargo-api', 'dock'], 'consignments'),
  inArea(
    'freight/consignments',
    ['consignments', 'waybills', 'cargo'],
    [
      call('wagons', 0.7),
      call('routes', 0.7, { timeoutSeconds: 8 }),
      call('customs', 0.5, { retries: 1 }),
      call('cargo-db', 0.8, { timeoutSeconds: 3 }),
      call('cargo-topics', 0.6, { isOptional: true }),
    ],
  ),
  inArea('freight/wagons', ['wagons', 'rolling-stock', 'units'], [call('depot', 0.7), call('wagon-db', 0.7, { timeoutSeconds: 3 })]),
  inArea('freight/depot', ['depot', 'yard', 'sidings'], []),
  inArea(
    'freight/routes',
    ['routes', 'paths', 'router'],
    [call('gradients', 0.6), call('slots', 0.8, { retries: 1 }), call('geo.mapwright.example', 0.4, { timeoutSeconds: 4 })],
  ),
  inArea('freight/gradients', ['gradients', 'terrain', 'slopes'], []),
  inArea(
    'freight/slots',
    ['slots', 'windows-api', 'paths-board'],
    [call('slot-cache', 0.8, { isOptional: true }), call('cargo-db', 0.5, { timeoutSeconds: 3 })],
  ),
  inArea(
    'freight/customs',
    ['customs', 'declarations', 'borders'],
    [call('papers', 0.7), call('geo.mapwright.example', 0.3, { timeoutSeconds: 4 })],
  ),
  inArea('freight/papers', ['papers', 'documents', 'forms'], []),
  { ...inArea('freight/tracker', ['tracker', 'positions'], []), role: 'worker', operations: ['cargo process'] },
  { ...inArea('freight/invoicer', ['invoicer', 'biller'], []), role: 'worker', operations: ['cargo process'] },
  store('freight/cargo-db', ['cargo-db', 'freight-db']),
  store('freight/wagon-db', ['wagon-db', 'stock-db']),
  store('freight/slot-cache', ['slot-cache', 'slots-kv']),
  { ...store('freight/cargo-topics', ['cargo-topics', 'cargo-bus']), role: 'broker', memoryMib: 640 },
]

/** What runs on the line itself, and who may do what. */
const operations: readonly ServicePlan[] = [
  inArea('operations/tracks', ['tracks', 'line-state', 'signals-api'], [call('sensors', 0.7), call('weather', 0.4, { isOptional: true })]),
  inArea('operations/sensors', ['sensors', 'axle-counters', 'probes'], [call('sensor-db', 0.7, { timeoutSeconds: 3 })]),
  inArea(
    'operations/weather',
    ['weather', 'skies', 'forecast'],
    [call('met.cloudbook.example', 0.5, { timeoutSeconds: 3, isOptional: true })],
  ),
  inArea('operations/crews', ['crews', 'drivers', 'rosters'], [call('crew-db', 0.7, { timeoutSeconds: 3 })]),
  store('operations/sensor-db', ['sensor-db', 'readings-db']),
  store('operations/crew-db', ['crew-db', 'roster-db']),
  inArea('shared/accounts', ['accounts', 'members', 'profiles'], [call('sessions', 0.7), call('accounts-db', 0.6, { timeoutSeconds: 3 })]),
  inArea('shared/sessions', ['sessions', 'sign-in', 'tokens'], [call('session-kv', 0.9, { timeoutSeconds: 2 })]),
  store('shared/accounts-db', ['accounts-db', 'members-db']),
  store('shared/session-kv', ['session-kv', 'tokens-kv']),
  { ...store('shared/switches', ['switches', 'toggles', 'levers']), role: 'flags', protocol: 'grpc' },
]

/** A railway: more than forty services in four namespaces, with two entrances that share little. */
export const rail: TopologyPlan = {
  name: 'rail',
  offers: ['flags', 'queue', 'outside', 'entrances'],
  areas: {
    passengers: ['passengers', 'travel', 'rail-booking'],
    freight: ['freight', 'cargo-prod', 'goods'],
    operations: ['operations', 'trackside', 'line-control'],
    shared: ['shared', 'common', 'core-services'],
  },
  nodes: 10,
  requestsPerSecond: 1.4,
  realRequestsPerSecond: 11,
  services: [...passengers, ...freight, ...operations],
}

/** `place` is area and key. Language, protocol and own time follow from the key, so that neighbours differ. */
function inArea(place: string, names: readonly string[], calls: readonly CallPlan[]): ServicePlan {
  const [area = '', key = ''] = place.split('/')
  const languages = ['go', 'java', 'nodejs', 'python', 'rust', 'dotnet'] as const
  const language = languages[(key.length + key.charCodeAt(0)) % languages.length] ?? 'go'
  const isGrpc = key.length % 2 === 0
  const operationNames = isGrpc ? [`rail.v1.${key}/Get`, `rail.v1.${key}/Put`] : [`GET /${key}`, `POST /${key}`]
  return service(key, names, {
    area,
    language,
    protocol: isGrpc ? 'grpc' : 'http',
    operations: operationNames,
    selfMs: 4 + (key.length % 5) * 3,
    calls,
    memoryMib: language === 'java' ? 420 : 170,
  })
}

function store(place: string, names: readonly string[]): ServicePlan {
  const [area = '', key = ''] = place.split('/')
  return service(key, names, { area, role: 'database', protocol: 'tcp', selfMs: 2, memoryMib: 260 })
}

function load(place: string, names: readonly string[], target: string): ServicePlan {
  const [area = '', key = ''] = place.split('/')
  return service(key, names, {
    area,
    role: 'load',
    language: 'python',
    operations: ['ask'],
    calls: [call(target, 1, { timeoutSeconds: 15 })],
  })
}

function edge(place: string, names: readonly string[], target: string): ServicePlan {
  const [area = '', key = ''] = place.split('/')
  const calls = [call(target, 1, { timeoutSeconds: 15 })]
  return service(key, names, { area, role: 'edge', language: 'rust', selfMs: 1.4, operations: ['ingress'], calls })
}
