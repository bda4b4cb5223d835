import type { Feature } from '../../domain/submission.ts'

/** What is weighed of a candidate. */
export type CandidateFeature = Exclude<Feature, 'trace_numbers' | 'same_act' | 'left_over' | 'model_only'>

/** What is weighed of the answer that none of the candidates is the cause. */
export type NoneFeature = 'none' | 'slight' | 'over' | 'declared' | 'more'

export type WeighedFeature = CandidateFeature | NoneFeature

interface Definition {
  /** What a value of 1 counts. */
  readonly unit: 'yes or no' | 'share' | 'halvings' | 'doublings' | 'e-folds' | 'nats'
  /** The sign that its weight must have; 0 where either may be. */
  readonly sign: 1 | -1 | 0
  readonly meaning: string
  /** What its weight is drawn towards while no incident speaks; 0 for all whose worth only incidents can tell. */
  readonly prior?: number
}

/**
 * Everything that decides between candidates and "none of these", and nothing else does. A weight may be fitted to 0; it may not get the other sign, because
 * then it would have learnt something of a data set and not of incidents. Derivation: docs/decisions/0017.
 */
export const CANDIDATE_FEATURES: Readonly<Record<CandidateFeature, Definition>> = {
  trace_stated: { unit: 'yes or no', sign: 1, meaning: 'a record states the failure and why' },
  trace_changed: { unit: 'yes or no', sign: 1, meaning: 'a change that does this is recorded' },
  trace_measured: { unit: 'yes or no', sign: 1, meaning: 'numbers single out this kind of fault' },
  trace_odd: { unit: 'yes or no', sign: 1, meaning: 'a configuration that would do this, without a time' },
  trace_numbers_after_change: { unit: 'yes or no', sign: 1, meaning: 'numbers alone, and that very thing was changed just before' },
  trace_recent: { unit: 'yes or no', sign: 0, meaning: 'it was changed before, and nothing that was read says how that does this' },
  reason_unknown: { unit: 'yes or no', sign: -1, meaning: 'the trace says that something is wrong and not what', prior: -1 },
  fit: { unit: 'halvings', sign: -1, meaning: 'how often the fit of a change with what is seen is halved', prior: -2 },
  delay: { unit: 'e-folds', sign: -1, meaning: 'how much longer something with a time of its own took to show than such things take' },
  returning: { unit: 'doublings', sign: -1, meaning: 'times that the same happened before, and no harm came of it' },
  // Labelled incidents hold hardly any change that came too late, so the weight stays near what was chosen: odds of 1 to 7.
  afterwards: { unit: 'yes or no', sign: -1, meaning: 'the change came minutes after its first symptom', prior: -2 },
  late: { unit: 'yes or no', sign: -1, meaning: 'a fault that is no change was first seen minutes after its symptoms' },
  direct: { unit: 'yes or no', sign: 1, meaning: 'a predicted effect is seen where it bites' },
  seen: { unit: 'share', sign: 1, meaning: 'kinds of predicted effect that are seen where it bites, of three' },
  missing: { unit: 'share', sign: -1, meaning: 'of what it must show, what is not seen although what was read would show it' },
  contrary: { unit: 'yes or no', sign: -1, meaning: 'something that it leaves no room for is seen where it bites' },
  coverage: { unit: 'share', sign: 1, meaning: 'weight of all symptoms that it explains, where something recorded connects it to them' },
  nearby: { unit: 'share', sign: 1, meaning: 'weight of all symptoms that began after it, at what it uses and those that use that too' },
  followed: { unit: 'share', sign: 1, meaning: 'weight of all symptoms that nothing connects it to, but that they began after it' },
  alerted: { unit: 'share', sign: 1, meaning: 'alerts that it accounts for: what people chose to be woken by' },
  // Half of the loss is half as likely, where no incident says more: the logarithm of 2.
  faint: {
    unit: 'halvings',
    sign: -1,
    meaning: 'how often what is lost where it bites must be doubled to be what people were woken for',
    prior: -0.7,
  },
  unfelt: {
    unit: 'yes or no',
    sign: -1,
    meaning: 'something departed, and nothing of it is its doing although calls of what it hurts are known',
  },
  // Few labelled incidents are over, so the weight starts from odds of 1 to 7 after a quarter of an hour.
  passed: { unit: 'doublings', sign: -1, meaning: 'minutes for which what it accounts for has been over', prior: -0.5 },
  uncalled: { unit: 'yes or no', sign: -1, meaning: 'calls were counted, no user is hurt by it, and nobody calls anything that it hurts' },
  standing: { unit: 'doublings', sign: -1, meaning: 'minutes by which it was so before it did users any harm' },
  idle: { unit: 'doublings', sign: -1, meaning: 'minutes by which it was so before the recording or any harm, and users feel none of it' },
  named: { unit: 'share', sign: 1, meaning: 'complaining callers that name what it hurts' },
  suffers: { unit: 'yes or no', sign: -1, meaning: 'another candidate that it does not hurt hurts it' },
  suffers_traced: { unit: 'yes or no', sign: -1, meaning: 'one with a trace of its own hurts it' },
  suffers_stated: { unit: 'yes or no', sign: -1, meaning: 'one whose failure a record states hurts it' },
  common: { unit: 'nats', sign: -1, meaning: 'of an odd configuration, the logarithm of how many like it there are here' },
  // Labelled incidents hold no statements of people, so this weight stays what was chosen: docs/decisions/0041.
  people: { unit: 'doublings', sign: 1, meaning: 'what people said of it is worth', prior: 4 },
}

export const NONE_FEATURES: Readonly<Record<NoneFeature, Definition>> = {
  none: { unit: 'yes or no', sign: 0, meaning: 'it is the answer that none of these is the cause' },
  slight: { unit: 'yes or no', sign: 1, meaning: 'no symptom is clearer than healthy systems show them' },
  over: { unit: 'doublings', sign: 1, meaning: 'minutes for which every symptom has been over' },
  declared: { unit: 'yes or no', sign: -1, meaning: 'somebody declared an incident' },
  more: { unit: 'yes or no', sign: 1, meaning: 'a cause was named already, and this is about what it leaves' },
}
