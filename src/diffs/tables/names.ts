import { vocabulary } from '../words.ts'

/** One pinned package a line: the first two groups are its name and version. */
export const PINS = vocabulary([
  ['go.mod', /^\s*(?:require\s+)?([\w/-]+\.[\w./-]+)\s+v?(\d[\w.+-]*)/, '  github.com/a/b v1.2.3'],
  ['package.json', /^\s*"(@?[\w./-]+)"\s*:\s*"[\^~>=<]*v?(\d[\w.+-]*)"/, '"undici": "^5.28.0",'],
  ['pip requirements', /^\s*([A-Za-z][\w.[\]-]*)\s*(?:==|~=|>=|<=|\^)\s*"?v?(\d[\w.+-]*)/, 'a==1.4 | a~=1.4 | a>=1.4 | a<=1.4 | a^1.4'],
  ['Cargo.toml, pyproject.toml', /^\s*([\w-]+)\s*=\s*(?:\{\s*version\s*=\s*)?"[\^~=]*v?(\d[\w.+-]*)"/, 'serde = { version = "1.0"'],
  ['Gradle', /["']([\w.-]+:[\w.-]+):(\d[\w.+-]*)["']/, "implementation 'org.a:b:1.2'"],
  ['Dockerfile', /^\s*FROM\s+([\w./-]+):v?([\w.+-]+)/i, 'FROM python:3.12'],
  ['Maven', /<(?:version|([\w.]+)\.version)>([\d][\w.+-]*)</, '<version>1.2</version> | <jackson.version>2.14</jackson.version>'],
  ['Gemfile', /^\s*gem ["']([\w-]+)["'],\s*["'][~>= ]*(\d[\w.+-]*)/, "gem 'rails', '~> 7.0'"],
])
/** Names that other programs know: wire field names, columns, topics, paths, headers. The first group is the name. */
export const SHARED_NAMES = vocabulary([
  [
    'Go struct tags',
    /(?:json|yaml|bson|db|xml|protobuf|avro|form|gorm|dynamodbav):"(?:name=|column:)?([\w.-]+)/,
    '`json:"a" yaml:"a" bson:"a" db:"a" xml:"a" form:"a" avro:"a" gorm:"column:a" protobuf:"name=a" dynamodbav:"a"`',
  ],
  [
    'Jackson, Gson, JAXB',
    /@(?:JsonProperty|SerializedName|JsonAlias|XmlElement)\((?:\w+\s*=\s*)?"([^"]+)"/,
    '@JsonProperty("a") | @SerializedName("a") | @JsonAlias("a") | @XmlElement(name = "a")',
  ],
  [
    'JPA, JAX-RS, Spring',
    /@(?:Column|Field|Table|Path|RequestParam|Header)\((?:\w+\s*=\s*)?"([^"]+)"/,
    '@Column(name = "a") | @Field("a") | @Table(name = "a") | @Path("/a") | @RequestParam("a") | @Header("a")',
  ],
  [
    'pydantic, Django, marshmallow, serde',
    /(?:alias|db_column|source|data_key|name|serde\(rename)\s*=\s*["']([\w.-]+)["']/,
    'alias="a" | db_column="a" | source="a" | data_key="a" | name="a" | #[serde(rename = "a")]',
  ],
  ['maps', /\[\s*["']([\w.-]+)["']\s*\]/, 'order["total"]'],
  [
    'readers of messages and requests',
    /\.(?:get(?:String|Int)?|pop|has|header|param|query)\(\s*["']([\w./-]+)["']/i,
    'row.get("a") | row.getString("a") | row.getInt("a") | x.pop("a") | x.has("a") | r.header("a") | r.param("a") | r.query("a")',
  ],
  ['paths of APIs', /["'](\/(?:api|v\d)[\w/{}:.-]*)["']/, '"/api/orders" | "/v1/orders"'],
  ['protocol buffers', /^\s*(?:\w+ )?[\w.<>]+\s+(\w+)\s*=\s*\d+\s*;/, 'repeated A a = 1;'],
  ['topics and events', /["']([\w-]+(?:\.[\w-]+)+|[A-Z]\w+Event|[\w-]+-topic)["']/, '"orders.placed" | "OrderEvent" | "orders-topic"'],
  [
    'TypeScript and JSON shapes',
    /^\s*["']?([a-z_][\w-]*)["']?\s*:\s*(?:string|number|boolean|\w+\??;|\{)/,
    'a: string | a: number | a: boolean | a: Guest; | a: {',
  ],
  [
    'PostgreSQL ALTER TABLE, Rails',
    /(?:(?:rename|drop|alter) column(?: if exists)?|rename to|drop table(?: if exists)?|(?:rename|remove|drop)_column)\s*\(?["'`:]?([\w.]+)/i,
    'RENAME COLUMN a | DROP COLUMN IF EXISTS a | ALTER COLUMN a | RENAME TO a | DROP TABLE IF EXISTS a | rename_column :a | remove_column :a | drop_column :a',
  ],
])
/** Text for people; whoever reads it is no program. */
export const PROSE = vocabulary([
  ['logs and errors', 'log | logger | console | print* | Error | Errorf | raise | throw | panic', 'println'],
  ['labels and imports', 'title | label | placeholder | message | import | require | from | version', 'title'],
])
/** A setting is asked for by its name, and whoever deploys still gives it under the old one. */
export const ASKS_FOR_SETTING = vocabulary([
  ['Go os, Python os, Node.js process, Ruby ENV', '*getenv* | environ | process.env | ENV | *env(', 'os.Getenv("A")'],
])
/** Rights, and who has them. */
export const GRANTS = vocabulary([
  ['AWS IAM policy', 'resource= | resources= | action= | actions= | principal= | principals=', 'resources = ['],
  ['Kubernetes RBAC, Google IAM', 'resources= | verbs= | apiGroups= | member= | members=', 'verbs: [get]'],
  ['RFC 6749 scope, SQL GRANT', 'permission*= | scope*= | grant*= | allow*=', "scopes: ['read']"],
])
export const RIGHTS = vocabulary([
  ['AWS IAM, Kubernetes RBAC, SQL GRANT', 'iam | *rbac* | *policy* | role | acl | arn: | *permission* | scope* | grant*', 'rbac.yaml'],
])
/** What keys of caches are called, with what is put into them. */
export const CACHE_KEYS = vocabulary([
  ['keys by name', /key\w{0,80}\s*(?::=|=|:|\()\s*(?!=)\S|cache_?key/i, 'key := a | key = a | priceKey: a | key(a) | cache_key'],
])
export const CACHES = vocabulary([['caches by name', '*cache* | *redis* | *memo* | *ttl*', 'caches']])
