import { patch, patchContainer, remove, restart, type TownCase } from '../../town-case.ts'
import { MOORINGS, SKERRY } from '../objects.ts'

const BOOKING = 'Passengers cannot book since some minutes. What broke?'
const TIMETABLE = 'The timetable does not come up any more. What broke?'
const MISROUTED = 'service|selector|label|endpoint|misrout|port'
/** A merge would keep the old port beside the new one. */
const OTHER_PORT = JSON.stringify([{ op: 'replace', path: '/spec/ports/0/port', value: 80 }])
const ADDRESS = 'address|env|config|host|resol|dns|name|port'

/** A program that asks in the wrong place, and a Service that leads nowhere. */
export const ADDRESSES: readonly TownCase[] = [
  {
    id: 'address-in-env',
    kind: 'address',
    fix: ['skerry/Deployment/quay'],
    mechanism: ADDRESS,
    near: ['quay'],
    question: BOOKING,
    steps: [patchContainer(SKERRY, 'deployment/quay', { env: [{ name: 'PASSAGE_URL', value: 'http://passages:8080' }] })],
  },
  {
    id: 'address-wrong-namespace',
    kind: 'name',
    fix: ['skerry/Deployment/sailings'],
    mechanism: ADDRESS,
    near: ['sailings'],
    question: TIMETABLE,
    steps: [patchContainer(SKERRY, 'deployment/sailings', { env: [{ name: 'TIDES_URL', value: 'http://tides.mooring:8080' }] })],
  },
  {
    id: 'address-in-configmap',
    kind: 'address',
    fix: ['skerry/ConfigMap/passage-routes', 'skerry/Deployment/passage'],
    mechanism: ADDRESS,
    near: ['passage', 'passage-routes'],
    question: BOOKING,
    steps: [
      patch(SKERRY, 'configmap/passage-routes', { data: { BERTHS_ADDR: 'http://berths.moorings:8088' } }),
      restart(SKERRY, 'deployment/passage'),
    ],
  },
  {
    id: 'selector-wrong',
    kind: 'selector',
    fix: ['skerry/Service/fares'],
    mechanism: MISROUTED,
    near: ['fares'],
    question: BOOKING,
    steps: [patch(SKERRY, 'service/fares', { spec: { selector: { app: 'fare' } } })],
  },
  {
    id: 'target-port-wrong',
    kind: 'target port',
    fix: ['skerry/Service/purser'],
    mechanism: MISROUTED,
    near: ['purser'],
    question: BOOKING,
    steps: [patch(SKERRY, 'service/purser', { spec: { ports: [{ port: 8080, targetPort: 9080 }] } })],
  },
  {
    id: 'service-port-wrong',
    kind: 'service port',
    fix: ['moorings/Service/tides'],
    mechanism: MISROUTED,
    near: ['tides'],
    question: TIMETABLE,
    steps: [{ kubectl: ['patch', '-n', MOORINGS, 'service/tides', '--type=json', '-p', OTHER_PORT] }],
  },
  {
    id: 'service-deleted',
    kind: 'service gone',
    fix: ['moorings/Service/berths'],
    mechanism: 'delet|gone|missing|service|resol|name',
    near: ['berths'],
    question: BOOKING,
    steps: [remove(MOORINGS, 'service/berths')],
  },
  {
    id: 'listens-elsewhere',
    kind: 'port',
    fix: ['skerry/Deployment/fares'],
    mechanism: 'port|listen|argument|command|probe|readiness',
    near: ['fares'],
    question: BOOKING,
    steps: [patchContainer(SKERRY, 'deployment/fares', { args: ['--table=/etc/fares/fares.csv', '--listen=8090'] })],
  },
]
