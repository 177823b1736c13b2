/** One person, one letter: whoever has several documents to sign hears of all of them at once. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MAX_ATTEMPTS } from '../../functions/domain/decide.ts';
import { progressOf } from '../../functions/domain/document.ts';
import { MAX_LISTED } from '../../functions/notify/letter.ts';
import { notify } from '../../functions/notify/notify.ts';
import { passes } from '../../functions/notify/passes.ts';
import { render } from '../../functions/render/render.ts';
import { documentsWith, drafted, eventsOf, lettersTo, stateOf } from './flow.ts';
import { altered, leaderAlone, sampleHead, severalFor } from './request.ts';
import {
  at,
  HEAD,
  invitedTrio,
  LEADER,
  lettersToHead,
  placesOf,
  printed,
  signsOne,
  tokenIn,
  trio,
} from './several.ts';
import { START, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.printer.jamWith(undefined);
  world.post.closedTo.clear();
  world.time.now = START;
});

const mailsOf = async (id: string, type: 'MailSent' | 'InvitationShared') =>
  (await eventsOf(world, id)).filter((event) => event.type === type);

describe('one letter', () => {
  test('lists every document with title, role and deadline, and holds one link', async () => {
    const ids = await invitedTrio(world);
    const letters = lettersToHead(world, ids);
    expect(letters).toHaveLength(1);
    const [letter] = letters;
    expect(letter?.subject).toBe(
      'Permohonan tanda tangan: 3 dokumen pencanangan 21 September 2022',
    );
    for (const part of [letter?.text, letter?.html]) {
      for (const id of ids) expect(part).toContain((await stateOf(world, id)).draft.title);
      for (const role of ['Yang mencanangkan', 'Yang berkomitmen', 'Pembuat pernyataan'])
        expect(part).toContain(role);
      expect(part?.match(/21 Desember 2046/g)).toHaveLength(3);
      expect(new Set(part?.match(/https:[^\s"<]+/g)).size).toBe(1);
    }
  });

  test('is on record with each document, under one message', async () => {
    const ids = await invitedTrio(world);
    const mails = (await Promise.all(ids.map((id) => mailsOf(id, 'MailSent')))).flat();
    expect(mails).toHaveLength(3);
    expect(new Set(mails.map((mail) => 'messageId' in mail && mail.messageId)).size).toBe(1);
  });

  test('waits until all that the person can sign is printed', async () => {
    const ids = await trio(world);
    for (const [index, id] of ids.entries()) {
      expect(lettersToHead(world, ids)).toHaveLength(0);
      await printed(world, [id]);
      await notify(world, id);
      expect(lettersToHead(world, ids)).toHaveLength(index === 2 ? 1 : 0);
    }
  });

  test('does not wait for a document whose turn would not be theirs', async () => {
    const superior = ['pledges.0.superior', sampleHead()] as const;
    const charter = await drafted(world, altered(superior));
    await printed(world, [charter]);
    await notify(world, charter);
    expect(await placesOf(world, charter, HEAD)).toHaveLength(2);
    expect(lettersTo(world, charter, HEAD)).toHaveLength(1);
  });

  test('is released by a print that was given up', async () => {
    const [charter, commitment, pledge] = await trio(world);
    const ids = [charter, commitment, pledge] as const;
    await printed(world, [charter, commitment]);
    await notify(world, charter);
    await notify(world, commitment);
    world.printer.jamWith('jammed');
    for (let tries = 1; tries < MAX_ATTEMPTS; tries += 1)
      await expect(render(world, pledge)).rejects.toThrow('jammed');
    await render(world, pledge);
    expect(lettersToHead(world, ids)).toHaveLength(0);
    await notify(world, pledge);
    const [letter] = lettersToHead(world, ids);
    expect(letter?.subject).toBe(
      'Permohonan tanda tangan: 2 dokumen pencanangan 21 September 2022',
    );
    expect(letter?.text).not.toContain('Pakta Integritas');
  });

  test.each([
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ])(
    'is written by one of the runs side by side, whatever their order: %i %i %i',
    async (...order) => {
      const ids = await trio(world);
      await printed(world, ids);
      await Promise.all(order.map((index) => notify(world, ids[index] ?? '')));
      await Promise.all(order.map((index) => notify(world, ids[index] ?? '')));
      expect(lettersToHead(world, ids)).toHaveLength(1);
    },
  );

  test('looks at a person once more at most, however many messages come together', async () => {
    const ids = await trio(world);
    await printed(world, ids);
    let looks = 0;
    let ready = 0;
    const { promise: together, resolve } = Promise.withResolvers<void>();
    const declaration: TestWorld['ledger']['declaration'] = async (id) => {
      const head = await world.ledger.declaration(id);
      ready += 1;
      if (ready === ids.length) setImmediate(resolve);
      return head;
    };
    // The first look takes until all have come, or one might come too late to join.
    const documents: TestWorld['ledger']['documents'] = async (asked) => {
      looks += 1;
      await together;
      return world.ledger.documents(asked);
    };
    const counting = { ...world, ledger: { ...world.ledger, declaration, documents } };
    const inHand = passes();
    const batch = (): Promise<unknown> =>
      Promise.all(ids.map((id) => notify(counting, id, inHand)));
    await batch();
    expect(lettersToHead(world, ids)).toHaveLength(1);
    // Of the first one, which has nothing to write; and of all who joined meanwhile: whether there is a
    // letter, once more when it is their turn, and after it.
    expect(looks).toBeLessThanOrEqual(4);
    await batch();
    expect(lettersToHead(world, ids)).toHaveLength(1);
  });

  test('recorded on some documents only is not written again; the others share it', async () => {
    const [charter, commitment, pledge] = await trio(world);
    await printed(world, [charter, commitment, pledge]);
    const execute: TestWorld['execute'] = (id, command, by) =>
      command.type === 'recordMail' && id === commitment
        ? Promise.reject(new Error('crash'))
        : world.execute(id, command, by);
    await expect(notify({ ...world, execute }, pledge)).rejects.toThrow('letters not sent');
    await notify(world, pledge);
    await notify(world, commitment);
    expect(lettersToHead(world, [charter, commitment, pledge])).toHaveLength(1);
    expect(await mailsOf(commitment, 'InvitationShared')).toHaveLength(1);
  });

  test('refused by the mail system is on record nowhere and comes again', async () => {
    const ids = await trio(world);
    await printed(world, ids);
    world.post.closedTo.add('kepala@example.test');
    await expect(notify(world, ids[2])).rejects.toThrow('letters not sent');
    for (const id of ids) expect(progressOf(await stateOf(world, id), HEAD).mailed).toEqual([]);
    world.post.closedTo.clear();
    await notify(world, ids[2]);
    expect(lettersToHead(world, ids)).toHaveLength(1);
  });

  test('names the first of very many, and counts the rest', async () => {
    const units = Array.from({ length: MAX_LISTED + 3 }, (_, index) => ({
      name: `Dinas ${index + 1}`,
    }));
    const id = await drafted(world, leaderAlone(units));
    await printed(world, documentsWith(id));
    await notify(world, documentsWith(id).at(-1) ?? '');
    const [letter] = lettersTo(world, id, HEAD);
    expect(letter?.subject).toContain(`${MAX_LISTED + 3} dokumen`);
    expect(letter?.text).toContain('dan 3 dokumen lainnya');
    expect(letter?.text.match(/Batas waktu/g)).toHaveLength(MAX_LISTED);
  });

  test('carries the sender name of the agency, where it has one', async () => {
    const ids = await invitedTrio(world, severalFor(['agency.mailSender', 'Tim ZI Kota Contoh']));
    expect(lettersToHead(world, ids)[0]?.from.name).toBe('Tim ZI Kota Contoh');
  });
});

describe('an invitation that lies unanswered', () => {
  test('takes later documents along; once answered, the next one brings a new letter', async () => {
    const [charter, commitment, pledge] = await invitedTrio(world);
    const head = await at(world, charter, HEAD);
    await signsOne(world, charter, head);
    await notify(world, charter);
    expect(lettersTo(world, charter, LEADER)).toHaveLength(1);
    await signsOne(world, commitment, head);
    await notify(world, commitment);
    expect(lettersTo(world, charter, LEADER)).toHaveLength(1);
    expect(await mailsOf(commitment, 'InvitationShared')).toEqual([
      { type: 'InvitationShared', signer: LEADER, round: 1 },
    ]);
    const leader = await at(world, charter, LEADER);
    await signsOne(world, charter, leader);
    await signsOne(world, commitment, leader);
    await signsOne(world, pledge, head);
    await notify(world, pledge);
    const letters = lettersTo(world, charter, LEADER);
    expect(letters).toHaveLength(2);
    expect(letters[1]?.subject).toContain('Pakta Integritas');
    expect(tokenIn(letters[1])).toBe(tokenIn(letters[0]));
  });

  test('is told of in the evidence of the document that shared it', async () => {
    const [charter, commitment] = await invitedTrio(world, severalFor(['witnesses', []]));
    const head = await at(world, charter, HEAD);
    for (const id of [charter, commitment]) {
      await signsOne(world, id, head);
      await notify(world, id);
    }
    const leader = await at(world, charter, LEADER);
    await signsOne(world, commitment, leader);
    await render(world, commitment);
    const sheet = world.printer.sheets.findLast((html) => html.includes('Lembar Bukti')) ?? '';
    expect(sheet).toContain('melalui tautan dalam undangan yang telah dikirim sebelumnya');
    expect(sheet).toContain('Dokumen ditambahkan pada tautan dalam undangan');
    expect(sheet).not.toContain('tidak tercatat');
  });
});
