/** A host as a process of its own, for journeys that kill it and start it again on the same data. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adminApi, type DemoDeclaration } from '../../infra/local/demo/api.ts';
import { eventually } from './stage.ts';

const FINISH_PATIENCE_MS = 120_000;

export type Place = { readonly data: string; readonly port: number };

export const urlOf = ({ port }: Place): string => `http://127.0.0.1:${port}`;

/** `npm start` as a process of its own, answering. */
export async function start(place: Place): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['infra/local/main.ts'], {
    env: { ...process.env, PIAGAM_DATA: place.data, PORT: String(place.port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  await eventually(`the host answers`, async () => {
    if (child.exitCode !== null) throw new Error(`the host ended: ${complaint}`);
    return fetch(`${urlOf(place)}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return child;
}

export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** The bearer token of an admin; every start makes another. */
export const tokenOf = ({ data }: Place): Promise<string> =>
  readFile(join(data, 'admin.token'), 'utf8');

/** Waits until all is done; an upgrade of the seal comes with a later sweep. */
export async function untilSealed(place: Place, id: string): Promise<DemoDeclaration> {
  const url = urlOf(place);
  let seen = '';
  return eventually(
    () => `every document is sealed and everyone told; last seen ${seen}`,
    async () => {
      const declaration = await adminApi(url, await tokenOf(place)).declaration(id);
      const lost = declaration.documents.find(({ shelf }) => shelf !== undefined);
      if (lost) throw new Error(`on the shelf: ${JSON.stringify(lost.shelf)}`);
      const work = await (await fetch(`${url}/local/work.json`)).json();
      const statuses = declaration.documents.map(({ status }) => status ?? 'planned');
      seen = JSON.stringify({ statuses, work });
      const { queues } = work as { queues: { waiting: number; inFlight: number }[] };
      const quiet = queues.every(({ waiting, inFlight }) => waiting + inFlight === 0);
      const done = declaration.documents.every(
        ({ status, pending = 'upgrade' }) => status === 'sealed' && pending === 'upgrade',
      );
      return done && quiet && declaration;
    },
    FINISH_PATIENCE_MS,
  );
}
