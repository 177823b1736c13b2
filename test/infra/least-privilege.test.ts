/** Who may do what: the permissions and settings of every room, against what its code asks for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { logoKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import { ENV, type Setting } from '../../functions/runtime/env.ts';
import { ROOMS, type RoomName } from '../../infra/rooms.ts';
import { type Resource, read, resources, synthesise, target } from './templates.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const { records, service } = synthesise();

const Names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);
const Statement = z.object({
  Effect: z.string(),
  Action: Names,
  Resource: z.unknown().transform((resource) => [resource].flat()),
  Condition: z.unknown().optional(),
});
const Policy = z.object({ Statement: z.array(Statement) });
type Statement = z.infer<typeof Statement>;

const statementsIn = (document: unknown) => read(Policy, document).Statement;

/** All permissions of a role: its own inline policies and those attached to it. */
function statementsOf(roleId: string): readonly Statement[] {
  const role = resources(service, 'AWS::IAM::Role').get(roleId);
  const inline = read(
    z.array(z.object({ PolicyDocument: z.unknown() })).default([]),
    role?.Properties['Policies'],
  );
  const attached = [...resources(service, 'AWS::IAM::Policy').values()].filter(({ Properties }) =>
    read(z.array(z.unknown()), Properties['Roles']).map(target).includes(roleId),
  );
  return [
    ...inline.map(({ PolicyDocument }) => PolicyDocument),
    ...attached.map(({ Properties }) => Properties['PolicyDocument']),
  ].flatMap(statementsIn);
}

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
  return statementsOf(roleOf(room))
    .flatMap(({ Action, Resource: on }) =>
      on.flatMap((resource) => Action.map((action) => `${action} ${place(resource)}`)),
    )
    .sort();
}

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/LedgerTable\w+"},"\/index\/(\w+)"/, 'ledger index $1'],
  [/LedgerTable/, 'ledger'],
  [/FilesBucket\w+"},"\/(\w+)\/\*"/, 'files $1'],
  [/LinkSecret/, 'link secret'],
  [/SealKey/, 'seal key'],
  [/MailIdentity|identity\//, 'sender'],
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
  'dynamodb:GetItem ledger',
  'dynamodb:Query ledger',
  'dynamodb:Query ledger index byDeclaration',
  'dynamodb:Query ledger index declarations',
  'dynamodb:Query ledger index overdue',
];
const APPEND = [...READ, 'dynamodb:PutItem ledger'];

const MAY: Readonly<Record<RoomName, readonly string[]>> = {
  admin: [...APPEND, 's3:PutObject files logos'],
  signing: [...APPEND, 's3:GetObject files documents', 'secretsmanager:GetSecretValue link secret'],
  archive: [...READ, 's3:GetObject files documents'],
  draft: [...QUEUE, ...APPEND],
  render: [...QUEUE, ...APPEND, 's3:GetObject files logos', 's3:PutObject files documents'],
  seal: [
    ...QUEUE,
    ...APPEND,
    's3:GetObject files documents',
    's3:PutObject files documents',
    'secretsmanager:GetSecretValue seal key',
  ],
  notify: [
    ...QUEUE,
    ...APPEND,
    'secretsmanager:GetSecretValue link secret',
    'ses:SendEmail sender',
    'ses:SendRawEmail sender',
  ],
  sweep: [...APPEND],
};

const ROOM_NAMES: readonly RoomName[] = [
  'admin',
  'signing',
  'archive',
  'draft',
  'render',
  'seal',
  'notify',
  'sweep',
];

describe('permissions', () => {
  test.each(ROOM_NAMES)('%s may do exactly what is listed here', (room) => {
    expect(permissions(room)).toEqual([...LOG, ...MAY[room]].sort());
  });

  const roles = [...resources(service, 'AWS::IAM::Role')];
  const granted = roles.flatMap(([id]) => statementsOf(id));

  test('nobody can change or remove what the ledger holds, or read all of it at once', () => {
    const actions = granted.flatMap(({ Action }) => Action);
    expect(actions).toContain('dynamodb:PutItem');
    expect(
      actions.filter((action) => /Update|Delete(?!Message)|Batch|Scan|PartiQL/.test(action)),
    ).toEqual([]);
  });

  test('no action and no resource is a wildcard, save the objects of one folder', () => {
    for (const { Action, Resource: on } of granted) {
      expect(Action.filter((action) => action.includes('*'))).toEqual([]);
      const wild = on
        .map((resource) => JSON.stringify(resource))
        .filter((text) => text.includes('*'));
      for (const text of wild) expect(text).toMatch(/FilesBucket\w+"},"\/(documents|logos)\/\*"/);
    }
  });

  test('no role holds a policy of AWS, and each room has a role of its own', () => {
    for (const [, { Properties }] of roles) expect(Properties['ManagedPolicyArns']).toBeUndefined();
    expect(new Set(ROOM_NAMES.map(roleOf)).size).toBe(ROOM_NAMES.length);
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
    expect(unsignedKey('D', 'h')).toMatch(/^documents\//);
    expect(logoKey('h')).toMatch(/^logos\//);
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

/** The settings that files read with `env('...')`; what is optional has a default in AWS. */
const settingsOf = (files: readonly string[]): readonly Setting[] =>
  files
    .map((file) => readFileSync(join(PROJECT, file), 'utf8'))
    .flatMap((source) => [...source.matchAll(/\benv\('(\w+)'\)/g)].map(([, name = '']) => name))
    .filter(isSetting);

describe('settings', () => {
  test.each(ROOM_NAMES)('%s is given exactly the settings that its code reads', async (room) => {
    const { Variables } = read(
      z.object({ Variables: z.record(z.string(), z.unknown()) }),
      functionOf(room).Properties['Environment'],
    );
    const asked = settingsOf(await filesOf(room)).map((setting) => ENV[setting]);
    const given = Object.keys(Variables).filter((name) => name.startsWith('PIAGAM_'));
    expect(asked.length).toBeGreaterThan(0);
    expect(given.sort()).toEqual([...new Set(asked)].sort());
  });

  test.each(ROOM_NAMES)(
    '%s carries beside its bundle exactly what its code reads',
    async (room) => {
      const files = await filesOf(room);
      const needs = [
        ...(files.includes('functions/runtime/view.ts') ? ['templates'] : []),
        ...(files.includes('functions/render/fonts.ts') ? ['fonts'] : []),
        ...(files.includes('functions/adapters/chromium-unpack.ts') ? ['chromium'] : []),
      ];
      expect(ROOMS[room].kits).toEqual(needs);
    },
  );
});
