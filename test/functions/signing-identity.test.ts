/** Identity steps: what stands between a link and its documents, counted, limited and on record. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MAX_TRIES } from '../../functions/domain/identity.ts';
import { notify } from '../../functions/notify/notify.ts';
import { evidenceView } from '../../functions/render/view-evidence.ts';
import { postCommand } from './admin-caller.ts';
import { eventsOf, lettersTo, linked, linkHolder, signaturesOf, stateOf } from './flow.ts';
import { expectNotice, heading, messageOf } from './page.ts';
import { altered, charterFor } from './request.ts';
import { ORIGIN, type Signatory, signatoryAt } from './signatory.ts';
import { later, START, startWorld, type TestWorld } from './world.ts';

const MINUTE_MS = 60_000;
const ACCESS_CODE = 'Melati 4821';

const ADMIN = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.time.now = START;
});

const asking = (identity: object) => altered(['agency.identity', identity]);

/** The newest code that was mailed to the first signatory. */
function codeOf(id: string): string {
  const letter = lettersTo(world, id, 1).findLast(({ reference }) => reference.includes('.code.'));
  const code = /^ {2}(\d{6})$/m.exec(letter?.text ?? '')?.[1];
  if (code === undefined) throw new Error('no code has been mailed');
  return code;
}

/** A letter with a code has been asked for and sent. */
async function mailed(id: string, who: Signatory): Promise<string> {
  expect((await who.post('/code')).status).toBe(303);
  await notify(world, id);
  return codeOf(id);
}

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

const typesOf = async (id: string): Promise<readonly string[]> =>
  (await eventsOf(world, id)).map(({ type }) => type);

const times = async (id: string, type: string): Promise<number> =>
  (await typesOf(id)).filter((one) => one === type).length;

