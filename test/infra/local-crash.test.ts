/** The laptop as a process: what it says when it cannot start, and what kill -9 leaves behind. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WorkReport } from '../../infra/local/work/queue.ts';

const CHILD = fileURLToPath(new URL('./local-child.ts', import.meta.url));
const MAIN = fileURLToPath(new URL('../../infra/local/main.ts', import.meta.url));
const DEADLINE = { timeout: 30_000 };
/** More than one batch, so that the kill finds messages in flight, waiting and not yet read. */
const COMMITS = 12;

let directory: string;
let children: ChildProcess[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-'));
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => end(child, 'SIGKILL')));
  await vi.waitFor(() => expect(engines()).toEqual([]), DEADLINE);
  await rm(directory, { recursive: true });
});

function run(script: string, environment: Readonly<Record<string, string>>) {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = await exit;
  return code;
}

/** Ids of the processes that work on the test's data, other than the hosts themselves. */
const engines = (): readonly number[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(join(directory, 'data')))
    .map((line) => Number.parseInt(line, 10));

const notes = (): Promise<string> => readFile(join(directory, 'notes'), 'utf8').catch(() => '');

async function startChild(environment: Readonly<Record<string, string>>) {
  const places = { DATA: join(directory, 'data'), NOTES: join(directory, 'notes') };
  const child = run(CHILD, { ...places, ...environment });
  const [url] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(url) };
}

test('after kill -9 no engine is left, and the next start handles every commit', async () => {
  const first = await startChild({ HANG: '1' });
  expect(engines()).not.toEqual([]);
  const ids = Array.from({ length: COMMITS }, (_, index) => `d${index}`);
  for (const body of ids) {
    const { status } = await fetch(`${first.url}/v1/declarations`, { method: 'POST', body });
    expect(status).toBe(201);
  }
  await vi.waitFor(async () => {
    const work: WorkReport = JSON.parse(await (await fetch(`${first.url}/local/work.json`)).text());
    expect(work.queues.find(({ worker }) => worker === 'draft')?.inFlight).toBeGreaterThan(0);
  }, DEADLINE);
  await end(first.child, 'SIGKILL');
  await vi.waitFor(() => expect(engines()).toEqual([]), DEADLINE);
  expect(await notes()).toBe('');

  await startChild({});
  await vi.waitFor(async () => {
    for (const id of ids) expect(await notes()).toContain(`DECL#${id} `);
  }, DEADLINE);
});

const startMain = (environment: Readonly<Record<string, string>>) =>
  run(MAIN, { PIAGAM_DATA: join(directory, 'data'), PORT: '0', ...environment });

async function untilReady(child: ReturnType<typeof startMain>): Promise<string> {
  let said = '';
  for await (const line of createInterface(child.stdout)) {
    said += `${line}\n`;
    if (line.startsWith('Ctrl-C')) return said;
  }
  throw new Error(`did not start: ${said}`);
}

async function refusal(environment: Readonly<Record<string, string>>): Promise<string> {
  const child = startMain(environment);
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toHaveLength(1);
  return said.trim();
}

test('npm start tells the addresses; SIGTERM ends it in order, with its engine', async () => {
  const child = startMain({});
  const said = await untilReady(child);
  expect(said).toMatch(/Ledger \(DynamoDB\) +\d+ ms/);
  for (const path of ['/docs', '/local/mail', '/verify'])
    expect(said).toMatch(new RegExp(`http://127\\.0\\.0\\.1:\\d+${path}\n`));
  expect(await end(child, 'SIGTERM')).toBe(0);
  expect(engines()).toEqual([]);
});

test('one Ctrl-C that arrives twice, also from npm, still ends in order', async () => {
  const child = startMain({});
  await untilReady(child);
  // Two of one signal might be delivered as one.
  child.kill('SIGTERM');
  expect(await end(child, 'SIGINT')).toBe(0);
});

test('the first command that is told declares the example', async () => {
  const said = await untilReady(startMain({}));
  const command = /^ {2}npx .*(?:\\|\|)\n(?:.*\\\n)*.*$/m.exec(said)?.[0] ?? '';
  const shell = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'ignore'] });
  expect(JSON.parse(await text(shell.stdout))).toMatchObject({ agency: 'Pemerintah Kota Ambon' });
});

test('when its engine dies the host says so and ends', async () => {
  const child = startMain({});
  await untilReady(child);
  const exit = once(child, 'exit');
  const [engine] = engines();
  expect(engine).toBeGreaterThan(0);
  if (engine !== undefined) process.kill(engine, 'SIGKILL');
  const [said] = await Promise.all([text(child.stderr), exit]);
  expect(child.exitCode).toBe(1);
  expect(said).toContain("The ledger's engine has gone, so nothing can go on:");
});

test('a second start on the same data names who holds it, until that is gone', async () => {
  const holder = startMain({});
  await untilReady(holder);
  const data = join(directory, 'data');
  expect(await refusal({})).toBe(
    `The data folder ${data} is in use by process ${holder.pid}; stop it, or set PIAGAM_DATA.`,
  );
  await end(holder, 'SIGKILL');
  await untilReady(startMain({}));
});

test('a taken port is one sentence, and nothing is left running', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const said = await refusal({ PORT: port });
  server.close();
  expect(said).toBe(`Port ${port} is taken by another program; set PORT to a free one.`);
  expect(engines()).toEqual([]);
});

test('a data folder that cannot be written to is one sentence', async () => {
  await writeFile(join(directory, 'file'), '');
  const folder = join(directory, 'file', 'data');
  expect(await refusal({ PIAGAM_DATA: folder })).toBe(
    `The data folder ${folder} cannot be written to; set PIAGAM_DATA to one that can.`,
  );
});
