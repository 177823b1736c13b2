import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signLink } from '../../infra/local/demo/signatory.ts';
import { readInbox } from '../../infra/local/engines/smtp.ts';
import { commitsOf, expectWhole } from './audit.ts';
import { crowd } from './event.ts';
import { eventually, linkIn, openStage, type Stage, untilStatus } from './stage.ts';

const KILL_PAUSE_MS = 5;

/** Process ids of the browsers that this process has started. */
const browsers = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        const isOurs = Number(parent) === process.pid;
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return isOurs && command.includes('/chromium') ? [Number(pid)] : [];
      } catch {
        return []; // gone between listing and reading
      }
    });

/** Kills every browser as soon as it appears, until told to stop. @returns how many it killed. */
function hunt(): { stop(): Promise<number> } {
  let hunting = true;
  let killed = 0;
  const hunter = (async () => {
    while (hunting) {
      for (const pid of browsers()) {
        try {
          process.kill(pid, 'SIGKILL');
          killed += 1;
        } catch {
          // it died by itself in between
        }
      }
      await delay(KILL_PAUSE_MS);
    }
    return killed;
  })();
  return {
    stop: () => {
      hunting = false;
      return hunter;
    },
  };
}

describe.runIf(process.platform === 'linux')('a Chromium that dies in every print', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('puts the document on the shelf at the third failure; a retry on a sound one finishes it', async () => {
    const { api, host, token } = stage;
    const hunter = hunt();
    const declared = await api.declare(crowd(1));
    const id = declared.documents[0]?.id ?? '';
    const shelf = await eventually(
      'the document is on the shelf',
      async () => (await api.declaration(declared.id)).documents[0]?.shelf,
    );
    expect(await hunter.stop()).toBeGreaterThanOrEqual(3);
    expect(shelf).toMatchObject({ work: 'render' });
    expect(shelf.reason.length).toBeGreaterThan(0);

    const retry = await fetch(`${host.url}/v1/documents/${id}/retry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(retry.status).toBe(200);
    await untilStatus(api, declared.id, 'signing');
    const [letter] = await eventually('the invitation', async () => {
      const letters = await readInbox(host.inbox);
      return letters.length > 0 && letters;
    });
    if (letter === undefined) throw new Error('the inbox is empty');
    await signLink(linkIn(letter));
    await untilStatus(api, declared.id, 'sealed');
    await host.idle();
    expectWhole(await commitsOf(host.url, token, id), 1);
  });
});
