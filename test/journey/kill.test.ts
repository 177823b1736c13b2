import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminApi } from '../../infra/local/demo/api.ts';
import { signLink } from '../../infra/local/demo/signatory.ts';
import { freePort } from '../../infra/local/engines/free-port.ts';
import { readInbox } from '../../infra/local/engines/smtp.ts';
import { commitsOf, expectWhole } from './audit.ts';
import { kill, type Place, start, untilSealed } from './child-host.ts';
import { city } from './event.ts';
import { eventually, linkIn } from './stage.ts';

const KILLS = 20;
const CHARTERS = 10;
const PLEDGES = 20;
const SIGNERS = { charter: 3, pledge: 2 } as Readonly<Record<string, number>>;

/** A host lives at most this long before it is killed, counted from its first answer. */
const MAX_LIFE_MS = 900;
const TEST_DEADLINE_MS = 240_000;
const RETRY_MS = 50;

/** Command lines of all processes that name `text`. */
const processesNaming = (text: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(text) ? [command] : [];
      } catch {
        return []; // gone between listing and reading
      }
    });

/** Signs whatever lies in the inbox, again and again, through every outage. */
function signWhatComes(inbox: string): { stop(): Promise<void> } {
  const acknowledged = new Set<string>();
  let signing = true;
  const loop = (async () => {
    while (signing) {
      // The inbox does not exist before the first host has come up.
      const letters = await readInbox(inbox).catch(() => []);
      for (const letter of letters) {
        if (acknowledged.has(letter.id)) continue;
        // An outage refuses the connection or breaks the answer: the same link is tried again, and
        // so is one whose list names documents that are still to come.
        const done = await signLink(linkIn(letter)).then(
          ({ waiting }) => !waiting,
          () => false,
        );
        if (done) acknowledged.add(letter.id);
        if (!signing) break;
      }
      await delay(RETRY_MS);
    }
  })();
  return {
    stop: () => {
      signing = false;
      return loop;
    },
  };
}

describe.runIf(process.platform === 'linux')('a host that is killed at any moment', () => {
  let place: Place;
  let host: ChildProcess;
  beforeAll(async () => {
    place = { data: await mkdtemp(join(tmpdir(), 'piagam-kill-')), port: await freePort() };
    host = await start(place);
  });
  afterAll(async () => {
    await kill(host);
    await rm(place.data, { recursive: true, force: true });
  });

  it(
    `${KILLS} times during ${CHARTERS + PLEDGES} documents finishes all of them, each with one seal`,
    async () => {
      const url = `http://127.0.0.1:${place.port}`;
      const token = await readFile(join(place.data, 'admin.token'), 'utf8');
      const declared = await adminApi(url, token).declare(city(CHARTERS, PLEDGES));
      const signatories = signWhatComes(join(place.data, 'inbox'));
      try {
        for (let kills = 0; kills < KILLS; kills += 1) {
          await delay(Math.random() * MAX_LIFE_MS);
          await kill(host);
          host = await start(place);
        }
        const finished = await untilSealed(place, declared.id);
        const lastToken = await readFile(join(place.data, 'admin.token'), 'utf8');
        expect(finished.documents).toHaveLength(CHARTERS + PLEDGES);
        for (const { id, kind } of finished.documents)
          expectWhole(await commitsOf(url, lastToken, id), SIGNERS[kind] ?? 0);
      } finally {
        await signatories.stop();
      }
      host.kill('SIGTERM');
      await once(host, 'exit');
      expect(host.exitCode).toBe(0);
      await eventually('no process is left', async () => processesNaming(place.data).length === 0);
    },
    TEST_DEADLINE_MS,
  );
});
