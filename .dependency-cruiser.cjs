/** Who may import whom (DESIGN: layout). Each rule's comment is the sentence that a person reads when it is broken. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain imports nothing of ours, and of npm only zod, libphonenumber-js and survey-core.',
      severity: 'error',
      from: { path: '^backend/domain/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^backend/domain/src', 'node_modules/(zod|libphonenumber-js|survey-core)/'] },
    },
    {
      name: 'phone-numbers-in-one-place',
      severity: 'error',
      from: { pathNot: '^backend/domain/src/phone' },
      to: { path: 'node_modules/libphonenumber-js' },
    },
    {
      name: 'runtime-knows-nothing-of-ours',
      severity: 'error',
      from: { path: '^backend/runtime' },
      to: { path: '^(backend/(domain|src)|db|dialer|agent-ui)' },
    },
    {
      name: 'db-imports-domain-and-runtime-only',
      severity: 'error',
      from: { path: '^db/' },
      to: { path: '^(backend/src|dialer|agent-ui)' },
    },
    {
      name: 'backend-and-dialer-never-meet',
      severity: 'error',
      from: { path: '^(backend|dialer)/' },
      to: { path: '^(backend/src|dialer/src|agent-ui)', pathNot: '^$1/' },
    },
    {
      name: 'agent-ui-imports-domain-only',
      severity: 'error',
      from: { path: '^agent-ui/src' },
      to: { path: '^(backend/(src|runtime)|db|dialer|bin)' },
    },
    {
      name: 'ari-client-in-one-place',
      severity: 'error',
      from: { pathNot: '^backend/src/telephony/ari' },
      to: { path: 'node_modules/ari-client' },
    },
    {
      name: 'bull-in-jobs-only',
      severity: 'error',
      from: { path: '^backend/src', pathNot: '^backend/src/jobs' },
      to: { path: 'node_modules/bull/' },
    },
    {
      name: 'socket-io-in-realtime-only',
      severity: 'error',
      from: { path: '^backend/src', pathNot: '^backend/src/realtime' },
      to: { path: 'node_modules/(socket\\.io|@socket\\.io)' },
    },
    {
      name: 'knex-in-repositories-only',
      comment: 'Only repositories see knex; types may travel.',
      severity: 'error',
      from: { path: '^(backend|dialer)/src', pathNot: '(repository|\\.test)\\.ts$' },
      to: { path: 'node_modules/(knex|mysql2)', dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-imports-main', severity: 'error', from: {}, to: { path: 'src/main\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(dist/|\\.run/)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
