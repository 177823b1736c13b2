/** The mark that a signatory leaves: a typed name, a drawing, and what is refused with a word. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MARK_HEIGHT, MARK_WIDTH, MAX_POINTS, MAX_STROKES } from '../../functions/domain/mark.ts';
import { opened, signaturesOf, stateOf } from './flow.ts';
import { messageOf, type Reason } from './page.ts';
import { startWorld, type TestWorld } from './world.ts';

const DRAWN = [
  [0, 0, MARK_WIDTH, MARK_HEIGHT],
  [12, 40, 60, 80, 61, 82],
];

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function markAfter(fields: Readonly<Record<string, string>>): Promise<unknown> {
  const { id, who } = await opened(world);
  expect((await who.sign(fields)).status).toBe(303);
  const [signed] = await signaturesOf(world, id);
  return signed && 'mark' in signed ? signed.mark : undefined;
}

async function refused(fields: Readonly<Record<string, string>>, reason: Reason): Promise<string> {
  const { id, who } = await opened(world);
  const response = await who.sign(fields);
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(html).toContain(messageOf(reason));
  expect(await signaturesOf(world, id)).toEqual([]);
  return html;
}

describe('what is typed', () => {
  test('is no mark of its own while it is the name, or nothing', async () => {
    const { id } = await opened(world);
    const name = (await stateOf(world, id)).draft.signers[0]?.name ?? '';
    for (const typed of [name, ` ${name} `, '', '   '])
      expect(await markAfter({ typed })).toBe(undefined);
  });

  test('stands in the place of the name, in one line', async () => {
    const mark = await markAfter({ typed: '  Ir. H.  Ahmad\u0000 Çelebi ' });
    expect(mark).toEqual({ type: 'typed', text: 'Ir. H. Ahmad Çelebi' });
  });

  test.each([
    ['letters that no font of ours has', 'ꦲꦂꦗ'],
    ['a smile', 'Ahmad 🙂'],
    ['more than 80 letters', 'a'.repeat(81)],
  ])('is refused for %s, and stays in its field', async (_, typed) => {
    expect(await refused({ typed }, 'markUnprintable')).toContain(`value="${typed}"`);
  });
});

describe('what is drawn', () => {
  test('is recorded stroke by stroke, and goes before what was typed', async () => {
    const mark = await markAfter({ strokes: JSON.stringify(DRAWN), typed: 'Lain' });
    expect(mark).toEqual({ type: 'drawn', strokes: DRAWN });
  });

  test.each([
    ['no JSON', '[[1,2]'],
    ['no list', '{"type":"drawn"}'],
    ['no stroke', '[]'],
    ['an empty stroke', '[[]]'],
    ['half a point', '[[1,2,3]]'],
    ['a point off the board', JSON.stringify([[MARK_WIDTH + 1, 0]])],
    ['a point below the board', JSON.stringify([[0, MARK_HEIGHT + 1]])],
    ['a fraction', '[[1.5,2]]'],
    ['a negative number', '[[-1,2]]'],
    ['a text in place of a number', '[["1","2"]]'],
    ['too many strokes', JSON.stringify(Array(MAX_STROKES + 1).fill([1, 1]))],
    [
      'too many points',
      JSON.stringify([
        Array(MAX_POINTS + 1)
          .fill([1, 1])
          .flat(),
      ]),
    ],
    ['points hidden among strokes', JSON.stringify(Array(2).fill(Array(MAX_POINTS + 1).fill(7)))],
  ])('is refused as %s, dropped, and what was typed stays', async (_, strokes) => {
    const html = await refused({ strokes, typed: 'Nama Ketikan' }, 'markUnreadable');
    expect(html).toContain('value="Nama Ketikan"');
    expect(html).toContain('name="strokes" type="hidden" value=""');
  });

  test('is kept while something else is put right', async () => {
    const strokes = JSON.stringify(DRAWN);
    const html = await refused({ strokes, consent: '' }, 'consentMissing');
    expect(html).toContain(`name="strokes" type="hidden" value="${strokes}"`);
  });

  test('may be as large as the board allows', async () => {
    const strokes = [Array.from({ length: 2 * MAX_POINTS }, (_, index) => (index % 2 ? 199 : 599))];
    const mark = await markAfter({ strokes: JSON.stringify(strokes) });
    expect(mark).toEqual({ type: 'drawn', strokes });
  });
});
