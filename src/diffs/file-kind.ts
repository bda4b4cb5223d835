/** What a changed file can do to a running service. */
export type FileKind = 'code' | 'config' | 'schema' | 'manifest' | 'inert'

// First match decides. `inert` files never run in production: whatever changed in them, no request notices.
const KINDS: readonly (readonly [RegExp, FileKind])[] = [
  [/(?:^|\/)(?:tests?|__tests__|testdata|spec|fixtures|e2e|mocks?|examples?|docs?|documentation|\.github|\.circleci|\.gitlab)\//i, 'inert'],
  [/(?:_test\.\w+|\.test\.\w+|\.spec\.\w+|Tests?\.(?:java|kt|cs)|(?:^|\/)test_\w+\.py)$/, 'inert'],
  [/\.(?:md|mdx|rst|adoc|png|jpe?g|svg|gif|css|scss|less|golden|snap|lock|sum)$/i, 'inert'],
  [
    /(?:^|\/)(?:CODEOWNERS|LICENSE|CHANGELOG[^/]*|README[^/]*|NOTICE|renovate\.json5?|dependabot\.ya?ml|\.releaserc[^/]*|\.commitlintrc[^/]*|\.gitignore|\.editorconfig|\.golangci\.ya?ml|\.eslintrc[^/]*|\.prettierrc[^/]*)$/i,
    'inert',
  ],
  [/(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|Cargo\.lock|Gemfile\.lock)$/, 'inert'],
  [
    /(?:go\.mod|package\.json|requirements[^/]{0,80}\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|Gemfile|Cargo\.toml|\.csproj|composer\.json|Dockerfile[^/]{0,80}|\.tool-versions|\.nvmrc)$/i,
    'manifest',
  ],
  [/(?:\.sql$|(?:^|\/)migrations?\/|(?:^|\/)db\/migrate\/|(?:^|\/)(?:db\/changelog|liquibase|flyway)\/|\.prisma$)/i, 'schema'],
  [/\.(?:ya?ml|json|toml|ini|conf|cfg|properties|env|tf|tfvars|hcl|xml|tpl|cue|jsonnet)$|(?:^|\/)\.env[^/]*$/i, 'config'],
]

/** Tells by its path what kind of file it is; anything unknown counts as code. */
export function fileKindOf(path: string): FileKind {
  return KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? 'code'
}
