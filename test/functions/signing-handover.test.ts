/** "I am not this person", and handing the seat on: the link ends, and nothing more is shown. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notify } from '../../functions/notify/notify.ts';
import { render } from '../../functions/render/render.ts';
import english from '../../templates/pages/text.en.json' with { type: 'json' };
import texts from '../../templates/pages/text.id.json' with { type: 'json' };
import { eventsOf, linked, linkHolder, opened, signaturesOf, stateOf } from './flow.ts';
import { expectNotice, formActions, heading, messageOf } from './page.ts';
import { altered, charterFor } from './request.ts';
import { pageOf, seated } from './several.ts';
import { ORIGIN } from './signatory.ts';
import { startWorld, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** The button of the page that asks. */
const CONFIRMED = { confirmed: 'yes' };

describe('who is not this person', () => {
  test('says so and confirms it, and from then on the link shows nothing on any device', async () => {
    const { id, token, who } = await opened(world);
    const other = linkHolder(world, id, 1);
    await other.open();
    const answer = await who.post('/disown', CONFIRMED);
    const html = await answer.text();
    expect(heading(html)).toBe('Terima kasih atas pemberitahuan Anda');
    expect(html).not.toContain('Siti');
    expect((await eventsOf(world, id)).at(-1)).toEqual({
      type: 'LinkDisowned',
      signer: 1,
      round: 1,
      origin: ORIGIN,
    });
    for (const visitor of [who, other]) {
      for (const page of ['', '/pdf', '/disown'])
        await expectNotice(await visitor.get(page), 410, 'disowned');
      for (const verb of ['/open', '/sign', '/decline', '/disown', '/delegate'])
        await expectNotice(await visitor.post(verb, { recipient: 'yes' }), 410, 'disowned');
    }
    expect(await signaturesOf(world, id)).toEqual([]);
    expect(token).not.toBe('');
  });

  test.each([
    ['id', '', texts.disown],
    ['en', '&lang=en', english.disown],
  ])('is told first what that means, and nothing has happened yet: %s', async (_, lang, told) => {
    const { ids, who } = await seated(world);
    const before = await world.record();
    const page = await pageOf(who.get(`?dokumen=2${lang}`));
    const asking = /href="[^"]*(\/disown[^"]*)"/.exec(page)?.[1] ?? '';
    const html = await pageOf(who.get(asking));
    expect(heading(html)).toBe(told.heading);
    for (const line of [told.ends, told.told, told.unsigned, told.renewed, 'Siti Rahmawati'])
      expect(html).toContain(line);
    expect(html).toContain(`?dokumen=2${lang}">${told.back}<`);
    const [action = '', ...others] = formActions(html);
    expect([action.endsWith(asking), others]).toEqual([true, []]);
    expect(await world.record()).toEqual(before);
    const [, confirmed = ''] = /name="confirmed" value="([^"]*)"/.exec(html) ?? [];
    await who.post(asking, { confirmed });
    for (const id of ids) expect((await eventsOf(world, id)).at(-1)?.type).toBe('LinkDisowned');
  });

  test.each([{}, { confirmed: '' }, { confirmed: 'no' }])(
    'and has not confirmed it is asked again, and nothing is recorded: %j',
    async (form) => {
      const { token, who } = await opened(world);
      const before = await world.record();
      const answer = await who.post('/disown?lang=en', form);
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(`/s/${token}/disown?lang=en`);
      expect(await world.record()).toEqual(before);
      expect((await who.sign()).status).toBe(303);
    },
  );

  test('is named to nobody who has not opened the link', async () => {
    const { who } = await linked(world);
    const answer = await who.get('/disown');
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('Siti');
    const before = await world.record();
    expect((await who.post('/disown', CONFIRMED)).status).toBe(403);
    expect(await world.record()).toEqual(before);
  });

  test('is told to whoever declared, once', async () => {
    const body = altered(['contact', 'pengelola@example.test']);
    const { id, who } = await opened(world, body);
    await who.post('/disown', CONFIRMED);
    await notify(world, id);
    await notify(world, id);
    const told = world.post.letters.filter(({ to }) => to.address === 'pengelola@example.test');
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('Siti Rahmawati');
  });

  test('leaves the seat to the right one: a new link is good again', async () => {
    const { id, who } = await opened(world);
    await who.post('/disown', CONFIRMED);
    await world.execute(id, { type: 'renewLink', signer: 1 }, ADMIN);
    await notify(world, id);
    const right = linkHolder(world, id, 1);
    await right.open();
    expect((await right.sign()).status).toBe(303);
  });
});

const HEIR = {
  heirName: 'Rahmat Hidayat',
  heirPosition: 'Sekretaris Dinas',
  heirEmail: 'rahmat@example.test',
  heirReason: 'Perjalanan dinas',
};

const delegating = () => ({
  ...charterFor(['Eko', 'Tri']),
  agency: { ...Object(charterFor(['Eko'])['agency']), delegation: true },
});

describe('handing the seat on', () => {
  test('is offered only where the agency allows it', async () => {
    const { token, who } = await opened(world, charterFor(['Eko', 'Tri']));
    const path = `/s/${token}/delegate`;
    expect(formActions(await pageOf(who.get()))).not.toContain(path);
    await expectNotice(await who.post('/delegate', HEIR), 403, 'delegationOff');
    const allowed = await opened(world, delegating());
    expect(formActions(await pageOf(allowed.who.get()))).toContain(`/s/${allowed.token}/delegate`);
  });

  test('puts the other person on the document, who alone is asked from then on', async () => {
    const { id, who } = await opened(world, delegating());
    const answer = await who.post('/delegate', HEIR);
    const html = await answer.text();
    expect(heading(html)).toBe('Penandatanganan telah dialihkan');
    expect(html).toContain('Rahmat Hidayat');
    await expectNotice(await who.get(), 410, 'handedOn');
    await expectNotice(await who.post('/sign'), 410, 'handedOn');
    expect((await stateOf(world, id)).draft.signers[0]).toMatchObject({ name: 'Rahmat Hidayat' });
    await render(world, id);
    await notify(world, id);
    const letter = world.post.letters.findLast(({ to }) => to.address === HEIR.heirEmail);
    expect(letter?.text).toContain('/s/');
  });

  test.each([
    ['heirName', ''],
    ['heirEmail', 'bukan surel'],
    ['heirPosition', '=?utf-8?B?eA==?='],
    ['heirReason', '   '],
  ])('needs a good %s, and keeps the others: %j', async (field, value) => {
    const { id, who } = await opened(world, delegating());
    const answer = await who.post('/delegate', { ...HEIR, [field]: value });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain(messageOf('handoverIncomplete'));
    const kept = field === 'heirName' ? HEIR.heirPosition : HEIR.heirName;
    expect(html).toContain(`value="${kept}"`);
    expect((await eventsOf(world, id)).map(({ type }) => type)).not.toContain('SignerReplaced');
  });
});
