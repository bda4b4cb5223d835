import { vocabulary } from '../words.ts'
import { counted, type Counted } from './counted.ts'

const SPREADS = vocabulary([
  ['Kafka, Kinesis, Pub/Sub', '*kafka* | *kinesis* | *partition* | *shard* | *producer* | pub_sub* | *topic* | *stream*', 'kafkajs'],
])

/** Forms in which values are read, written, reckoned or spread. What counts is that they stand on both sides of a change, and otherwise than before. */
export const REWRITTEN: readonly Counted[] = [
  counted({ kind: 'parse_changed', clarity: 0.6, text: 'values are read in another way' }, [
    ['regular expressions', 'regexp. | MustCompile | re.compile | new RegExp | Pattern.compile', 're.compile(x)'],
    ['regular expression literals', /\/[^/\s]{4,}\/[gimsuy]*[.,)]/, 'text.match(/a+b+/g)'],
    ['readers of numbers', '*parse( | *parse_int( | *parse_float( | strconv.* | int( | float( | *Decimal | Number(', 'parseFloat(x)'],
    ['readers of dates', 'strptime | *DateTimeFormat* | time.Parse | *fromisoformat | SimpleDateFormat', 'DateTimeFormatter'],
    ['readers of messages', 'split( | strict | DisallowUnknownFields | FAIL_ON_UNKNOWN* | additionalProperties', 'line.split(",")'],
  ]),
  counted({ kind: 'serialisation_changed', clarity: 0.6, text: 'values are written in another form' }, [
    ['JSON', 'json.dumps | json.Marshal* | json.stringify | *ObjectMapper | writeValue* | *to_json', 'json.MarshalIndent(x)'],
    ['protocol buffers, Avro, MessagePack', '*protobuf* | proto.Marshal | *msgpack* | *avro* | pickle | gob.', 'protobuf3'],
    ['encoders', '*encode( | *encoder* | *serializer* | Content-Type | base64* | utf_8 | latin*', 'urlEncode(x)'],
    ['compression', 'gzip* | zstd | snappy | lz4', 'gzip.open'],
  ]),
  counted({ kind: 'time_changed', clarity: 0.6, text: 'times are reckoned in another way' }, [
    ['time zones of Go', 'time.Local | time.UTC | .UTC() | .Local()', 'now.UTC()'],
    ['time zones of Python', '*utcnow | *timezone* | tzinfo | pytz | zoneinfo', 'datetime.utcnow()'],
    ['time zones of Java', 'ZoneId | ZoneOffset', 'ZoneId.of("UTC")'],
    ['dates', 'LocalDate* | moment( | toISOString | *Date( | *Days( | timedelta | startOf( | getDay | setHours', 'LocalDateTime'],
    ['times as numbers', '.Unix*( | currentTimeMillis | time.time() | toEpoch* | getTime() | Truncate(', 'now.UnixMilli()'],
  ]),
  counted({ kind: 'spread_changed', clarity: 0.75, text: 'work is spread by another key', about: SPREADS }, [
    ['Kafka producer', /\bkey\b\s*[:=(][^,;]{1,80}/i, 'Key: []byte(o.Shop)'],
    [
      'Kinesis, RabbitMQ',
      'partition_key=... | routing_key=... | shard_key=... | hash_key=... | message_key=...',
      'partitionKey: order.shop',
    ],
  ]),
]

/** How a whole program spells its names on the wire. */
export const SPELLING = vocabulary([
  ['serde, Jackson, pydantic', 'rename_all | PropertyNaming* | JsonNaming | *alias_generator | by_alias', 'rename_all'],
  ['Rails, humps, gorm', '*camelize* | humps | *key_transform* | *naming_strategy | *naming_policy', 'camelizeKeys(x)'],
  ['spellings by name', '*snake_case* | *camel_case* | *kebab_case*', 'snake_case_keys'],
])
