/** The visible marks as they are set: what was left by each signatory, as large as it can be. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Mark } from '../../functions/domain/mark.ts';
import { printable } from '../../functions/render/view.ts';
import { marksView } from '../../functions/render/view-marks.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { completed, signedCommit } from '../samples/completed.ts';

process.env[ENV.templates] = fileURLToPath(new URL('../../templates', import.meta.url));

const NAME = 'Nurhayati Ḥasan';

function viewOf(mark: Mark | undefined, name = NAME) {
  const { state, commits } = completed({ signer: { name } });
  return marksView(state, [signedCommit(1, { mark }), ...commits.slice(1)]);
}

const shown = (mark: Mark | undefined, name = NAME) => {
  const [first] = viewOf(mark, name).signatures;
  if (first === undefined) throw new Error('nobody has signed');
  return first;
};

const svgOf = (mark: Mark): string => decodeURIComponent(shown(mark).drawn ?? '');
const typed = (text: string): Mark => ({ type: 'typed', text });

describe('a typed mark', () => {
  test('is the own name where none was left, and what was typed otherwise', () => {
    expect(shown(undefined).typed?.text).toBe(NAME);
    expect(shown(typed('N. Ḥasan – Łukasz')).typed?.text).toBe('N. Ḥasan – Łukasz');
  });

  test('with a letter that no face may have is the own name: no seal waits for a letter', () => {
    expect(shown(typed('漢字')).typed?.text).toBe(NAME);
    expect(shown(typed('Nur 🙂')).typed?.text).toBe(NAME);
  });

  test('is set smaller the longer it is, and never larger than its room', () => {
    const sizes = [3, 20, 40, 80, 160].map(
      (length) => shown(typed('x'.repeat(length))).typed?.size,
    );
    expect(sizes).toEqual([...sizes].sort((a = 0, b = 0) => b - a));
    expect(sizes[0]).toBe(19);
    expect(sizes.at(-1)).toBeGreaterThan(2);
  });
});

describe('a drawn mark', () => {
  const drawn = (...strokes: readonly (readonly number[])[]): Mark => ({ type: 'drawn', strokes });

  test('is its strokes, cut to what was drawn', () => {
    const svg = svgOf(drawn([100, 50, 200, 90], [150, 60, 300, 70]));
    expect(svg).toContain('<polyline points="100,50 200,90"/><polyline points="150,60 300,70"/>');
    expect(svg).toMatch(/viewBox="98\.\d 48\.\d 20\d\.\d 4\d\.\d"/);
  });

  test('shows a tap of the pen as a dot', () => {
    expect(svgOf(drawn([10, 20], [0, 0, 40, 40]))).toContain('points="10,20 10,20"');
  });

  test('of a flat line or a single dot has a size all the same', () => {
    for (const mark of [drawn([0, 9, 600, 9]), drawn([5, 5])])
      expect(svgOf(mark)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

test('what people typed cannot become markup', () => {
  const { state } = completed();
  const html = printable('marks', viewOf(typed('<img src=x>"\'&')), state.draft.agency);
  expect(html).not.toContain('<img src=x>');
  expect(html).toContain('&lt;img src&#x3D;x&gt;');
});

test('there is a page for everyone, with the time of signing, and one for the seal', () => {
  const { state } = completed();
  const view = viewOf(undefined);
  expect(view.signatures).toHaveLength(state.draft.signers.length);
  expect(view.signatures[0]?.signedAt.replaceAll('\u00a0', ' ')).toBe(
    '21 September 2022 pukul 14.03.22 WIT (UTC+09:00)',
  );
  const html = printable('marks', view, state.draft.agency);
  expect(html.match(/<section/g)).toHaveLength(view.signatures.length + 1);
  expect(html).toContain(`Segel elektronik ${state.draft.agency.name}`);
});
