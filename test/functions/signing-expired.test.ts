/** A session that ends while somebody writes: nothing is recorded, nothing typed is lost. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SESSION_SECONDS } from '../../functions/signing/door.ts';
import { eventsOf, opened } from './flow.ts';
import { formActions, heading } from './page.ts';
import { later, START, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.time.now = START;
});

const DRAWN = '[[1,2,3,4]]';

test('what was typed and drawn comes back on the page after the link is opened anew', async () => {
  const { id, token, who } = await opened(world);
  const form = await who.form();
  world.time.now = later(START, SESSION_SECONDS * 1000);
  const turned = await who.post('/sign', { ...form, typed: 'Ahmad', strokes: DRAWN });
  const entry = await turned.text();
  expect(turned.status).toBe(403);
  expect(heading(entry)).toBe('Ada dokumen yang menunggu Anda');
  expect(formActions(entry)).toEqual([`/s/${token}/open`]);
  expect(entry).toContain('name="typed" value="Ahmad"');
  expect(entry).toContain(`name="strokes" value="${DRAWN}"`);
  expect(entry).not.toContain(form['sha256']);
  const before = await eventsOf(world, id);
  const again = await who.post('/open', { recipient: 'yes', typed: 'Ahmad', strokes: DRAWN });
  const page = await again.text();
  expect(again.status).toBe(200);
  expect(page).toContain('name="typed" type="text" maxlength="80" value="Ahmad"');
  expect(page).toContain(`name="strokes" type="hidden" value="${DRAWN}"`);
  expect(await eventsOf(world, id)).toEqual(before);
  expect((await who.sign({ typed: 'Ahmad' })).status).toBe(303);
});

test('the reason of a refusal comes back in its field, unfolded', async () => {
  const { who } = await opened(world);
  world.time.now = later(START, SESSION_SECONDS * 1000);
  const entry = await (await who.decline('Data <belum> benar')).text();
  expect(entry).toContain('name="reason" value="Data &lt;belum&gt; benar"');
  const page = await (
    await who.post('/open', { recipient: 'yes', reason: 'Data <belum> benar' })
  ).text();
  expect(page).toContain('>Data &lt;belum&gt; benar</textarea>');
  expect(page).toContain('<details class="otherwise decline" open>');
});
