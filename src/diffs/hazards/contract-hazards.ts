import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'
import { FILE_NAME } from './renamed-hazards.ts'
import type { Shape } from './shape.ts'

// Names that other programs know: wire field names, columns, topics, paths, headers. The captured group is the name.
const NAMES: readonly RegExp[] = [
  /(?:json|yaml|bson|db|xml|protobuf|avro|form|gorm|dynamodbav):"(?:name=|column:)?([\w.-]+)/g,
  /@(?:JsonProperty|SerializedName|Column|Field|JsonAlias|Table|XmlElement|Path|RequestParam|Header)\((?:\w+\s*=\s*)?"([^"]+)"/g,
  /(?:alias|serialization_alias|db_column|source|data_key|name|serde\(rename)\s*=\s*["']([\w.-]+)["']/g,
  /\[\s*["']([\w.-]+)["']\s*\]/g,
  /\.(?:get|getString|getInt|pop|has|header|param|query|Get|GetString)\(\s*["']([\w./-]+)["']/g,
  /["'](\/(?:api|v\d)[\w/{}:.-]*)["']/g,
  /^\s*(?:optional |repeated |required )?[\w.<>]+\s+(\w+)\s*=\s*\d+\s*;/g,
  /["']([\w-]+(?:\.[\w-]+)+|[A-Z]\w+Event|[\w-]+-topic)["']/g,
  /^\s*["']?([a-z_][\w-]*)["']?\s*:\s*(?:string|number|boolean|\w+\??;|\{)/g,
  /(?:RENAME COLUMN|DROP COLUMN(?: IF EXISTS)?|RENAME TO|DROP TABLE(?: IF EXISTS)?|ALTER COLUMN|rename_column|remove_column|drop_column)\s*\(?["'`:]?([\w.]+)/gi,
]
const PROTO_NUMBER = /^\s*(?:optional |repeated |required )?[\w.<>]+\s+(\w+)\s*=\s*(\d+)\s*;/

// What reads or writes values in a given form. The shape stands on both sides of the change and differs.
const FORMS: readonly Shape[] = [
  {
    kind: 'parse_changed',
    pattern:
      /regexp?\.|MustCompile|re\.compile|new RegExp|Pattern\.compile|\/[^/\s]{4,}\/[gimsuy]*[.,)]|parse(?:Int|Float|Date|Time|Double)?\(|Parse(?:Int|Float|Duration|Bool)?\(|strptime|DateTimeFormat|time\.Parse|strconv\.|int\(|float\(|Decimal|BigDecimal|Number\(|fromisoformat|SimpleDateFormat|split\(|DisallowUnknownFields|FAIL_ON_UNKNOWN|additionalProperties|strict/,
    clarity: 0.6,
    text: 'values are read in another way',
  },
  {
    kind: 'serialisation_changed',
    pattern:
      /json\.(?:dumps|Marshal|stringify)|JSON\.stringify|protobuf|proto\.Marshal|msgpack|avro|pickle|gob\.|encode\(|Encode\(|Encoder|Serializer|gzip|zstd|snappy|lz4|Content-Type|ObjectMapper|writeValue|toJson|to_json|base64|utf-?8|latin/i,
    clarity: 0.6,
    text: 'values are written in another form',
  },
  {
    kind: 'time_changed',
    pattern:
      /time\.(?:Local|UTC)|\.UTC\(\)|\.Local\(\)|utcnow|timezone|ZoneId|ZoneOffset|LocalDate|tzinfo|pytz|zoneinfo|moment\(|toISOString|getTimezoneOffset|TimeZone|AddDate|plusDays|timedelta|Truncate\(|startOf\(|getDay|setHours|Unix(?:Milli|Nano)?\(\)|currentTimeMillis|time\.time\(\)|toEpoch|getTime\(\)/,
    clarity: 0.6,
    text: 'times are reckoned in another way',
  },
]
/** The same, to find every place of a form in a line. */
const EVERY_FORM: ReadonlyMap<RegExp, RegExp> = new Map(
  FORMS.map(({ pattern }) => [pattern, new RegExp(pattern.source, `g${pattern.flags}`)]),
)

/** How a whole program spells its names on the wire. */
const SPELLING =
  /rename_all|PropertyNaming\w*|JsonNaming|alias_generator|by_alias|camelize|decamelize|humps\b|key_?transform|snakecase|camelcase|SnakeCase|CamelCase|KebabCase|snake_case_keys|naming_?(?:strategy|policy|convention)/

/** Names that other programs rely on and that changed, and values that are read, written or reckoned differently. */
export function contractHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest') return []
  return [...changedNames(file), ...changedNumbers(file), ...changedForms(file), ...changedSpelling(file)]
}

function changedNames(file: TouchedFile): readonly Hazard[] {
  const before = namesOf(file.removed)
  const after = namesOf([...file.added, ...file.around])
  const gone = [...before].find(([name]) => !after.has(name))
  if (!gone)
    return file.added
      .filter((line) => /\b(?:DROP|RENAME) (?:COLUMN|TABLE|TO)\b|(?:rename|remove|drop)_column/i.test(line))
      .map((line) => dropped(file, line))
  const come = [...namesOf(file.added)].find(([name]) => !before.has(name))
  const text = come ? `${gone[0]} became ${come[0]}` : `${gone[0]} was removed`
  const [quote, clarity] = come ? [`+${come[1]}`, 0.75] : [`-${gone[1]}`, 0.5]
  return [{ kind: 'contract_changed', path: file.diff.path, text, quote, clarity, amounts: null }]
}

function dropped(file: TouchedFile, line: string): Hazard {
  return {
    kind: 'contract_changed',
    path: file.diff.path,
    text: `the schema lost a name: ${line.trim()}`,
    quote: `+${line}`,
    clarity: 0.85,
    amounts: null,
  }
}

function namesOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const named = lines.flatMap((line) =>
    NAMES.flatMap((pattern) => [...line.matchAll(pattern)].map((match): [string, string] => [match[1] ?? '', line])),
  )
  return new Map(named.filter(([name]) => !FILE_NAME.test(name)))
}

/** A field of a wire message that kept its name but got another number, or the number of another field. */
function changedNumbers(file: TouchedFile): readonly Hazard[] {
  if (!file.diff.path.endsWith('.proto')) return []
  const before = new Map(file.removed.flatMap((line) => fieldOf(line)))
  return file.added.flatMap((line) => {
    const [field] = fieldOf(line)
    const old = field ? before.get(field[0]) : undefined
    if (!field || old === undefined || old === field[1]) return []
    return [
      {
        kind: 'contract_changed' as const,
        path: file.diff.path,
        text: `${field[0]} changed its number from ${old} to ${field[1]}`,
        quote: `+${line}`,
        clarity: 0.9,
        amounts: null,
      },
    ]
  })
}

function fieldOf(line: string): readonly (readonly [string, string])[] {
  const match = PROTO_NUMBER.exec(line)
  return match ? [[match[1] ?? '', match[2] ?? '']] : []
}

function changedSpelling(file: TouchedFile): readonly Hazard[] {
  const [gone, come] = [file.removed, file.added].map((lines) => lines.find((line) => SPELLING.test(line)))
  const shown = come ?? gone
  if (shown === undefined) return []
  const quote = `${come === undefined ? '-' : '+'}${shown}`
  return [
    {
      kind: 'contract_changed',
      path: file.diff.path,
      text: `names are spelt in another way: ${shown.trim()}`,
      quote,
      clarity: 0.85,
      amounts: null,
    },
  ]
}

/** The same forms and the same texts on both sides: code that moved into a helper or was only written anew. Numbers are settings, told elsewhere. */
function isWrittenAnew({ removed, added }: TouchedFile, pattern: RegExp): boolean {
  const isSame = (token: RegExp) => tokensIn(removed, token) === tokensIn(added, token)
  return isSame(EVERY_FORM.get(pattern) ?? pattern) && isSame(/"[^"]*"|'[^']*'|`[^`]*`|\/[^/\s]{4,}\//g)
}

function tokensIn(lines: readonly string[], token: RegExp): string {
  return [...new Set(lines.flatMap((line) => line.match(token) ?? []))].sort().join('\n')
}

function changedForms(file: TouchedFile): readonly Hazard[] {
  return FORMS.flatMap((shape) => {
    const shown = file.added.find((line) => shape.pattern.test(line))
    if (shown === undefined || !file.removed.some((line) => shape.pattern.test(line)) || isWrittenAnew(file, shape.pattern)) return []
    return [
      {
        kind: shape.kind,
        path: file.diff.path,
        text: `${shape.text}: ${shown.trim().slice(0, 120)}`,
        quote: `+${shown}`,
        clarity: shape.clarity,
        amounts: null,
      },
    ]
  })
}