describe('a one-time code by mail', () => {
  test('stands before the document: nobody is named, no file is given, nothing is signed', async () => {
    const { id, who } = await linked(world, asking({ mailCode: true }));
    expect((await who.open()).status).toBe(303);
    const page = await (await who.get()).text();
    expect(heading(page)).toBe('Satu langkah pengamanan');
    expect(page).not.toContain('Siti');
    await expectNotice(await who.get('/pdf'), 403, 'identityMissing');
    for (const verb of ['/sign', '/decline', '/disown', '/read', '/delegate'])
      expect((await who.post(verb)).status).toBe(403);
    expect(await typesOf(id)).not.toContain('SessionOpened');
  });

  test('is mailed to nobody of whom another step, or none of this kind, is asked', async () => {
    const { id, who } = await linked(world, asking({ accessCode: true, mailCode: true }));
    await who.open();
    expect((await who.post('/code')).status).toBe(200);
    expect(await typesOf(id)).not.toContain('CodeRequested');
  });

  test('opens the document, and is told in the record of the signature', async () => {
    const { id, who } = await linked(world, asking({ mailCode: true }));
    await who.open();
    const code = await mailed(id, who);
    const answer = await who.post('/identify', {
      mailCode: ` ${code.slice(0, 3)} ${code.slice(3)}`,
    });
    expect(answer.status).toBe(303);
    expect((await who.sign()).status).toBe(303);
    expect(await signaturesOf(world, id)).toMatchObject([{ identity: ['mailCode'] }]);
    expect((await eventsOf(world, id)).find(({ type }) => type === 'IdentityProven')).toEqual({
      type: 'IdentityProven',
      signer: 1,
      round: 1,
      step: 'mailCode',
      session: expect.stringMatching(/^[0-9a-f]{64}$/),
      origin: ORIGIN,
    });
  });

  test('tapped twice opens the document all the same, and no other session', async () => {
    const { id, token, who } = await linked(world, asking({ mailCode: true }));
    await who.open();
    const mailCode = await mailed(id, who);
    const before = who.cookie();
    // The browser has heard nothing of the first when it sends the second.
    const answers = await Promise.all([1, 2].map(() => who.post('/identify', { mailCode })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    who.setCookie(before);
    expect((await who.post('/identify', { mailCode })).status).toBe(303);
    expect((await who.sign()).status).toBe(303);
    expect(await times(id, 'IdentityProven')).toBe(1);
    const other = signatoryAt(world, token);
    world.time.now = later(START, 1);
    await other.open();
    expect((await other.post('/identify', { mailCode })).status).toBe(410);
  });

  test('is in the letter alone: neither in the record nor twice in another letter', async () => {
    const { id, who } = await linked(world, asking({ mailCode: true }));
    await who.open();
    const code = await mailed(id, who);
    const sent = lettersTo(world, id, 1).length;
    await notify(world, id);
    expect(lettersTo(world, id, 1)).toHaveLength(sent);
    expect(JSON.stringify(await eventsOf(world, id))).not.toContain(code);
    expect(lettersTo(world, id, 1).at(-1)?.html).not.toContain('href');
  });

  test('is the same again when a worker is run again before it could record', async () => {
    const { id, who } = await linked(world, asking({ mailCode: true }));
    await who.open();
    await who.post('/code');
    const failing = { ...world, execute: () => Promise.reject(new Error('down')) };
    await expect(notify(failing, id)).rejects.toThrow();
    const first = codeOf(id);
    await notify(world, id);
    expect(codeOf(id)).toBe(first);
  });

  test('ends after 10 minutes, and after it was used', async () => {
    const { id, token, who } = await linked(world, asking({ mailCode: true }));
    await who.open();
    const code = await mailed(id, who);
    world.time.now = later(START, 10 * MINUTE_MS + 1);
    const late = await who.post('/identify', { mailCode: code });
    expect(await late.text()).toContain(messageOf('codeExpired'));
    const next = await mailed(id, who);
    expect(next).not.toBe(code);
    expect((await who.post('/identify', { mailCode: next })).status).toBe(303);
    const other = signatoryAt(world, token);
    await other.open();
    const again = await other.post('/identify', { mailCode: next });
    expect(await again.text()).toContain(messageOf('codeExpired'));
  });

  test(`ends after ${MAX_TRIES} wrong tries, the right one included`, async () => {
    const { id, who } = await linked(world, asking({ mailCode: true }));
    await who.open();
    const code = await mailed(id, who);
    const answers = await Promise.all(
      Array.from({ length: MAX_TRIES }, () => who.post('/identify', { mailCode: wrong(code) })),
    );
    for (const answer of answers) expect([422, 410]).toContain(answer.status);
    const last = await who.post('/identify', { mailCode: code });
    expect(last.status).toBe(410);
    expect(await times(id, 'IdentityFailed')).toBe(MAX_TRIES);
    expect(await typesOf(id)).not.toContain('IdentityProven');
  });

  test('is sent once a minute and five times an hour at most', async () => {
    const { id, who } = await linked(world, asking({ mailCode: true }));
    await who.open();
    await mailed(id, who);
    await who.post('/code');
    expect(await times(id, 'CodeRequested')).toBe(1);
    for (let n = 1; n < 5; n += 1) {
      world.time.now = later(START, n * 2 * MINUTE_MS);
      await mailed(id, who);
    }
    world.time.now = later(START, 20 * MINUTE_MS);
    const answer = await who.post('/code');
    expect(answer.status).toBe(429);
    expect(await answer.text()).toContain(messageOf('codesExhausted'));
    expect(await times(id, 'CodeRequested')).toBe(5);
  });

  test('carries along what was written when the session ended', async () => {
    const { id, who } = await linked(world, asking({ mailCode: true }));
    const kept = { typed: 'Ahmad' };
    const step = await (await who.post('/open', { recipient: 'yes', ...kept })).text();
    expect(step).toContain('name="typed" value="Ahmad"');
    const sent = await who.post('/code', kept);
    expect(await sent.text()).toContain('name="typed" value="Ahmad"');
    await notify(world, id);
    const page = await (await who.post('/identify', { mailCode: codeOf(id), ...kept })).text();
    expect(page).toContain('name="typed" type="text" maxlength="80" value="Ahmad"');
  });
});

test('the evidence tells each step, with the address masked', async () => {
  const agency = { ...Object(charterFor(['Eko'])['agency']), identity: { mailCode: true } };
  const { id, who } = await linked(world, { ...charterFor(['Eko']), agency });
  await who.open();
  const code = await mailed(id, who);
  await who.post('/identify', { mailCode: wrong(code) });
  await who.post('/identify', { mailCode: code });
  await who.sign();
  const view = evidenceView(await stateOf(world, id), await world.ledger.commits(`DOC#${id}`));
  expect(view.signers[0]?.identity).toEqual([
    expect.stringMatching(/^tautan pribadi ke-1, yang dikirim ke surel \S+\*\*\*\S*@/),
    expect.stringMatching(/^kode sekali pakai, yang dikirim ke surel \S+\*\*\*\S*@/),
  ]);
  const told = view.timeline.map(({ what }) => what).filter((what) => /^Kode/.test(what));
  expect(told).toEqual([
    'Kode sekali pakai dikirim kepada Eko',
    'Kode sekali pakai Eko diperiksa: tidak cocok',
    'Kode sekali pakai Eko diperiksa: cocok',
  ]);
});

describe('an access code', () => {
  const setCode = (id: string, code: string, signer = 1): Promise<Response> =>
    postCommand(world, `/v1/documents/${id}/signers/${signer}/access-code`, { body: { code } });

  test('is told to the admin by nobody, and kept as a salted slow hash', async () => {
    const { id } = await linked(world, asking({ accessCode: true }));
    const answer = await setCode(id, ACCESS_CODE);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain('scrypt');
    const [first, second] = [await eventsOf(world, id), await setCode(id, ACCESS_CODE)];
    expect(second.status).toBe(200);
    const kept = [...first, ...(await eventsOf(world, id))].flatMap((event) =>
      event.type === 'AccessCodeSet' ? [event.hash] : [],
    );
    expect(new Set(kept).size).toBe(2);
    expect(JSON.stringify(kept)).not.toContain('elati');
  });

  test.each([
    ['12345', 422, 1],
    ['melati4821', 404, 9],
  ])('%s is refused with %i for signatory %i', async (code, status, signer) => {
    const { id } = await linked(world, asking({ accessCode: true }));
    expect((await setCode(id, code, signer)).status).toBe(status);
    expect(await typesOf(id)).not.toContain('AccessCodeSet');
  });

  test('opens the document, however its capitals and spaces are written', async () => {
    const { id, who } = await linked(world, asking({ accessCode: true }));
    await who.open();
    const early = await who.post('/identify', { accessCode: ACCESS_CODE });
    expect(await early.text()).toContain(messageOf('accessCodeUnset'));
    await setCode(id, ACCESS_CODE);
    expect((await who.post('/identify', { accessCode: 'MELATI4821' })).status).toBe(303);
    expect((await who.sign()).status).toBe(303);
    expect(await signaturesOf(world, id)).toMatchObject([{ identity: ['accessCode'] }]);
  });

  test(`is locked after ${MAX_TRIES} wrong tries until a new link is sent`, async () => {
    const { id, who } = await linked(world, asking({ accessCode: true }));
    await setCode(id, ACCESS_CODE);
    await who.open();
    for (let n = 0; n < MAX_TRIES; n += 1)
      expect((await who.post('/identify', { accessCode: 'salah sekali' })).status).toBe(422);
    const locked = await who.post('/identify', { accessCode: ACCESS_CODE });
    expect(locked.status).toBe(403);
    expect(await locked.text()).not.toContain('<form');
    await world.execute(id, { type: 'renewLink', signer: 1 }, ADMIN);
    await notify(world, id);
    const again = linkHolder(world, id, 1);
    await again.open();
    expect((await again.post('/identify', { accessCode: ACCESS_CODE })).status).toBe(303);
    expect((await again.sign()).status).toBe(303);
  });

  test('comes before the code by mail, and both are on the record of the signature', async () => {
    const { id, who } = await linked(world, asking({ accessCode: true, mailCode: true }));
    await setCode(id, ACCESS_CODE);
    await who.open();
    const step = await who.post('/identify', { accessCode: ACCESS_CODE });
    expect(await step.text()).toContain('Kirim kode');
    await expectNotice(await who.get('/pdf'), 403, 'identityMissing');
    const code = await mailed(id, who);
    expect((await who.post('/identify', { mailCode: code })).status).toBe(303);
    await who.sign();
    expect(await signaturesOf(world, id)).toMatchObject([{ identity: ['accessCode', 'mailCode'] }]);
  });

  test('taken in one session opens no other, and no step can be claimed', async () => {
    const { id, token, who } = await linked(world, asking({ accessCode: true }));
    await setCode(id, ACCESS_CODE);
    await who.open();
    const [claims = '', mac = ''] = (who.cookie().split('=')[1] ?? '').split('.');
    await who.post('/identify', { accessCode: ACCESS_CODE });
    const other = signatoryAt(world, token);
    await other.open();
    expect(heading(await (await other.get()).text())).toBe('Satu langkah pengamanan');
    other.setCookie(`piagam_session=${claims}-accessCode.${mac}`);
    expect(heading(await (await other.get()).text())).toBe('Ada dokumen yang menunggu Anda');
  });
});
