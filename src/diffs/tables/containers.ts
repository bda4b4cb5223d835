import { vocabulary } from '../words.ts'

/** Declares what lives as long as the process: at the left margin, static, or a member. A group is its name. */
export const LONG_LIVED = vocabulary([
  ['modules of JavaScript, Python, Go', /^(?:export\s+)?(?:(?:const|let|var)\s+)?_?(\w+)\b/, 'export const a = | let a = | var a = | _a ='],
  ['Go fields', /^\t(\w+)\s/, '\tseen []string'],
  ['Java, C#, Rust static fields', /\bstatic\b.{0,100}?\b(\w+)\s*[:=]/, 'static A a ='],
  [
    'Java, C#, TypeScript fields',
    /(?:private|public|readonly|final)\s+(?:[\w<>,.?[\]]+\s+){0,8}?(\w+)\s*(?::[^=]{1,80})?=/,
    'private a = | public a = | readonly a: A = | final A a =',
  ],
  ['Python, JavaScript members', /\b(?:self|this)\.(\w+)\s*(?::[^=]{1,80})?=/, 'self.a = | this.a ='],
])
/** Makes a container without a bound. */
export const CONTAINERS = vocabulary([
  ['Go', ' []* | map[* | make(map* | sync.Map', 'make(map[string]int)'],
  ['Python', '=[] | ={} | =set() | =dict() | =list() | =deque() | =OrderedDict() | =defaultdict*', 'seen = []'],
  ['JavaScript', 'new Map | new Set | new Array | Object.create', 'new Map<string, Item>()'],
  ['Java, C#', 'new *List | new *Map | new *Set | new *Queue | new *Deque | new *Dictionary | new *Bag', 'new ArrayList<>()'],
  ['Rust', 'Vec | HashMap | BTreeMap', 'Mutex<Vec<u8>>'],
])
/** Keeps a container within a bound. */
export const BOUNDED = vocabulary([
  ['functools, Caffeine, Guava', 'lru_cache(maxsize=... | *maximum_size* | *expireAfter* | *evict* | *max_size', '@lru_cache(maxsize=9)'],
  ['bounds by name', '*max_entries | *max_len* | *bounded* | *WithTTL* | .trim* | ring', 'boundedQueue(9)'],
  ['caches with a bound', 'lru.New* | LRUCache | TTLCache', 'lru.New(9)'],
])
/** Takes something out again, or looks at how much there is. */
export const EVICTS = vocabulary([
  ...BOUNDED.ways,
  ['calls of containers', '.*delete( | delete( | .pop* | .shift( | .remove* | .clear( | .splice( | *trim*', 'm.mapDelete(k)'],
  ['sizes that are looked at', 'len(...) > | .size() > | .length > | [-max* | [:max*', 'if len(seen) > 9 {'],
  ['lifetimes by name', 'lru* | *max_items* | *ring_buffer* | *expire* | *ttl* | *capacity*', 'expireAt'],
  ['weak references', 'WeakMap | weakref* | SoftReference', 'weakref.ref(x)'],
])
/** How a bound is switched off. */
export const ENDLESS = vocabulary([
  ['functools', '*maxsize=None | *max_len=None', '@lru_cache(maxsize=None)'],
  ['Caffeine, lru-cache', '*maximum_size(Long.MAX_VALUE | *max_size=Infinity | *max_size=-1 | *max_entries=-1', 'maxSize: Infinity'],
])
