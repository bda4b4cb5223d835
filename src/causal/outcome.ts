import type { TelemetrySource } from '../domain/reading.ts'
import type { Submission } from '../domain/submission.ts'
import { isClear, symptomsOf } from './scene/symptoms/symptom.ts'
import type { Candidate } from './weigh/explain.ts'
import { answeredSources, hidesMuch } from './scene/holes.ts'
import { isServingRead } from './scene/recorded-calls.ts'
import { declaredStart } from './scene/onset.ts'
import { scopeWords, standingFailures } from './scope-words.ts'
import type { Scene } from './scene/scene.ts'
import type { Selection } from './weigh/select.ts'

/** Sources of which at least one must have answered before "nothing is wrong" may be said. */
const HEALTH_SOURCES: readonly TelemetrySource[] = ['kubernetes', 'traces', 'metrics', 'logs', 'checks']

type Words = Pick<Submission, 'outcome' | 'reasons'>

/** Which way the answer goes, and in words why when it names nothing. Nothing is called well while much of it could not be read. */
export function wordsFor(selection: Selection, scene: Scene): Words {
  const { outcome, reasons } = wordsOfWhatWasRead(selection, scene, answeredSources(scene.facts))
  if (outcome === 'diagnosis') return { outcome, reasons }
  const standing = standingFailures(scene)
  const told = [...reasons, ...standing]
  if (outcome === 'no_cause' && standing.length > 0 && !isServingRead(scene.facts)) return words('inconclusive', ...told, UNSEEN)
  return outcome === 'no_cause' && hidesMuch(scene.facts) ? words('inconclusive', ...told, UNREAD) : words(outcome, ...told)
}

const UNSEEN = 'whether that is what you see, nothing that was read tells: it holds no calls and no numbers of what is served'
const UNREAD = 'not everything could be read, and what could not be read may hold a failure; it is listed as not checked'

function words(outcome: Words['outcome'], ...reasons: readonly string[]): Words {
  return { outcome, reasons }
}

function wordsOfWhatWasRead(selection: Selection, scene: Scene, answered: ReadonlySet<TelemetrySource>): Words {
  const symptoms = symptomsOf(scene)
  if (!HEALTH_SOURCES.some((source) => answered.has(source)))
    return words('inconclusive', 'no source that could show health or failure answered, so nothing can be said')
  if (selection.causes.length > 0 && !(hasRecovered(scene) && selection.causes.every(isUnrecorded))) return words('diagnosis')
  if (symptoms.length === 0) return words('no_cause', `nothing departs from its baseline or its desired state in ${scopeWords(scene)}`)
  // What somebody declared an incident is not dismissed for showing little.
  if (declaredStart(scene.facts) === null && !symptoms.some(isClear))
    return words('no_cause', 'only slight departures were seen, as healthy systems show them, and nothing that would have caused more')
  if (hasRecovered(scene))
    return words('no_cause', 'the symptoms ended by themselves, and no change or failure that was read would have caused them')
  return words('inconclusive', `${symptoms.length} symptoms were seen and no mechanism accounts for them`)
}

/** Numbers or an odd configuration speak for it, and no record: what is over and left none cannot be looked into. */
function isUnrecorded({ proposal: { basis } }: Candidate): boolean {
  return basis !== 'witnessed' && basis !== 'changed'
}

/** Everything that was wrong had ended before the end of the data. */
function hasRecovered(scene: Scene): boolean {
  const isDeclared = declaredStart(scene.facts) !== null
  return symptomsOf(scene).every((one) => one.until !== null || (!isDeclared && !isClear(one)))
}
