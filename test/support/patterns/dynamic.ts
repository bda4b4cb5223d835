import { vocabularies } from '../vocabularies.ts'

export type Made = RegExp

/** Names of which patterns are made, among them what an attacker would choose: signs that mean something in a pattern, and one letter over and over. */
const NAMES = ['checkout', 'shop-cart.v2', 'a+b*(c|d)[e]{9}$', 'aaaaaaaaaaaaaaaaaaaa']
/** Names that their callers hold to letters, digits and signs of identifiers. */
const WORDS = ['checkout', 'a_b_9', 'aaaaaaaaaaaaaaaaaaaa']

/**
 * Each function that puts a pattern together while the program runs, by file and name, with samples of what it makes. A function that is not named
 * here fails `npm run check`.
 */
export const DYNAMIC: Readonly<Record<string, (() => Promise<readonly Made[]>) | 'as its module is loaded'>> = {
  'handlers/text.ts#mentionPattern': async () => {
    const { mentionPattern } = await import('../../../handlers/text.ts')
    return ['U0123ABCD'].map(mentionPattern)
  },
  'src/diffs/hazards/growth-hazards.ts#growthPattern': async () => {
    const { growthPattern } = await import('../../../src/diffs/hazards/growth-hazards.ts')
    return WORDS.map(growthPattern)
  },
  'src/diffs/setting-origins.ts#definitionPattern': async () => {
    const { definitionPattern } = await import('../../../src/diffs/setting-origins.ts')
    return WORDS.map(definitionPattern)
  },
  'src/causal/families/code-change/spoken.ts#sourcePattern': async () => {
    const { sourcePattern } = await import('../../../src/causal/families/code-change/spoken.ts')
    return NAMES.map(sourcePattern)
  },
  'src/causal/families/code-change/spoken.ts#wordPattern': async () => {
    const { wordPattern } = await import('../../../src/causal/families/code-change/spoken.ts')
    return NAMES.map(wordPattern)
  },
  'src/diffs/words.ts#patternOf': async () => {
    const { patternOf } = await import('../../../src/diffs/words.ts')
    return [patternOf(['a*b', 'a_b', 'a ... b', 'a=b', '*a*', ...NAMES])]
  },
  'src/diffs/words.ts#vocabulary': async () => (await vocabularies()).flatMap(({ vocabulary: { patterns } }) => patterns),
  'src/causal/scene/kubernetes/address.ts#wholeWordPattern': async () => {
    const { wholeWordPattern } = await import('../../../src/causal/scene/kubernetes/address.ts')
    return NAMES.map(wholeWordPattern)
  },
  'src/causal/families/provider-outage.ts#productPattern': async () => {
    const { productPattern } = await import('../../../src/causal/families/provider-outage.ts')
    return WORDS.map(productPattern)
  },
  'src/causal/scene/addressed-services.ts#addressPattern': async () => {
    const { addressPattern } = await import('../../../src/causal/scene/addressed-services.ts')
    return NAMES.map(addressPattern)
  },
  'src/investigation/follow-up/statement-patterns.ts#deed': 'as its module is loaded',
  'src/telemetry/incident-folder/log-dependencies.ts#namePattern': async () => {
    const { namePattern } = await import('../../../src/telemetry/incident-folder/log-dependencies.ts')
    return NAMES.map(namePattern)
  },
}
