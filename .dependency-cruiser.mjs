/** Who may import whom: the table of ARCHITECTURE.md, checked by `npm run check`. */
const rooms = '^functions/(admin|board|draft|render|signing|seal|notify|bounce|archive|sweep)/';

export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'The rulebook imports nothing but itself: no package, no node: module.',
      severity: 'error',
      from: { path: '^functions/domain/' },
      to: { pathNot: '^functions/domain/' },
    },
    {
      name: 'ports-speak-domain',
      severity: 'error',
      from: { path: '^functions/ports(-seal|-ledger)?\\.ts$' },
      to: { pathNot: '^functions/domain/' },
    },
    {
      name: 'adapters-stand-alone',
      comment:
        'An adapter knows its own foreign service; only pieces of the same service (one name prefix) may meet.',
      severity: 'error',
      from: { path: '^functions/adapters/([a-z]+)' },
      to: {
        path: '^(functions|infra)/',
        pathNot: ['^functions/(domain|ports)', '^functions/adapters/$1'],
      },
    },
    {
      name: 'runtime-knows-no-adapter',
      severity: 'error',
      from: { path: '^functions/runtime/' },
      to: { path: '^(functions|infra)/', pathNot: '^functions/(domain|ports|runtime)' },
    },
    {
      name: 'rooms-are-closed',
      comment: 'No room imports another.',
      severity: 'error',
      from: {
        path: '^functions/(admin|board|draft|render|signing|seal|notify|bounce|archive|sweep)/',
      },
      to: { path: rooms, pathNot: '^functions/$1/' },
    },
    {
      name: 'only-handlers-wire',
      comment: 'Adapters and SDKs enter a room through its handler alone.',
      severity: 'error',
      from: { path: rooms, pathNot: '/handler\\.ts$' },
      to: {
        path: '(^functions/adapters/|node_modules/@aws-sdk|node_modules/puppeteer|node_modules/nodemailer)',
      },
    },
    {
      name: 'infra-knows-names-only',
      comment: 'The laptop runs the rooms, and the packer unpacks what a room would unpack itself.',
      severity: 'error',
      from: { path: '^infra/', pathNot: '^infra/(local/|pack\\.ts$)' },
      to: { path: '^functions/', pathNot: '^functions/runtime/(env|subscriptions|routes)\\.ts$' },
    },
    {
      name: 'functions-know-no-infra',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|test)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unlisted-package',
      severity: 'error',
      from: { path: '^(functions|infra|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'types'],
      exportsFields: ['exports'],
    },
  },
};
