import { imageOf } from '../workload.ts'
import { closeAccounts, MOORINGS, SKERRY } from '../objects.ts'
import { harmless, patch, patchContainer, policy, restart, scale, type Step, type TownCase } from '../../town-case.ts'

const QUESTION = 'Something was changed in the last minutes. Is anything broken?'

/** Changes as they happen all day; a tool that names one of them as a cause is wrong. */
export const HARMLESS: readonly TownCase[] = [
  calm('rollout-goes-well', 'rollout', [patchContainer(SKERRY, 'deployment/quay', { image: imageOf('quay', '4.3.0') })]),
  calm('scale-up', 'scale', [scale(SKERRY, 'deployment/quay', 3)]),
  calm('note-edited', 'configmap', [patch(SKERRY, 'configmap/notice-board', { data: { notice: 'The last boat leaves at 22:10.' } })]),
  calm('restart-rolls', 'rollout', [restart(SKERRY, 'deployment/quay')]),
  calm('job-completes', 'job', [{ apply: closeAccounts('2025') }]),
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
  return harmless({ id, kind, question: QUESTION, steps })
}
