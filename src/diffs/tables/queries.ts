import { vocabulary } from '../words.ts'

/** Asks a store. */
export const QUERIES = vocabulary([
  ['SQL', 'select | from | join | order by | insert | update | delete | where', 'SELECT id FROM orders'],
  ['ORMs and drivers', '.find*( | .query*( | .aggregate( | .scan( | find_many | .all() | .where(', 'db.findAll('],
  ['Django, Spring Data, DynamoDB', 'objects. | *repository. | Scan*Input', 'orderRepository.save(x)'],
])
/** Asks for so many and no more. */
export const BOUNDS = vocabulary([
  ['SQL LIMIT', /\blimit\s+[\d$?:%{]/i, 'LIMIT 50 | limit $1'],
  ['SQL Server TOP, standard FETCH', 'fetch first | fetch next | top ...', 'SELECT TOP 5 id'],
  ['ORMs', '.limit( | .take( | .first( | .top( | .range( | setMaxResults', 'q.limit(9)'],
  ['paging', '*paginate* | Pageable | PageRequest | *page_size | *per_page', 'paginated(9)'],
  ['Python and JavaScript slices', /\[:\d+\]|\.slice\(0/, 'rows[:50] | rows.slice(0, 9)'],
])
/** Asks for some and not all. */
export const NARROWS = vocabulary([
  ['SQL WHERE', /\bwhere\b|\bhaving\b|\band\s+\w+\s*(?:=|>|<|in|between)/i, 'WHERE id = 4 | HAVING n > 1 | AND shop = 4'],
  ['ORMs', '.filter( | findBy*( | filter_by(', 'findByShop(4)'],
  ['names of columns that narrow', 'tenant_id | deleted_at', 'tenant_id=4'],
])
/** Puts in one order. */
export const SORTS = vocabulary([
  ['exchange of two', /\b(\w+), (\w+) = \2, \1\b/, 'one, two = two, one'],
  ['SQL, Go sort, Java Comparable', 'sort* | .sort*( | order by | compareTo(', 'sorted(seats)'],
  ['Java Math', 'min( ... max(', 'min( a, b), max('],
])
/** Changes rows, or holds them for it. */
export const CHANGES_ROWS = vocabulary([
  ['SQL UPDATE', '*for_update* | update', 'findForUpdate(4)'],
  ['transactions', 'transaction | tx. | lock*(', 'lockRow(tx, 4)'],
])
/** Repeats what follows. */
export const LOOPS = vocabulary([
  ['loops in C and its kin', /^\s*(?:for|while|foreach)\b/, 'for (const x of y) { | while (x) { | foreach (x in y)'],
  ['Python comprehensions', /\bfor \w+ in\b/, '[f(x) for x in y]'],
  ['JavaScript, Ruby, Go', '.forEach( | .each | range ...', 'for _, x := range xs {'],
  ['JavaScript map', /\.map\((?:async )?\(?\w+\)?\s*=>/, 'xs.map((x) => f(x)) | xs.map(async x => f(x))'],
])
/** Asks something that is not in this process. */
export const REMOTE = vocabulary([
  ['stores by name', 'db. | conn. | session. | tx. | cursor. | dao. | *repo. | *repository. | *store. | redis.', 'orderRepo.save(x)'],
  ['callees by name', '*client. | http. | grpc. | api. | svc. | *service. | stub. | kafka. | *producer.', 'bankClient.quote(x)'],
  ['JavaScript await', /\bawait\s\w*\.\w+\(/, 'await catalog.find(x)'],
  ['HTTP clients', '*fetch( | axios* | requests.*', 'fetch(url)'],
  ['AWS SDK', '.PutItem | .GetItem | .SendMessage', 'c.PutItem'],
  ['ORMs and drivers', '.execute( | .exec*( | .query*( | findById | findOne | getById | .load(', 'c.ExecContext(q)'],
])
/** An index cannot be used for it, or is gone. */
export const WITHOUT_INDEX = vocabulary([
  ['PostgreSQL DROP INDEX, Rails', '*drop_index | remove_index', 'DROP INDEX seats_row'],
  ['use-the-index-luke.com', "like '%... | ilike | not in (select | order by rand", "name LIKE '%box'"],
  [
    'use-the-index-luke.com, functions',
    /\b(?:lower|upper|date|cast|coalesce)\([\w.]+\)\s*[=<>]/i,
    'lower(a) = | upper(a) = | date(a) < | cast(a) > | coalesce(a) =',
  ],
  ['MySQL hints, MongoDB', 'ignore_index | $regex | $where', 'IGNORE INDEX (a)'],
])
