import { says, vocabulary } from '../words.ts'

/** Files that never run in production: whatever changed in them, no request notices. */
const INERT = vocabulary([
  ['folders of tests', 'test/ | tests/ | __tests__/ | testdata/ | spec/ | fixtures/ | e2e/ | mock/ | mocks/', 'orders/test/a.go'],
  ['folders of documents', 'example/ | examples/ | doc/ | docs/ | documentation/ | .github/ | .circleci/ | .gitlab/', 'docs/a.go'],
  [
    'Go, JUnit, pytest',
    /_test\.\w+$|Tests?\.(?:java|kt|cs)$|(?:^|\/)test_\w+\.py$/,
    'a_test.go | ATest.java | ATests.kt | ATest.cs | a/test_a.py | test_a.py',
  ],
  ['Jest, RSpec', '.test. | .spec. | .snap | .golden', 'orders.test.ts'],
  ['texts', '.md | .mdx | .rst | .adoc | CODEOWNERS | LICENSE | NOTICE | CHANGELOG* | README*', 'CHANGELOG.rst'],
  ['pictures and styles', '.png | .jpg | .jpeg | .svg | .gif | .css | .scss | .less', 'logo.svg'],
  ['locked versions', '.lock | .sum | package-lock.json | pnpm-lock.yaml', 'web/package-lock.json'],
  ['bots', 'renovate.json | dependabot.y* | .releaserc*', '.releaserc.json'],
  ['linters and editors', '.commitlintrc* | .editorconfig | .golangci.y* | .eslintrc* | .prettierrc* | .gitignore', '.eslintrc.json'],
])
/** Files that say which versions of others a program is built from. */
const MANIFESTS = vocabulary([
  ['Go, npm, Cargo, Bundler, Composer', 'go.mod | package.json | Cargo.toml | Gemfile | composer.json', 'orders/go.mod'],
  ['Python', 'requirements*.txt | requirements-*.txt | pyproject.toml | setup.py | setup.cfg | Pipfile', 'requirements-dev.txt'],
  ['Maven, Gradle, NuGet', 'pom.xml | build.gradle | build.gradle.kts | libs.versions.toml | *.csproj', 'orders.csproj'],
  ['Docker, asdf, nvm', '*Dockerfile* | .tool-versions | .nvmrc', 'orders/Dockerfile.prod'],
])
/** Files that change tables. */
const SCHEMAS = vocabulary([
  ['SQL, Prisma', '.sql | .prisma', 'orders.sql'],
  ['Rails, Alembic, Liquibase, Flyway', 'migration/ | migrations/ | db/migrate/ | db/changelog/ | liquibase/ | flyway/', 'db/migrate/4.rb'],
])
/** Files that hold settings. */
const CONFIGS = vocabulary([
  ['formats of settings', '.yaml | .yml | .json | .toml | .ini | .conf | .cfg | .properties | .env | .xml', 'values.yaml'],
  ['Terraform, CUE, Jsonnet', '.tf | .tfvars | .hcl | .tpl | .cue | .jsonnet', 'main.tf'],
])
/** Files of which pages are made. */
export const TEMPLATES = vocabulary([
  ['HTML, JSX, Vue, Svelte', '.html | .htm | .jsx | .tsx | .vue | .svelte', 'Cart.tsx'],
  ['Handlebars, EJS, ERB, Twig, Jinja', '.hbs | .mustache | .ejs | .erb | .twig | .jinja | .jinja2', 'cart.hbs'],
])

/** What a changed file can do to a running service. */
export type FileKind = 'code' | 'config' | 'schema' | 'manifest' | 'inert'

/** Tells by its path what kind of file it is, the first that fits; anything unknown counts as code. */
export function fileKindOf(path: string): FileKind {
  if (says(INERT, path)) return 'inert'
  if (says(MANIFESTS, path)) return 'manifest'
  if (says(SCHEMAS, path)) return 'schema'
  return says(CONFIGS, path) ? 'config' : 'code'
}
