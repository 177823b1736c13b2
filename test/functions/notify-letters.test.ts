/** Letters after the invitation: reminders, receipts, and what is told when time has run out. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MAX_REMINDERS } from '../../functions/domain/reminder.ts';
import { MAX_SUBJECT } from '../../functions/notify/letter.ts';
import { notify } from '../../functions/notify/notify.ts';
import { eventsOf, invited, stateOf } from './flow.ts';
import { confirms, DAY_MS, HOUR_MS, pass, sentTo, swept } from './letters.ts';
import { charterFor, severalFor } from './request.ts';
import { invitedTrio, tokenIn } from './several.ts';
import { startWorld, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;
const EKO = 'orang1@example.test';
const HEAD_ADDRESS = 'kepala@example.test';
const CONTACT = 'tim.zi@example.test';

let world: TestWorld;
// The sweep looks at everything there is, so every test has a world of its own.
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

const charter = (more: object = {}): Record<string, unknown> => ({
  ...charterFor(['Eko', 'Tri']),
  ...more,
});

const purposes = async (id: string, address: string) =>
  (await sentTo(world, id, address)).map(({ about }) => about?.purpose);

const dayBefore = async (id: string) => (await stateOf(world, id)).draft.deadline;

describe('a reminder', () => {
  test('goes out on the days of the schedule and a day before the deadline, then no more', async () => {
    const id = await invited(world, charter({ reminders: { afterDays: [2, 5] } }));
    const days: number[] = [];
    for (let day = 1; day <= 40; day += 1) {
      pass(world, DAY_MS);
      const before = (await sentTo(world, id, EKO)).length;
      await swept(world, id);
      if ((await sentTo(world, id, EKO)).length > before) days.push(day);
    }
    // Checked once a day: the deadline is the end of the thirtieth day, and expiry is told after it.
    expect(days).toEqual([2 + 1, 5 + 1, 30, 31]);
    expect(await purposes(id, EKO)).toEqual([
      'invitation',
      'reminder',
      'reminder',
      'reminder',
      'expired',
    ]);
  });

  test('tells first of a deadline that is near', async () => {
    const id = await invited(world, charter({ reminders: { afterDays: [2] } }));
    for (const days of [2.1, 28]) {
      pass(world, days * DAY_MS);
      await swept(world, id);
    }
    const [, early, last] = await sentTo(world, id, EKO);
    expect(early?.text).not.toContain('segera berakhir');
    expect(last?.text).toContain('Batas waktunya segera berakhir.');
    expect(last?.subject).toMatch(/^Pengingat tanda tangan: Piagam Pencanangan/);
  });

  test('is about all of a person’s documents, in one letter', async () => {
    const ids = await invitedTrio(world, severalFor(['reminders', { afterDays: [3] }]));
    pass(world, 3 * DAY_MS + HOUR_MS);
    await swept(world, ids[0]);
    await swept(world, ids[0]);
    const letters = await sentTo(world, ids[0], HEAD_ADDRESS);
    expect(letters.map(({ about }) => about?.purpose)).toEqual(['invitation', 'reminder']);
    expect(letters[1]?.subject).toContain('3 dokumen');
    expect(tokenIn(letters[1])).toBe(tokenIn(letters[0]));
  });

  test('goes to nobody who has signed, and to nobody whose turn has not come', async () => {
    const id = await invited(world);
    await confirms(world, id, 1);
    pass(world, HOUR_MS);
    await notify(world, id);
    pass(world, 3 * DAY_MS + 1);
    await swept(world, id);
    const all = await Promise.all(
      (await stateOf(world, id)).draft.signers.map(({ email }) => purposes(id, email)),
    );
    expect(all).toEqual([['invitation', 'receipt'], ['invitation', 'reminder'], []]);
  });

  test('whose record a crash lost comes once more, and then never again', async () => {
    const id = await invited(world, charter());
    pass(world, 3 * DAY_MS + 1);
    const execute: TestWorld['execute'] = (document, command, by) =>
      command.type === 'recordMail'
        ? Promise.reject(new Error('crash'))
        : world.execute(document, command, by);
    await expect(swept({ ...world, execute }, id)).rejects.toThrow('letters not sent');
    for (let run = 0; run < 3; run += 1) await notify(world, id);
    expect((await purposes(id, EKO)).filter((purpose) => purpose === 'reminder')).toHaveLength(2);
  });

  test(`comes ${MAX_REMINDERS} times at most, whoever asks`, async () => {
    const id = await invited(world, charter({ reminders: { afterDays: [1, 2, 3, 4] } }));
    for (let day = 1; day < 25; day += 1) {
      pass(world, DAY_MS + 1);
      await world.execute(id, { type: 'remind', signer: 1 }, ADMIN);
      await swept(world, id);
    }
    const sent = (await purposes(id, EKO)).filter((purpose) => purpose === 'reminder');
    expect(sent).toHaveLength(MAX_REMINDERS);
    const outcome = await world.execute(id, { type: 'remind', signer: 1 }, ADMIN);
    expect(outcome).toMatchObject({ ok: false, refusal: { reason: 'remindedEnough' } });
  });
});

test('a subject is one line, and no longer than people see of it', async () => {
  const agency = { ...Object(charter()['agency']), name: 'Badan '.repeat(30).trim() };
  const id = await invited(world, charter({ agency }));
  const [letter] = await sentTo(world, id, EKO);
  expect(letter?.subject).toHaveLength(MAX_SUBJECT);
  expect(letter?.subject).toMatch(/^Permohonan tanda tangan: [^\n]+…$/);
});

describe('a receipt', () => {
  test('tells what was signed, when with its zone, and the hash in short', async () => {
    const id = await invited(world, charter());
    await confirms(world, id, 1);
    await notify(world, id);
    await notify(world, id);
    const letters = await sentTo(world, id, EKO);
    expect(letters.map(({ about }) => about?.purpose)).toEqual(['invitation', 'receipt']);
    const { unsigned, draft } = await stateOf(world, id);
    for (const part of [letters[1]?.text, letters[1]?.html])
      for (const words of [
        draft.title,
        '21 November 2046 pukul 12.00.00 WIT (UTC+09:00)',
        unsigned?.sha256.slice(0, 16),
      ])
        expect(part).toContain(words);
    expect(letters[1]?.text).not.toContain(unsigned?.sha256);
  });

  test('waits while the person goes on signing, and is one for all that was signed', async () => {
    const ids = await invitedTrio(world);
    for (const id of ids) {
      pass(world, 60_000);
      await confirms(world, id, 1);
      await notify(world, id);
    }
    const letters = await sentTo(world, ids[0], HEAD_ADDRESS);
    expect(letters.map(({ about }) => about?.purpose)).toEqual(['invitation', 'receipt']);
    expect(letters[1]?.subject).toBe('Bukti tanda tangan: 3 dokumen pencanangan 21 September 2022');
  });

  test('is not written by a run that finds its own document told of meanwhile', async () => {
    const ids = await invitedTrio(world);
    for (const id of ids) {
      pass(world, 60_000);
      await confirms(world, id, 1);
    }
    const [first, , last] = ids;
    const seen = await world.ledger.document(first);
    const execute: TestWorld['execute'] = (id, command, by) =>
      command.type === 'recordMail' && id !== first
        ? Promise.reject(new Error('crash'))
        : world.execute(id, command, by);
    await expect(notify({ ...world, execute }, last)).rejects.toThrow('letters not sent');
    const ledger = { ...world.ledger, document: async () => seen };
    await notify({ ...world, ledger }, first);
    expect(await purposes(first, HEAD_ADDRESS)).toEqual(['invitation', 'receipt']);
    await notify(world, last);
    expect(await purposes(first, HEAD_ADDRESS)).toEqual(['invitation', 'receipt', 'receipt']);
  });

  test('of somebody who stops half-way is brought by the sweep', async () => {
    const ids = await invitedTrio(world);
    await confirms(world, ids[0], 1);
    await notify(world, ids[0]);
    expect(await purposes(ids[0], HEAD_ADDRESS)).toEqual(['invitation']);
    pass(world, 11 * 60_000);
    await swept(world, ids[0]);
    expect(await purposes(ids[0], HEAD_ADDRESS)).toEqual(['invitation', 'receipt']);
  });
});

describe('time that has run out', () => {
  test('is told to those who were asked in vain, and to whoever declared, once', async () => {
    const ids = await invitedTrio(world, severalFor(['contact', CONTACT]));
    world.time.now = await dayBefore(ids[0]);
    pass(world, 1000);
    for (let run = 0; run < 3; run += 1) await swept(world, ids[0]);
    expect((await purposes(ids[0], HEAD_ADDRESS)).at(-1)).toBe('expired');
    const [told, ...more] = await sentTo(world, ids[0], CONTACT);
    expect(more).toEqual([]);
    expect(told?.subject).toBe('Batas waktu berakhir: 3 dokumen pencanangan 21 September 2022');
    expect(told?.text).toContain('Siti Rahmawati, S.Sos.; Budi Santoso');
    expect(told?.text).not.toContain('/s/');
    for (const id of ids)
      expect((await eventsOf(world, id)).filter(({ type }) => type === 'ContactTold')).toHaveLength(
        1,
      );
    expect(await sentTo(world, ids[0], 'walikota@example.test')).toEqual([]);
  });

  test('and is given again is told to those who may sign, with the new deadline', async () => {
    const id = await invited(world, charter());
    pass(world, 60 * DAY_MS);
    await swept(world, id);
    const deadline = '2047-03-01T14:59:59.999Z';
    await world.execute(id, { type: 'extend', deadline }, ADMIN);
    await notify(world, id);
    const letters = await sentTo(world, id, EKO);
    expect(letters.map(({ about }) => about?.purpose)).toEqual([
      'invitation',
      'expired',
      'reminder',
    ]);
    expect(letters[2]?.text).toContain('1 Maret 2047');
    await confirms(world, id, 1);
  });
});

describe('a document that was declined', () => {
  const declines = (id: string) =>
    world.execute(
      id,
      {
        type: 'decline',
        signer: 1,
        round: 1,
        reason: 'Nama unit keliru',
        origin: { ip: '', userAgent: '' },
      },
      { type: 'signer', signer: 1 },
    );

  test('is told to the contact with name and reason, once', async () => {
    const id = await invited(world, charter({ contact: CONTACT }));
    await declines(id);
    await notify(world, id);
    await notify(world, id);
    const [told, ...more] = await sentTo(world, id, CONTACT);
    expect(more).toEqual([]);
    for (const words of [
      'Eko, Kepala Bagian 1',
      'Alasan      : Nama unit keliru',
      'WIT (UTC+09:00)',
    ])
      expect(told?.text).toContain(words);
  });

  test('is told to nobody where no contact is named', async () => {
    const id = await invited(world, charter());
    const before = world.post.letters.length;
    await declines(id);
    await notify(world, id);
    expect(world.post.letters).toHaveLength(before);
  });
});
