import { imageOf } from '../objects.ts'
import { MOORINGS, oneRun, SKERRY } from '../town.ts'
import { patch, patchContainer, restart, type Step, type TownCase } from '../town-case.ts'
import { policy } from './placement.ts'

const QUESTION = 'Something was changed in the last minutes. Is anything broken?'

/** Changes as they happen all day; a tool that names one of them as a cause is wrong. */
export const HARMLESS: readonly TownCase[] = [
  calm('rollout-goes-well', 'rollout', [patchContainer(SKERRY, 'deployment/quay', { image: imageOf('quay', '4.3.0') })]),
  calm('scale-up', 'scale', [{ kubectl: ['scale', '-n', SKERRY, 'deployment/quay', '--replicas=3'] }]),
  calm('note-edited', 'configmap', [patch(SKERRY, 'configmap/notice-board', { data: { notice: 'The last boat leaves at 22:10.' } })]),
  calm('restart-rolls', 'rollout', [restart(SKERRY, 'deployment/quay')]),
  calm('job-completes', 'job', [
    {
      apply: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { namespace: MOORINGS, name: 'close-accounts' },
        spec: { backoffLimit: 2, template: { spec: oneRun('close-accounts', ['--year=2025']) } },
      },
    },
  ]),
  calm('label-added', 'label', [{ kubectl: ['label', '-n', MOORINGS, 'deployment/tides', 'owner=harbour-office'] }]),
  calm('policy-allows', 'policy in', [
    policy(MOORINGS, 'ledger-guard', {
      podSelector: { matchLabels: { app: 'ledgerbook' } },
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ podSelector: { matchLabels: { app: 'berths' } } }] },
        { from: [{ namespaceSelector: { matchLabels: { town: 'skerry-lines' } }, podSelector: { matchLabels: { app: 'purser' } } }] },
      ],
    }),
  ]),
]

function calm(id: string, kind: string, steps: readonly Step[]): TownCase {
  return { id, kind, fix: [], mechanism: 'none', near: [], question: QUESTION, steps }
}
