import { backgroundBlamer, borrower, contrarian, hedger, padder, recentDeployBlamer, symptomNamer } from './blamers.ts'
import { entityInventor, evidenceInventor, injected, inventor, quoteInventor } from './inventors.ts'
import type { Script } from './script.ts'
import { callAsText, looper, neverEnding, proseOnly, rephraser } from './wanderers.ts'

/** Models as they fail in the published reports, by name. Each sees only what the tools showed it. */
export const BAD_MODELS: Readonly<Record<string, Script>> = {
  padder,
  borrower,
  hedger,
  contrarian,
  'symptom namer': symptomNamer,
  'background blamer': backgroundBlamer,
  'recent-deploy blamer': recentDeployBlamer,
  inventor,
  'entity inventor': entityInventor,
  'quote inventor': quoteInventor,
  'evidence inventor': evidenceInventor,
  injected,
  looper,
  rephraser,
  'never-ending': neverEnding,
  'prose only': proseOnly,
  'call as text': callAsText,
}
