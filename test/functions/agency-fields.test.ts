/** The form of an agency's profile: each field that is not right is named, and nothing is written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, putAgency } from './admin-caller.ts';
import { sampleProfile } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

const SLUG = 'kota-contoh';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const changed = (change: object) => ({ ...sampleProfile(), ...change });
const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;
const upload = (text: string) => ({ mediaType: 'image/svg+xml', base64: btoa(text) });
const margins = { top: 20, right: 20, bottom: 20, left: 20 };
const numbering = (kind: string, pattern: string) => ({
  code: undefined,
  numbering: { [kind]: { classification: '000.8.6', pattern } },
});

describe('a profile that is not right is refused, names its field and leaves nothing:', () => {
  test.each<readonly [string, object, string, string]>([
    ['an unknown member', { motto: 'Maju' }, 'motto', 'unrecognized_keys'],
    ['no name', { name: undefined }, 'name', 'invalid_type'],
    ['an unknown level', { level: 'desa' }, 'level', 'invalid_value'],
    ['a paper that is none', { layout: { paper: 'A3' } }, 'layout.paper', 'invalid_value'],
    ['a font of its own', { layout: { font: 'Arial' } }, 'layout.font', 'invalid_value'],
    [
      'an orientation that is none',
      { layout: { orientation: { charter: 'diagonal' } } },
      'layout.orientation.charter',
      'invalid_value',
    ],
    [
      'an orientation of an unknown kind',
      { layout: { orientation: { letter: 'portrait' } } },
      'layout.orientation.letter',
      'unrecognized_keys',
    ],
    [
      'a margin that leaves no text',
      { layout: { margins: { ...margins, left: 61 } } },
      'layout.margins.left',
      'too_big',
    ],
    [
      'a margin that printers cannot keep',
      { layout: { margins: { ...margins, top: 4 } } },
      'layout.margins.top',
      'too_small',
    ],
    ['an unknown mode', { signingMode: 'bersama' }, 'signingMode', 'invalid_value'],
    ['a provider that is none', { certifier: 'privy' }, 'certifier', 'invalid_value'],
    ['a majority of nobody', { coverageMajority: 0 }, 'coverageMajority', 'too_small'],
    ['a majority of more than all', { coverageMajority: 101 }, 'coverageMajority', 'too_big'],
    [
      'a retention without an end',
      { retention: { pledge: { activeYears: 1, inactiveYears: 2 } } },
      'retention.pledge.fate',
      'invalid_value',
    ],
    [
      'a retention of less than no years',
      { retention: { pledge: { activeYears: -1, inactiveYears: 2, fate: 'destroy' } } },
      'retention.pledge.activeYears',
      'too_small',
    ],
    ['a sender with a header', { mailSender: 'A\r\nBcc: b@x.test' }, 'mailSender', 'notPrintable'],
    [
      'a pattern without a sequence',
      numbering('charter', '{classification}/{year}'),
      'numbering.charter.pattern',
      'noSequence',
    ],
    [
      'a pattern with two sequences',
      numbering('minutes', '{sequence}/{sequence}/{year}'),
      'numbering.minutes.pattern',
      'tokenTwice',
    ],
    [
      'a pattern without a year',
      numbering('pledge', '{sequence}/X'),
      'numbering.pledge.pattern',
      'noYear',
    ],
    [
      'a pattern with an unknown token',
      numbering('commitment', '{sequence}/{tahun}'),
      'numbering.commitment.pattern',
      'unknownToken',
    ],
    [
      'a pattern with a stray brace',
      numbering('charter', '{sequence}/{year}}'),
      'numbering.charter.pattern',
      'unknownToken',
    ],
    [
      'a pattern with the unit and no code',
      numbering('action-plan', '{sequence}/{unit}/{year}'),
      'numbering.action-plan.pattern',
      'codeMissing',
    ],
    ['a logo that is none', { letterhead: { logo: upload('<p/>') } }, 'letterhead.logo', 'notSvg'],
    [
      'an emblem that runs code',
      { letterhead: { emblem: upload(svg('<script/>')) } },
      'letterhead.emblem',
      'unsafeSvg',
    ],
  ])('%s', async (_, change, field, code) => {
    const before = await world.record();
    const body = changed(change);
    const errorsIn = async (language: string) => {
      const headers = { 'accept-language': language };
      return (await problemOf(await putAgency(world, SLUG, { body, headers }))).errors;
    };
    const [indonesian, english] = [await errorsIn('id'), await errorsIn('en')];
    expect(indonesian).toMatchObject([{ field, code }]);
    expect(english).toMatchObject([{ field, code }]);
    expect(english[0]?.message).not.toBe(indonesian[0]?.message);
    expect(await world.record()).toEqual(before);
  });

  test('all of it at once, with its name', async () => {
    const body = changed({ city: '', letterhead: { logo: upload('<p/>') } });
    const { errors } = await problemOf(await putAgency(world, 'Kota%20Contoh', { body }));
    expect(errors.map(({ field }) => field)).toEqual(['slug', 'city', 'letterhead.logo']);
  });

  test('what is not JSON', async () => {
    const response = await putAgency(world, SLUG, { body: 'name: Kota' });
    expect(response.status).toBe(400);
  });
});
