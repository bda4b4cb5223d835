import { vocabulary } from '../words.ts'

const OF_64_BITS = vocabulary([
  ['Go, C, Rust, protocol buffers', 'int64* | uint64* | i64 | u64 | sint64 | fixed64 | sfixed64', 'int64_t'],
  ['Java, SQL, Django', 'long | BigInteger* | bigint | bigserial', 'BigIntegerField'],
])
const OF_32_BITS = vocabulary([
  ['Go, C, Rust, protocol buffers', 'int32* | uint32* | i32 | u32 | sint32 | fixed32 | sfixed32', 'int32_t'],
  ['Java, SQL, Django', 'int | integer | serial | IntegerField', 'int'],
])
const OF_16_BITS = vocabulary([['Go, C, Rust, Java, SQL', 'int16* | uint16* | i16 | u16 | short | smallint | SmallIntegerField', 'uint16']])
/** Names of integer types by how many bits they hold, most first. */
export const WIDTHS = [
  { bits: 64, says: OF_64_BITS },
  { bits: 32, says: OF_32_BITS },
  { bits: 16, says: OF_16_BITS },
]
/** A whole number of any width. */
export const WHOLE = vocabulary(WIDTHS.flatMap(({ says }) => says.ways))
/** Brings a number into fewer bits. */
export const CASTS = vocabulary([
  ['Go, C', 'int32 | uint32 | int16 | uint16 | int8 | uint8', 'int32(x)'],
  ['Rust', 'i32 | u32 | i16 | u16 | i8 | u8', 'x as u16'],
  ['Java, C#', '(int) | (short) | (byte) | .intValue() | .shortValue() | .byteValue()', '(int) x'],
  ['Java Math, Kotlin', 'Math.toIntExact | .toInt() | .toShort()', 'x.toInt()'],
])
/** A size that fits sixteen bits today and not every day. */
export const CUT_SIZES = vocabulary([
  ['Rust', /(?:len|size|count|offset)[\w()]{0,40} as [ui](?:8|16)\b/, 'b.len() as u16 | size as i8 | count as u8 | offset as u16'],
  ['Go, C', /\bu?int(?:8|16)\([\w.]{0,40}(?:len|size|count|offset)/i, 'uint16(len(b)) | int8(size) | int16(m.Count) | uint16(offset)'],
  ['Java, C#', /\(u?(?:short|byte)\)\s*[\w.]{0,40}(?:length|size|count)/i, '(short) body.length | (byte) size | (ushort) count'],
])
/** What says that a value may be missing. */
export const MAY_BE_MISSING = vocabulary([
  ['TypeScript, Kotlin, Swift, C#', /\?(?=\s*[,;=:)]|\s*$)/, 'val guest: Guest?, '],
  ['TypeScript, Python unions', /\|\s*(?:null|undefined|None)\b/, 'x: A ||null; x: A |undefined; x: A |None'],
  ['Rust, Java, Python Optional', /\bOption(?:al)?[[<]/, 'x: Option<A> | x: Optional[A]'],
  ['OpenAPI, zod, Django, Go', 'nullable=true | .optional() | .nullable() | .nullish() | null=true | ,omitempty', 'nullable: true'],
  ['protocol buffers', /\boptional\s+/, 'optional string a = 1;'],
])
/** A declared field or parameter: a name and its type, or its place on the wire. */
export const DECLARES = vocabulary([
  ['TypeScript, Kotlin, Python, Go tags', /\w\s*:\s*\S|json:"/, 'guest: Guest | `json:"a"`'],
  ['Java, C#, protocol buffers', /^\s*(?:\w+\s+)?[\w<>[\].]+\??\s+\w+\s*[;=]/, 'private Guest? guest;'],
])
/** Compares, joins comparisons, or turns one round. */
export const COMPARES = vocabulary([
  [
    'operators',
    /(?<![=!<>])(?:===?|!==?|<=|>=|<|>|&&|\|\||\band\b|\bor\b|\bnot\b|!)(?![=])/,
    'a == b | a || b | a !== b | a <= b | a >= b | a < b | a > b | a && b | a and b | a or b | not a | !a',
  ],
])
/** Text between quotes. */
export const LITERALS = vocabulary([['quotes', /"[^"]*"|'[^']*'|`[^`]*`/, '"a" | \'a\' | `a`']])
/** Words for units of time, size and money. */
export const UNITS = vocabulary([
  [
    'SI',
    /(?:nano|micro|milli)s?(?:econds?)?|(?<![a-z])(?:ms|us|ns|secs?|mins?|hrs?)(?![a-z])/i,
    'nanoseconds | micros | millis | ms | us | ns | sec | min | hrs',
  ],
  ['SI', /seconds?|minutes?|hours?|days?/i, 'ofSeconds | minutes | hours | days'],
  ['IEC 80000-13', /(?<![a-z])(?:kilo|mega|giga)?bytes?|(?<![a-z])[KMG]i?B(?![a-z])/i, 'kilobytes | megabytes | gigabytes | bytes | MiB'],
  ['ISO 4217', '*cents | *dollars | *euros', 'total_cents'],
])
/** A factor between two units. */
export const SCALES = vocabulary([
  [
    'SI and IEC factors',
    /[*/]\s*(?:1_?000(?:_?000)?|1024|100|60|3_?600|1e3|1e6)(?![\d.])/,
    'x * 1000 | x / 1_000_000 | x * 1024 | x * 100 | x / 60 | x * 3600 | x * 1e3 | x * 1e6',
  ],
])
/** One more or one less. */
export const ONES = vocabulary([['indices and ranges', /[+-]\s*1(?![\d.])/, 'i+1']])
/** Type and number of a field. */
export const PROTO_PLACES = vocabulary([
  ['protocol buffers', /^\s*(?:\w+ )?[\w.<>]+(?=\s+\w+\s*=\s*\d+\s*;)|=\s*\d+\s*;/, 'repeated A a = 2;'],
])
/** Letters of a date between quotes. */
export const DATE_LETTERS = vocabulary([['Unicode TR 35', /["'`][yYuMLdDHhKkmsSaEwTZXx'\s./:_-]{6,40}["'`]/, '"yyyy-MM-dd"']])
/** Commands by which an entry expires; one letter decides how its number counts. */
export const EXPIRES_IN = {
  milliseconds: vocabulary([['redis.io SET, PSETEX, PEXPIRE', 'PX | PXAT | psetex | pexpire | pexpireat', '{ PX: 600 }']]),
  seconds: vocabulary([['redis.io SET, SETEX, EXPIRE', 'EX | EXAT | setex | expire | expireat', "'EX', 600"]]),
}
