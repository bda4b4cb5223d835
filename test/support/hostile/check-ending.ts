import type { Diagnosis } from '../../../src/domain/diagnosis.ts'
import type { Format } from './bases.ts'
import type { Ending } from './hostile-input.ts'

/** What the whole folder of each format shows. */
const CAUSES: Readonly<Record<Format, string>> = {
  snapshot: 'shop-prod/Deployment/stock',
  'cluster-dump': '_cluster/Node/node-b',
  'incident-folder': 'env/FeatureFlag/giftWrap',
  'trace-folder': 'app/Service/basket',
}

/** How a run ended: with an answer, or with the code of an `AppError`. */
export type Ended = { readonly answer: Diagnosis } | { readonly code: string }

/** What is not as the ending says, in words; empty when the run ended as it must. */
export function wrongIn(ended: Ended, { format, ending }: { readonly format: Format; readonly ending: Ending }): string[] {
  if ('code' in ended) return ending.is === 'refused' && ending.code === ended.code ? [] : [`it was refused with ${ended.code}`]
  if (ending.is === 'refused') return [`it was answered and not refused with ${ending.code}`]
  const { rootCauses, notChecked } = ended.answer
  const causes = rootCauses.map(({ entity }) => entity)
  const isRight = causes.length === 1 && causes[0] === CAUSES[format]
  const isSure = rootCauses.some(({ confidenceWord }) => confidenceWord === 'verified')
  return [
    ...(ending.is === 'right' && !isRight ? [`it names ${causes.join(', ') || 'nothing'} and not ${CAUSES[format]}`] : []),
    ...(ending.is === 'unsure' && isSure ? [`${causes.join(', ')} is called verified`] : []),
    ...ending.says.filter((words) => !notChecked.some(({ why }) => why.includes(words))).map((words) => `"${words}" is not said`),
  ]
}
