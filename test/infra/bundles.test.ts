/** The bundles as deployed, run as Lambdas on local engines: each carries all that it needs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { trustAnchors } from '../../functions/adapters/pades-trust.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { adminApi } from '../../infra/local/demo/api.ts';
import { readEvent } from '../../infra/local/demo/arguments.ts';
import { runDemo } from '../../infra/local/demo/run.ts';
import type { Handlers } from '../../infra/local/handlers.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { addPiagam } from '../../infra/piagam.ts';
import { ROOMS, type RoomName } from '../../infra/rooms.ts';
import { type Lambda, startLambda } from '../fakes/lambda.ts';
import { cdkContext, read, resources } from './templates.ts';

/** Lambda's quota for an unzipped package. */
const MAX_ASSET_BYTES = 250 * 1024 * 1024;
/** Eight bundles are made, and Chromium is unpacked, on whatever machine this is. */
const TIMEOUT_MS = 240_000;
const EVENT = new URL('../../examples/ambon-2022.yaml', import.meta.url).pathname;

/** Outside the project, so that no bundle finds the project's own node_modules. */
const outdir = mkdtempSync(join(tmpdir(), 'piagam-bundles-'));

type Bundle = {
  readonly asset: string;
  /** Names of the environment variables that the function is given in AWS. */
  readonly variables: readonly string[];
};

const S3Key = z.object({ S3Key: z.string() });
const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });

/** Bundles as `cdk deploy` does. */
function bundle(): ReadonlyMap<RoomName, Bundle> {
  const app = new App({ outdir, context: { ...cdkContext() } });
  const functions = [
    ...resources(Template.fromStack(addPiagam(app).service), 'AWS::Lambda::Function'),
  ];
  return new Map(
    ROOM_NAMES.map((name) => {
      const [, found] = functions.find(([id]) => id.toLowerCase().startsWith(name)) ?? [];
      const { S3Key: key } = read(S3Key, found?.Properties['Code']);
      const { Variables } = read(Environment, found?.Properties['Environment']);
      const asset = join(outdir, `asset.${key.replace(/\.zip$/, '')}`);
      return [name, { asset, variables: Object.keys(Variables) }];
    }),
  );
}

/** What the function is given in AWS, with the addresses of the local engines in place of AWS's. */
function environment({ asset, variables }: Bundle): Readonly<Record<string, string>> {
  const own: Readonly<Record<string, string>> = {
    [ENV.templates]: join(asset, 'templates'),
    [ENV.chromium]: join(outdir, 'chromium'),
    NODE_OPTIONS: '--enable-source-maps',
  };
  const aws = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  const given = [...variables, ...aws, ENV.smtpUrl, 'PATH'].map((name) => [
    name,
    own[name] ?? process.env[name] ?? '',
  ]);
  return { ...Object.fromEntries(given), HOME: outdir, TMPDIR: outdir };
}

const ROOM_NAMES = Object.keys(ROOMS).filter((name): name is RoomName => name in ROOMS);
/** No mail system tells a laptop of letters that came back, and the demo has no hall to show. */
const UNHEARD: readonly RoomName[] = ['bounce', 'board'];
const lambdas = new Map<RoomName, Lambda>();
let bundles: ReadonlyMap<RoomName, Bundle>;
let host: Host;

const lambda = (name: RoomName): Lambda => {
  const found = lambdas.get(name);
  if (found === undefined) throw new Error(`${name} has not started`);
  return found;
};

async function bundledHandlers(): Promise<Handlers> {
  for (const [name, its] of bundles) {
    lambdas.set(name, await startLambda({ asset: its.asset, environment: environment(its) }));
  }
  return {
    admin: lambda('admin').handler(),
    signing: lambda('signing').handler(),
    archive: lambda('archive').handler(),
    board: lambda('board').handler(),
    draft: lambda('draft').handler(),
    render: lambda('render').handler(),
    seal: lambda('seal').handler(),
    notify: lambda('notify').handler(),
    sweep: lambda('sweep').handler(),
    // Each Lambda is a process of its own here, and ends with what it keeps warm.
    close: async () => undefined,
  };
}

beforeAll(async () => {
  bundles = bundle();
  host = await startHost({ data: join(outdir, 'data'), port: 0, handlers: bundledHandlers });
}, TIMEOUT_MS);

afterAll(async () => {
  await host?.stop();
  await Promise.all([...lambdas.values()].map((one) => one.stop()));
  // Chromium may still be writing its last words.
  rmSync(outdir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)).size)
    .reduce((sum, size) => sum + size, 0);

test.each(ROOM_NAMES)('%s fits into a Lambda', (name) => {
  expect(sizeOf(bundles.get(name)?.asset ?? '')).toBeLessThan(MAX_ASSET_BYTES);
});

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';

/** The example with a logo, so that files go in by the admin room too. */
async function eventWithLogo(): Promise<unknown> {
  const Event = z.looseObject({
    agency: z.looseObject({ letterhead: z.looseObject({}) }),
  });
  const event = Event.parse(await readEvent(EVENT));
  const logo = { mediaType: 'image/svg+xml', base64: Buffer.from(LOGO).toString('base64') };
  const letterhead = { ...event.agency.letterhead, logo };
  return { ...event, agency: { ...event.agency, letterhead } };
}

test(
  'the bundles alone carry a declaration to its sealed and verified documents',
  async () => {
    const token = readFileSync(host.adminToken, 'utf8');
    const given = (name: string): string => readFileSync(new URL(process.env[name] ?? ''), 'utf8');
    const [pem, trusted] = [given(ENV.sealKey), given(ENV.trust)];
    const stage = {
      host,
      api: adminApi(host.url, token),
      sealer: padesSealer(fileKey(pem), { trust: trustAnchors(trusted) }),
      out: join(outdir, 'out'),
      tell: () => undefined,
    };
    const rows = await runDemo(stage, await eventWithLogo());
    expect(rows.length).toBeGreaterThan(0);
    await host.idle();
    for (const name of ROOM_NAMES.filter((room) => !UNHEARD.includes(room)))
      expect.soft(lambda(name).answered(), name).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test.each([
  '/',
  '/docs',
  '/openapi.json',
  '/health',
  '/verify',
  '/assets/page.css',
  '/assets/pdf.js',
  '/assets/pdf.worker.js',
  '/assets/signature-pad.js',
])('%s is served from a bundle', async (path) => {
  const response = await fetch(host.url + path);
  expect(response.status).toBe(200);
  expect((await response.text()).length).toBeGreaterThan(0);
});

test('a ceremony that is not public is answered from a bundle', async () => {
  const response = await fetch(`${host.url}/acara/0123456789abcdef`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('<main');
  expect(lambda('board').answered()).toBeGreaterThan(0);
});
