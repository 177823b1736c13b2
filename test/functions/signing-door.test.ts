/** The signing door: a link shows nothing until it is opened, and a session opens one link only. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signingApp } from '../../functions/signing/app.ts';
import { SESSION_SECONDS } from '../../functions/signing/door.ts';
import { eventsOf, linked, opened, stateOf, tokenOf } from './flow.ts';
import { expectNotice, heading, messageOf } from './page.ts';
import { charterFor } from './request.ts';
import { ORIGIN, signatoryAt } from './signatory.ts';
import { later, START, startWorld, type TestWorld } from './world.ts';

const NEVER_SENT = 'A'.repeat(43);

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.time.now = START;
});

describe('a link that is only looked at', () => {
  test.each(['GET', 'HEAD'])('changes nothing: %s', async (method) => {
    const { who } = await linked(world);
    const before = await world.record();
    for (let times = 0; times < 3; times += 1) {
      const response = await who.send(method, '');
      expect(response.status).toBe(200);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    expect(await world.record()).toEqual(before);
  });

  test('names nobody, no document and no agency', async () => {
    const { id, who } = await linked(world);
    const html = await (await who.get()).text();
    expect(heading(html)).toBe('Ada dokumen yang menunggu Anda');
    const { draft } = await stateOf(world, id);
    const told = [
      ...draft.signers.flatMap(({ name, email, position }) => [name, email, position]),
      draft.title,
      draft.agency.name,
      draft.agency.city,
      draft.event.place,
      id,
    ];
    expect(told.filter((words) => html.includes(words))).toEqual([]);
  });

  test.each([
    ['never sent', NEVER_SENT],
    ['too short', 'A'],
    ['too long', 'A'.repeat(44)],
    ['of other characters', `${'A'.repeat(42)}.`],
  ])('is not found when it is %s', async (_, token) => {
    const who = signatoryAt(world, token);
    const form = { consent: 'yes' };
    for (const answer of [
      await who.get(),
      await who.open(),
      await who.get('/pdf'),
      await who.post('/sign', form),
      await who.decline('x'),
    ])
      await expectNotice(answer, 404, 'notFound');
  });
});

describe('the address of a form, looked at', () => {
  test.each([
    ['/sign', ''],
    ['/open?lang=en', '?lang=en'],
    ['/sign-all', ''],
    ['/decline?dokumen=2', '?dokumen=2'],
    ['/identify', ''],
  ])('leads back to the page of the link, and changes nothing: %s', async (at, query) => {
    const { token, who } = await opened(world);
    const before = await world.record();
    const answer = await who.get(at);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/s/${token}${query}`]);
    expect(await world.record()).toEqual(before);
  });
});

describe('opening a link', () => {
  test('starts a session that scripts and other sites cannot use', async () => {
    const { token, who } = await linked(world);
    const response = await who.open();
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`/s/${token}`);
    const [, ...attributes] = (response.headers.get('set-cookie') ?? '').split('; ');
    expect(attributes.sort()).toEqual(
      [
        `Path=/s/${token}`,
        'HttpOnly',
        'Secure',
        'SameSite=Strict',
        `Max-Age=${SESSION_SECONDS}`,
      ].sort(),
    );
  });

  test('on plain http leaves Secure out, else no browser would keep the cookie', async () => {
    const { token } = await linked(world);
    const signing = signingApp({ ...world, publicUrl: 'http://127.0.0.1:3000' });
    const response = await signatoryAt({ signing }, token).open();
    expect(response.headers.get('set-cookie')).not.toContain('Secure');
  });

  test('is recorded once, with time, address and browser', async () => {
    const { id, who } = await opened(world);
    await who.open();
    const events = await eventsOf(world, id);
    expect(events.filter(({ type }) => type === 'SessionOpened')).toEqual([
      { type: 'SessionOpened', signer: 1, round: 1, origin: ORIGIN },
    ]);
  });

  test('shows the document, its fingerprint and the consent', async () => {
    const { id, token, who } = await opened(world);
    const html = await (await who.get()).text();
    const { draft, unsigned } = await stateOf(world, id);
    expect(heading(html)).toBe(draft.title);
    expect(html).toContain(unsigned?.sha256);
    expect(html).toContain(`data="/s/${token}/pdf"`);
    expect(html).toContain('Rabu, 21 September 2022, Balai Kota Contoh');
  });

  test('shows neither the address nor the NIP of anybody', async () => {
    const { id, who } = await opened(world);
    const html = await (await who.get()).text();
    const { draft } = await stateOf(world, id);
    const secrets = draft.signers.flatMap(({ email, nip }) => (nip ? [email, nip] : [email]));
    expect(secrets.length).toBeGreaterThan(draft.signers.length);
    expect(secrets.filter((words) => html.includes(words))).toEqual([]);
  });

  test('serves the very file that is to be confirmed', async () => {
    const { id, who } = await opened(world);
    const response = await who.get('/pdf');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toBe(
      `inline; filename="charter-${id}.pdf"`,
    );
    const served = Buffer.from(await response.arrayBuffer());
    const { unsigned } = await stateOf(world, id);
    const stored = await world.files.get(`documents/${id}/unsigned-${unsigned?.sha256}.pdf`);
    expect(served.equals(stored)).toBe(true);
    expect((await who.get('/pdf?unduh=1')).headers.get('content-disposition')).toContain(
      'attachment',
    );
  });
});

describe('a session', () => {
  test('opens no other link, of the same document or of another', async () => {
    const first = await linked(world, charterFor(['Eko', 'Tri']));
    const second = await linked(world, charterFor(['Eko']));
    await first.who.open();
    for (const token of [tokenOf(world, first.id, 2), second.token]) {
      const other = signatoryAt(world, token);
      other.setCookie(first.who.cookie());
      expect(heading(await (await other.get()).text())).toBe('Ada dokumen yang menunggu Anda');
      expect((await other.get('/pdf')).status).toBe(403);
      expect((await other.post('/sign', { consent: 'yes' })).status).toBe(403);
    }
  });

  test.each(['', 'x', '9999999999999.AAAA', 'token'])('cannot be made up: %j', async (value) => {
    const { who, token } = await linked(world);
    who.setCookie(`piagam_session=${value === 'token' ? token : value}`);
    expect((await who.get('/pdf')).status).toBe(403);
  });

  test('cannot be made to last longer', async () => {
    const { who } = await opened(world);
    const [name, value = ''] = who.cookie().split('=');
    const [expiry, mac] = value.split('.');
    who.setCookie(`${name}=${Number(expiry) + 1}.${mac}`);
    expect((await who.get('/pdf')).status).toBe(403);
  });

  test('ends by itself: then nothing is shown and nothing can be signed', async () => {
    const { id, who } = await opened(world);
    const form = await who.form();
    world.time.now = later(START, SESSION_SECONDS * 1000 - 1);
    expect((await who.get('/pdf')).status).toBe(200);
    world.time.now = later(START, SESSION_SECONDS * 1000);
    await expectNotice(await who.get('/pdf'), 403, 'sessionExpired');
    for (const answer of [await who.post('/sign', form), await who.decline('x')]) {
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain(messageOf('sessionExpired'));
    }
    expect(heading(await (await who.get()).text())).toBe('Ada dokumen yang menunggu Anda');
    expect((await stateOf(world, id)).progress[1]?.signedAt).toBeUndefined();
  });

  test('of a link that has been replaced no longer shows the file', async () => {
    const { id, who } = await opened(world);
    await world.execute(id, { type: 'renewLink', signer: 1 }, { type: 'admin', subject: 'rina' });
    await expectNotice(await who.get('/pdf'), 410, 'linkReplaced');
  });
});
