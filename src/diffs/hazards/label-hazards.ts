import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** What has few values: the route as it was declared. */
const DECLARED =
  /MatchedPath|FullPath\(|route\.path|\broute\b|\bpattern\b|template|BestMatchingPattern|\bendpoint\b|handlerName|operation_?name/i
/** What has one value for each request: the path as it was asked for. */
const ASKED =
  /\buri\(?\)?\.path|URL\.Path|originalUrl|getRequestURI|request_uri|(?:req|request|r|ctx)\.(?:path|url)\b|\.path\(\)|raw_?path/i
const MEASURES = /histogram|counter|gauge|metric|labels?\b|\btags?\b|prometheus|meter|set_?attribute|span_?name/i

/** A label that was the declared route and is now the path of each request: a series for every address. */
export function labelHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code' || ![file.diff.path, ...file.around, ...file.added].some((line) => MEASURES.test(line))) return []
  const line = file.added.find((one) => ASKED.test(one) && !DECLARED.test(one))
  if (line === undefined || !file.removed.some((one) => DECLARED.test(one)) || file.added.some((one) => DECLARED.test(one))) return []
  const text = `a label now has a value for every path: ${line.trim().slice(0, 120)}`
  return [{ kind: 'cardinality_raised', path: file.diff.path, text, quote: `+${line}`, clarity: 0.85, amounts: null }]
}
