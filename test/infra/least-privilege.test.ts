/** Who may do what: the permissions and settings of every room, against what its code asks for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { linkRequestStream } from '../../functions/domain/commit.ts';
import {
  canaryKey,
  certifiedKey,
  certifierAnswerKey,
  evidenceKey,
  evidenceSheetKey,
  logoKey,
  marksKey,
  sealedKey,
  unsignedKey,
} from '../../functions/domain/storage-key.ts';
import { ENV, type Setting } from '../../functions/runtime/env.ts';
import { ROOMS, type RoomName } from '../../infra/rooms.ts';
import { type Resource, read, resources, statementsOf, synthesise, target } from './templates.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** With all that an agency may choose, for that is the most there is to grant. */
const { records, service } = synthesise({ sealKms: 'rsa', timestamps: 'true' });

const functions = resources(service, 'AWS::Lambda::Function');

function functionOf(room: RoomName): Resource {
  const id = `${room}Function`.toLowerCase();
  const found = [...functions].find(([logicalId]) => logicalId.toLowerCase().startsWith(id));
  if (found === undefined) throw new Error(`no function for ${room}`);
  return found[1];
}

const roleOf = (room: RoomName) => target(functionOf(room).Properties['Role']);

/** `action on what`, where the resource is told by the logical ids and suffixes it is made of. */
function permissions(room: RoomName): readonly string[] {
  return statementsOf(service, roleOf(room))
    .flatMap(({ Action, Resource: on }) =>
      on.flatMap((resource) => Action.map((action) => `${action} ${place(resource)}`)),
    )
    .sort();
}

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/LedgerTable\w+"},"\/index\/(\w+)"/, 'ledger index $1'],
  [/LedgerTable/, 'ledger'],
  [/RatesTable/, 'rates'],
  [/FilesBucket\w+"},"\/(\w+(?:\/\*\/\w+-)?)\/?\*"/, 'files $1'],
  [/LinkSecret/, 'link secret'],
  [/SealKeySecret/, 'seal key'],
  [/SealKeyKmsKey/, 'seal key in KMS'],
  [/Timestamps/, 'timestamps'],
  [/Trust/, 'trust'],
  [/MailIdentity|identity\//, 'sender'],
  [/configuration-set\//, 'letters that come back'],
  [/BouncesDeadLetters/, 'own dead letters'],
  [/Log\w+","Arn"/, 'own log'],
  [/WorkQueue/, 'own queue'],
];

function place(resource: unknown): string {
  const text = JSON.stringify(resource);
  for (const [pattern, name] of PLACES) {
    const found = pattern.exec(text);
    if (found !== null) return name.replace('$1', found[1] ?? '');
  }
  return text;
}

const LOG = ['logs:CreateLogStream own log', 'logs:PutLogEvents own log'];
const QUEUE = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl']
  .concat('ReceiveMessage')
  .map((action) => `sqs:${action} own queue`);
const READ = [
  'dynamodb:BatchGetItem ledger',
  'dynamodb:GetItem ledger',
  'dynamodb:Query ledger',
  'dynamodb:Query ledger index declarations',
  'dynamodb:Query ledger index overdue',
];
const APPEND = [...READ, 'dynamodb:PutItem ledger'];

/** Seats or turns, whichever are the room's (`rates.test.ts`). */
const RATES = 'dynamodb:PutItem rates';

const MAY: Readonly<Record<RoomName, readonly string[]>> = {
  admin: [...APPEND, 's3:PutObject files logos'],
  signing: [
    ...APPEND,
    RATES,
    's3:GetObject files documents',
    'secretsmanager:GetSecretValue link secret',
  ],
  archive: [...READ, RATES, 's3:GetObject files documents', 'secretsmanager:GetSecretValue trust'],
  board: [
    RATES,
    'dynamodb:BatchGetItem ledger',
    'dynamodb:GetItem ledger',
    'dynamodb:PutItem ledger',
  ],
  draft: [...QUEUE, ...APPEND],
  render: [
    ...QUEUE,
    ...APPEND,
    's3:GetObject files logos',
    's3:PutObject files documents/*/evidence-',
    's3:PutObject files documents/*/marks-',
    's3:PutObject files documents/*/unsigned-',
  ],
  seal: [
    ...QUEUE,
    ...APPEND,
    's3:GetObject files documents',
    's3:PutObject files canary',
    's3:PutObject files documents/*/sealed-',
    'kms:GetPublicKey seal key in KMS',
    'kms:Sign seal key in KMS',
    'secretsmanager:GetSecretValue seal key',
    'secretsmanager:GetSecretValue timestamps',
    'secretsmanager:GetSecretValue trust',
  ],
  notify: [
    ...QUEUE,
    ...APPEND,
    RATES,
    'secretsmanager:GetSecretValue link secret',
    'ses:SendEmail letters that come back',
    'ses:SendEmail sender',
    'ses:SendRawEmail letters that come back',
    'ses:SendRawEmail sender',
  ],
  bounce: [
    ...APPEND,
    ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map(
      (action) => `sqs:${action} own dead letters`,
    ),
  ],
  sweep: [...APPEND],
};

const ROOM_NAMES: readonly RoomName[] = [
  'admin',
  'signing',
  'archive',
  'board',
  'draft',
  'render',
  'seal',
  'notify',
  'bounce',
  'sweep',
];

describe('permissions', () => {
  test.each(ROOM_NAMES)('%s may do exactly what is listed here', (room) => {
    expect(permissions(room)).toEqual([...LOG, ...MAY[room]].sort());
  });

  const roles = [...resources(service, 'AWS::IAM::Role')];
  const granted = roles.flatMap(([id]) => statementsOf(service, id));

  test('nobody can change or remove what the ledger holds, or read all of it at once', () => {
    const actions = granted.flatMap(({ Action }) => Action);
    expect(actions).toContain('dynamodb:PutItem');
    expect(
      actions.filter((action) => /Update|Delete(?!Message)|BatchWrite|Scan|PartiQL/.test(action)),
    ).toEqual([]);
  });

  test('no action and no resource is a wildcard, save the objects of one folder', () => {
    for (const { Action, Resource: on } of granted) {
      expect(Action.filter((action) => action.includes('*'))).toEqual([]);
      const wild = on
        .map((resource) => JSON.stringify(resource))
        .filter((text) => text.includes('*'));
      for (const text of wild)
        expect(text).toMatch(/FilesBucket\w+"},"\/(documents|logos|canary)\/(\*\/\w+-)?\*"/);
    }
  });

  test('no role holds a policy of AWS, and each room has a role of its own', () => {
    for (const [, { Properties }] of roles) expect(Properties['ManagedPolicyArns']).toBeUndefined();
    expect(new Set(ROOM_NAMES.map(roleOf)).size).toBe(ROOM_NAMES.length);
  });

  test('the room that anybody may ask writes no document and no declaration', () => {
    const writes = statementsOf(service, roleOf('board')).filter(
      ({ Action, Resource: on }) =>
        Action.includes('dynamodb:PutItem') && on.map(place).includes('ledger'),
    );
    const keys = { 'dynamodb:LeadingKeys': [`${linkRequestStream('')}*`] };
    expect(writes.map(({ Condition }) => Condition)).toEqual([{ 'ForAllValues:StringLike': keys }]);
  });

  test('mail leaves from the one sender only', () => {
    const sends = granted.filter(({ Action }) =>
      Action.some((action) => action.startsWith('ses:')),
    );
    expect(sends).toHaveLength(1);
    expect(sends[0]?.Condition).toEqual({
      StringEquals: { 'ses:FromAddress': 'piagam@example.test' },
    });
  });

  test('no secret and no bucket lets in anybody by a policy of its own', () => {
    expect(resources(records, 'AWS::SecretsManager::ResourcePolicy').size).toBe(0);
    const policies = [...resources(records, 'AWS::S3::BucketPolicy').values()];
    const allowed = policies.flatMap(({ Properties }) =>
      read(
        z.object({
          Statement: z.array(z.object({ Effect: z.string(), Principal: z.unknown() })),
        }),
        Properties['PolicyDocument'],
      ).Statement.filter(({ Effect }) => Effect === 'Allow'),
    );
    expect(allowed.map(({ Principal }) => Principal)).toEqual([
      { Service: 'logging.s3.amazonaws.com' },
    ]);
  });

  test('the granted folders are where the rulebook puts its files', () => {
    expect(unsignedKey('D', 'h')).toMatch(/^documents\/D\/unsigned-/);
    expect(evidenceKey('D', 'h')).toMatch(/^documents\/D\/evidence-/);
    expect(evidenceSheetKey('D', 'h')).toMatch(/^documents\/D\/evidence-/);
    expect(marksKey('D', 'h')).toMatch(/^documents\/D\/marks-/);
    expect(sealedKey('D', 'h')).toMatch(/^documents\/D\/sealed-/);
    expect(certifiedKey('D', 'h')).toMatch(/^documents\/D\/certified-/);
    expect(certifierAnswerKey('D', { base: 'h', signer: 1 })).toMatch(/^documents\/D\/certifier-/);
    expect(logoKey('h')).toMatch(/^logos\//);
    expect(canaryKey('D', 'h')).toMatch(/^canary\//);
  });
});

/** All project files that a room's handler pulls in, as esbuild sees them. */
async function filesOf(room: RoomName): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(PROJECT, 'functions', room, 'handler.ts')],
    absWorkingDir: PROJECT,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  return Object.keys(metafile.inputs);
}

const isSetting = (name: string): name is Setting => name in ENV;

const REQUIRED = /\benv\('(\w+)'\)/g;
const OPTIONAL = /\boptionalEnv\('(\w+)'\)/g;

/** The environment variables that files read in this way. */
const readIn = (files: readonly string[], way: RegExp): readonly string[] =>
  files
    .map((file) => readFileSync(join(PROJECT, file), 'utf8'))
    .flatMap((source) => [...source.matchAll(way)].map(([, name = '']) => name))
    .filter(isSetting)
    .map((setting) => ENV[setting]);

describe('settings', () => {
  test.each(ROOM_NAMES)('%s is given what its code must have, and nothing else', async (room) => {
    const { Variables } = read(
      z.object({ Variables: z.record(z.string(), z.unknown()) }),
      functionOf(room).Properties['Environment'],
    );
    const files = await filesOf(room);
    const required = readIn(files, REQUIRED);
    const known = [...required, ...readIn(files, OPTIONAL)];
    const given = Object.keys(Variables).filter((name) => name.startsWith('PIAGAM_'));
    expect(required.length).toBeGreaterThan(0);
    expect(required.filter((name) => !given.includes(name))).toEqual([]);
    expect(given.filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each(ROOM_NAMES)(
    '%s carries beside its bundle exactly what its code reads',
    async (room) => {
      const files = await filesOf(room);
      const needs = [
        ...(files.includes('functions/runtime/template.ts') ? ['templates'] : []),
        ...(files.includes('functions/runtime/assets.ts') ? ['assets'] : []),
        ...(files.includes('functions/adapters/chromium-unpack.ts') ? ['chromium'] : []),
      ];
      expect(ROOMS[room].kits).toEqual(needs);
    },
  );
});
