import { type TopologyPlan, call, service } from './topology.ts'

const RECORDS_CALL = { timeoutSeconds: 4, retries: 1 } as const

/** A group of practices: appointments, patient records, prescriptions and bills, in two namespaces. */
export const clinic: TopologyPlan = {
  name: 'clinic',
  offers: ['flags', 'queue', 'outside'],
  areas: { main: ['clinic', 'practice', 'care-prod'], money: ['billing', 'invoicing'] },
  nodes: 6,
  requestsPerSecond: 1,
  realRequestsPerSecond: 11.5,
  services: [
    service('patients', ['patients', 'callers', 'walk-ins'], {
      role: 'load',
      language: 'python',
      operations: ['visit'],
      calls: [call('portal', 1, { timeoutSeconds: 15 })],
    }),
    service('portal', ['portal', 'reception', 'lobby'], {
      role: 'edge',
      language: 'rust',
      selfMs: 1.4,
      operations: ['ingress'],
      calls: [call('desk', 1, { timeoutSeconds: 15 })],
    }),
    service('desk', ['desk', 'web-desk', 'patient-app'], {
      language: 'nodejs',
      selfMs: 10,
      operations: ['GET /day', 'POST /visit', 'GET /letters'],
      calls: [
        call('appointments', 0.8, { timeoutSeconds: 10 }),
        call('records', 0.5, RECORDS_CALL),
        call('messages', 0.4, { isOptional: true }),
        call('identity', 0.9),
      ],
    }),
    service('identity', ['identity', 'sign-in', 'badges'], {
      protocol: 'grpc',
      language: 'go',
      operations: ['clinic.v1.Identity/Check'],
      calls: [call('identity-db', 0.7, { timeoutSeconds: 2 })],
    }),
    service('appointments', ['appointments', 'agenda', 'planner'], {
      protocol: 'grpc',
      language: 'java',
      selfMs: 12,
      memoryMib: 420,
      operations: ['clinic.v1.Agenda/Book', 'clinic.v1.Agenda/Day'],
      calls: [
        call('rooms', 0.6),
        call('staff', 0.7, { retries: 1 }),
        call('agenda-db', 0.9, { timeoutSeconds: 3 }),
        call('events', 0.6, { isOptional: true }),
        call('prescriptions', 0.45, { timeoutSeconds: 7 }),
      ],
    }),
    service('rooms', ['rooms', 'wards', 'places'], {
      language: 'go',
      operations: ['GET /free'],
      calls: [call('maps.wayfinder.example', 0.4, { timeoutSeconds: 3 })],
    }),
    service('staff', ['staff', 'rota', 'shifts'], {
      language: 'dotnet',
      selfMs: 8,
      operations: ['GET /on-duty'],
      calls: [call('agenda-db', 0.5, { timeoutSeconds: 3 })],
    }),
    service('records', ['records', 'charts', 'files-api'], {
      protocol: 'grpc',
      language: 'java',
      replicas: 2,
      selfMs: 11,
      memoryMib: 460,
      operations: ['clinic.v1.Records/Read', 'clinic.v1.Records/Append'],
      calls: [
        call('records-db', 0.9, { timeoutSeconds: 3 }),
        call('scans', 0.35, { isOptional: true }),
        call('record-cache', 0.6, { isOptional: true }),
      ],
    }),
    service('scans', ['scans', 'images-store', 'pictures'], { language: 'python', selfMs: 22, operations: ['GET /scan'] }),
    service('prescriptions', ['prescriptions', 'recipes', 'scripts'], {
      protocol: 'grpc',
      language: 'nodejs',
      operations: ['clinic.v1.Prescriptions/Issue'],
      calls: [call('drugs', 0.9, { retries: 1 }), call('bills', 0.6, { timeoutSeconds: 6 })],
    }),
    service('drugs', ['drugs', 'medicines', 'formulary'], {
      language: 'rust',
      operations: ['GET /interactions'],
      calls: [call('maps.wayfinder.example', 0.2, { timeoutSeconds: 3, isOptional: true })],
    }),
    service('bills', ['bills', 'charges', 'accounts'], {
      area: 'money',
      language: 'go',
      operations: ['POST /charge'],
      calls: [call('insurers', 0.8, { timeoutSeconds: 5 }), call('bills-db', 0.8, { timeoutSeconds: 3 })],
    }),
    service('insurers', ['insurers', 'cover', 'policies-api'], {
      area: 'money',
      language: 'dotnet',
      selfMs: 9,
      operations: ['POST /cover'],
      calls: [call('api.unioncover.example', 0.7, { timeoutSeconds: 4 })],
    }),
    service('messages', ['messages', 'inbox', 'letters'], {
      language: 'python',
      operations: ['GET /inbox'],
      calls: [call('record-cache', 0.5, { isOptional: true })],
    }),
    service('reminders', ['reminders', 'nudges', 'notices'], {
      role: 'worker',
      language: 'python',
      selfMs: 20,
      operations: ['visits process'],
      calls: [call('sms.textly.example', 0.7)],
    }),
    service('statistics', ['statistics', 'tallies', 'counts'], {
      role: 'worker',
      language: 'go',
      selfMs: 8,
      operations: ['visits process'],
    }),
    service('events', ['events', 'stream', 'pipe'], { role: 'broker', protocol: 'tcp', language: 'java', memoryMib: 640, selfMs: 2 }),
    service('identity-db', ['identity-db', 'people-db'], { role: 'database', protocol: 'tcp', selfMs: 2 }),
    service('agenda-db', ['agenda-db', 'calendar-db'], { role: 'database', protocol: 'tcp', selfMs: 3 }),
    service('records-db', ['records-db', 'charts-db'], { role: 'database', protocol: 'tcp', selfMs: 4, memoryMib: 400 }),
    service('record-cache', ['record-cache', 'hot-records'], { role: 'database', protocol: 'tcp', selfMs: 1 }),
    service('bills-db', ['bills-db', 'money-db'], { area: 'money', role: 'database', protocol: 'tcp', selfMs: 3 }),
    service('switches', ['switches', 'toggles', 'levers'], { role: 'flags', protocol: 'grpc', selfMs: 1 }),
  ],
}
