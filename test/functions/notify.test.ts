/** The notify worker: whose turn it is gets one letter, and a closed mailbox holds up nobody. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { progressOf } from '../../functions/domain/document.ts';
import { notify } from '../../functions/notify/notify.ts';
import type { Letter } from '../../functions/ports.ts';
import { render } from '../../functions/render/render.ts';
import { seal } from '../../functions/seal/seal.ts';
import {
  drafted,
  eventsOf,
  holderOf,
  invited,
  lettersTo,
  signedByAll,
  signs,
  stateOf,
  tokenOf,
} from './flow.ts';
import { altered, charterFor } from './request.ts';
import { realSealer } from './sealer.ts';
import { signatoryAt } from './signatory.ts';
import { later, START, startWorld, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.post.closedTo.clear();
  world.time.now = START;
});

async function rendered(body?: unknown): Promise<string> {
  const id = await drafted(world, body);
  await render(world, id);
  return id;
}

const isNoReceipt = ({ about }: Letter): boolean => about?.purpose !== 'receipt';

const counts = (id: string, signers: readonly number[]): readonly number[] =>
  signers.map((signer) => lettersTo(world, id, signer).filter(isNoReceipt).length);

describe('an invitation', () => {
  test('goes to those in turn and to nobody else', async () => {
    const id = await rendered();
    await notify(world, id);
    expect(counts(id, [1, 2, 3])).toEqual([1, 0, 0]);
    await signs(world, id, 1);
    await notify(world, id);
    expect(counts(id, [1, 2, 3])).toEqual([1, 1, 0]);
  });

  test('goes to all of one group at once', async () => {
    const id = await rendered(charterFor(['Eko', 'Tri', 'Dwi']));
    await notify(world, id);
    expect(counts(id, [1, 2, 3])).toEqual([1, 1, 1]);
  });

  test('names recipient, document, role and deadline, and holds the one link', async () => {
    const id = await rendered();
    await notify(world, id);
    const [letter] = lettersTo(world, id, 1);
    const { draft } = await stateOf(world, id);
    const [signer] = draft.signers;
    expect(letter?.to).toEqual({ name: signer?.name, address: signer?.email });
    expect(letter?.from.name).toBe(draft.agency.name);
    expect(letter?.subject).toContain(draft.title);
    const link = `https://piagam.test/s/${tokenOf(world, id, 1)}`;
    for (const part of [letter?.text, letter?.html]) {
      for (const words of [signer?.name, draft.title, 'Yang mencanangkan', 'Desember 2046', link])
        expect(part).toContain(words);
      expect(new Set(part?.match(/https:[^\s"<]+/g))).toEqual(new Set([link]));
    }
  });

  test('has a subject of one line, whatever is in the title', async () => {
    const id = await rendered(altered(['units.0.name', 'Dinas <Satu> & "Dua"']));
    await notify(world, id);
    const [letter] = lettersTo(world, id, 1);
    expect(letter?.subject).toContain('Dinas <Satu> & "Dua"');
    expect(letter?.subject).not.toMatch(/[\r\n]/);
  });

  test('is sent once: run again, the worker writes nothing', async () => {
    const id = await rendered();
    await notify(world, id);
    const before = await world.record();
    await notify(world, id);
    expect(counts(id, [1])).toEqual([1]);
    expect(await world.record()).toEqual(before);
  });

  test('carries a link that works from the moment it leaves the house', async () => {
    const id = await rendered();
    const statuses: number[] = [];
    const send: TestWorld['mail']['send'] = async ({ text }) => {
      const token = /\/s\/([\w-]+)/.exec(text)?.[1] ?? '';
      statuses.push((await signatoryAt(world, token).open()).status);
      return { messageId: '<x@piagam.test>' };
    };
    await notify({ ...world, mail: { send } }, id);
    expect(statuses).toEqual([303]);
  });

  test('is not sent for a document not rendered, void, declined or past its deadline', async () => {
    const fresh = await drafted(world);
    const voided = await rendered();
    await world.execute(voided, { type: 'void', reason: 'x' }, ADMIN);
    const declined = await invited(world, charterFor(['Eko', 'Tri']));
    await world.execute(declined, { type: 'renewLink', signer: 2 }, ADMIN);
    const origin = { ip: 'x', userAgent: 'x' };
    const decline = { type: 'decline', signer: 1, round: 1, reason: 'x', origin } as const;
    await world.execute(declined, decline, ADMIN);
    const late = await rendered();
    const before = world.post.letters.length;
    for (const id of [fresh, voided, declined]) await notify(world, id);
    world.time.now = later((await stateOf(world, late)).draft.deadline, 1);
    await notify(world, late);
    expect(world.post.letters).toHaveLength(before);
  });

  test('of a renewed link is a new letter with a new link', async () => {
    const id = await rendered();
    await notify(world, id);
    const first = tokenOf(world, id, 1);
    await world.execute(id, { type: 'renewLink', signer: 1 }, ADMIN);
    await notify(world, id);
    expect(counts(id, [1])).toEqual([2]);
    expect(tokenOf(world, id, 1)).not.toBe(first);
  });
});

describe('a letter that is not taken', () => {
  test('makes the worker fail, so that its message comes again and is done then', async () => {
    const id = await rendered();
    world.post.closedTo.add('kepala@example.test');
    await expect(notify(world, id)).rejects.toThrow('letters not sent');
    await expect(notify(world, id)).rejects.toThrow('letters not sent');
    expect(progressOf(await stateOf(world, id), 1).mailed).toEqual([]);
    world.post.closedTo.clear();
    await notify(world, id);
    await notify(world, id);
    expect(counts(id, [1])).toEqual([1]);
  });

  test('does not hold up the letters of others, nor is theirs sent again', async () => {
    const id = await rendered(charterFor(['Eko', 'Tri', 'Dwi']));
    world.post.closedTo.add('orang2@example.test');
    await expect(notify(world, id)).rejects.toThrow('letters not sent');
    await expect(notify(world, id)).rejects.toThrow('letters not sent');
    expect(counts(id, [1, 2, 3])).toEqual([1, 0, 1]);
    world.post.closedTo.clear();
    await notify(world, id);
    expect(counts(id, [1, 2, 3])).toEqual([1, 1, 1]);
  });

  test('is sent again with the same link and reference, if it was taken unrecorded', async () => {
    const id = await rendered();
    const execute: TestWorld['execute'] = (documentId, command, by) =>
      command.type === 'recordMail'
        ? Promise.reject(new Error('crash'))
        : world.execute(documentId, command, by);
    await expect(notify({ ...world, execute }, id)).rejects.toThrow('letters not sent');
    await notify(world, id);
    await notify(world, id);
    const letters = lettersTo(world, id, 1);
    expect(letters).toHaveLength(2);
    expect(letters[1]).toEqual(letters[0]);
  });
});

test('no log line about a letter holds its address, its recipient or its link', async () => {
  const id = await rendered();
  const lines: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => lines.push(String(chunk)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  world.post.closedTo.add('kepala@example.test');
  await expect(notify(world, id)).rejects.not.toThrow('kepala@');
  vi.restoreAllMocks();
  expect(lines.join('')).toContain(id);
  const token = world.links.token(holderOf(id, 1));
  const secrets = [token, 'kepala@example.test', 'Siti Rahmawati'];
  expect(secrets.filter((secret) => lines.join('').includes(secret))).toEqual([]);
});

test('when all is sealed everyone is told once, with a link to the receipt', async () => {
  const id = await invited(world, charterFor(['Eko', 'Tri']));
  await signedByAll(world, id);
  await render(world, id);
  await notify(world, id);
  expect(counts(id, [1, 2])).toEqual([1, 1]);
  await seal({ ...world, sealer: realSealer }, id);
  await notify(world, id);
  await notify(world, id);
  expect(counts(id, [1, 2])).toEqual([2, 2]);
  const letter = lettersTo(world, id, 2).at(-1);
  expect(letter?.subject).toContain('Dokumen selesai ditandatangani');
  const who = signatoryAt(world, tokenOf(world, id, 2));
  await who.open();
  expect(await (await who.get()).text()).toContain('dibubuhi segel elektronik instansi');
  const { unsigned } = await stateOf(world, id);
  const served = Buffer.from(await (await who.get('/pdf')).arrayBuffer());
  expect(served.length).toBeGreaterThan(unsigned?.sizeBytes ?? 0);
  const mails = (await eventsOf(world, id)).filter(
    (event) => event.type === 'MailSent' && event.purpose !== 'receipt',
  );
  expect(mails).toHaveLength(4);
});

test('an unknown document leaves nothing to do', async () => {
  const before = await world.record();
  await notify(world, '0000000000000000');
  expect(await world.record()).toEqual(before);
});
