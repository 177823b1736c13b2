/** The form of a declaration: each field that is not right is named, and nothing is written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postDeclaration, problemOf } from './admin-caller.ts';
import { expectRefused } from './refused.ts';
import { altered } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const RIGHT_TO_LEFT = '\u202e';
const ID = '0123456789abcdef';
const RENEWAL = { declarationId: ID, renewal: 'annual' };
const ELSEWHERE = { leader: true, staffSigned: 1, staffTotal: 2 };
const ACTION = {
  area: 'management',
  activity: 'Menetapkan tim kerja',
  indicator: 'Surat keputusan',
  target: 'Satu keputusan',
  month: '2027-03',
  personInCharge: 'Sekretaris Dinas',
  evidence: 'Salinan keputusan',
};

describe('a field that is not right is named, and nothing is written:', () => {
  test.each<readonly [string, string, unknown]>([
    ['an unknown member', 'kementerian', 'PANRB'],
    ['an unknown member within a person', 'units.0.head.gelar', 'S.Sos.'],
    ['an unknown member within the event', 'event.time', '08:00'],
    ['an empty name', 'signatories.0.name', ''],
    ['a name of blanks', 'signatories.0.name', ' \t '],
    ['a number as a name', 'witnesses.0.name', 42],
    ['a list as a name', 'units.0.name', ['Dinas Satu']],
    ['a name that never ends', 'signatories.0.name', 'A'.repeat(161)],
    ['a control character in a name', 'units.0.head.name', 'Siti\u0000Rahmawati'],
    ['a line break in a name', 'units.0.head.name', 'Siti\nRahmawati'],
    ['a change of writing direction', 'witnesses.0.name', `Ahmad ${RIGHT_TO_LEFT}fura'M`],
    ['an invisible character', 'agency.name', 'Kota\u200bContoh'],
    ['half of a character', 'agency.city', 'Contoh\ud800'],
    ['a date that does not exist', 'event.date', '2022-02-30'],
    ['a leap day in a common year', 'event.date', '2023-02-29'],
    ['a date in another form', 'event.date', '21-09-2022'],
    ['a time instead of a date', 'event.date', '2022-09-21T00:00:00Z'],
    ['a weekday that does not fit the date', 'event.weekday', 'Kamis'],
    ['an event of an unknown status', 'event.status', 'batal'],
    ['a held event without a place', 'event.place', undefined],
    ['no agency', 'agency', undefined],
    ['a zone outside Indonesia', 'agency.timezone', 'UTC'],
    ['no target', 'target', []],
    ['an unknown target', 'target.0', 'WBX'],
    ['an e-mail address without a domain', 'signatories.0.email', 'walikota@'],
    ['two e-mail addresses in one', 'signatories.0.email', 'a@x.test, b@y.test'],
    ['an e-mail address with a header', 'witnesses.0.email', 'a@x.test\r\nBcc: b@y.test'],
    ['no e-mail address', 'units.0.head.email', undefined],
    ['a NIP of 17 digits', 'units.0.head.nip', '19700101199003200'],
    ['a NIP of 19 digits', 'units.0.head.nip', '1970010119900320010'],
    ['a NIP as a number', 'units.0.head.nip', 197001011990032],
    ['a NIP with other digits', 'units.0.head.nip', '١٩٧٠٠١٠١١٩٩٠٠٣٢٠٠١'],
    ['an unknown role', 'signatories.0.role', 'pemimpin'],
    ['a group that is no whole number', 'signatories.0.group', 1.5],
    ['a group of zero', 'signatories.0.group', 0],
    ['a prefix that is none', 'signatories.0.prefix', 'Drs.'],
    ['a deadline that does not exist', 'deadline', '2046-11-31'],
    ['a deadline in the past', 'deadline', '2046-11-20'],
    ['a deadline beyond a year', 'deadline', '2048-01-01'],
    ['a pledge of a unit that is not listed', 'pledges.0.unit', 'Dinas Dua'],
    ['a mode that is none', 'signingMode', 'bersama'],
    ['a charter mode that is none', 'charterMode', 'perDinas'],
    ['a commitment that is neither yes nor no', 'commitment', 'ya'],
    ['minutes that are neither yes nor no', 'minutes', 1],
    ['a place in the roll-out of zero', 'units.0.rollout', 0],
    ['an unknown standing of a unit', 'units.0.standing', 'usulan'],
    ['a predicate held twice', 'units.0.holds', ['WBK', 'WBK']],
    ['a proposal for no predicate', 'units.0.proposedFor', 'ZI'],
    ['a number that is no text', 'pledges.0.number', 7],
    ['a publication without https', 'event.publicationUrl', 'http://contoh.example'],
    ['a publication that runs code', 'event.publicationUrl', 'javascript:alert(1)'],
    ['a ceremony that is neither yes nor no', 'event.ceremony', 'ada'],
    ['a profile that is no name', 'profile', 'Kota Ambon'],
  ])('%s', (_, path, value) => expectRefused(world, altered([path, value]), [path]));

  test.each<readonly [string, string, unknown, string]>([
    [
      'a leader without a position',
      'leader',
      { name: 'Eko', email: 'eko@x.test' },
      'leader.position',
    ],
    ['a predicate held that is none', 'units.0.holds', ['WBX'], 'units.0.holds.0'],
    [
      'a reason without an assessment',
      'units.0.reasons',
      [{ score: 'Baik' }],
      'units.0.reasons.0.assessment',
    ],
    [
      'an area that is none of the six',
      'units.0.actions',
      [{ ...ACTION, area: 'x' }],
      'units.0.actions.0.area',
    ],
    [
      'a month in words',
      'units.0.actions',
      [{ ...ACTION, month: 'Maret 2027' }],
      'units.0.actions.0.month',
    ],
    [
      'a month that does not exist',
      'units.0.actions',
      [{ ...ACTION, month: '2027-13' }],
      'units.0.actions.0.month',
    ],
    [
      'a number for a kind that units do not have',
      'units.0.numbers',
      { pledge: '1' },
      'units.0.numbers.pledge',
    ],
    ['a number for a kind that agencies do not have', 'numbers', { pledge: '1' }, 'numbers.pledge'],
    ['a partner without a leader', 'partners', [{ name: 'Kota Lain' }], 'partners.0.leader'],
    [
      'somebody present without name and institution',
      'present',
      [{ position: 'Tamu' }],
      'present.0',
    ],
    [
      'a collective pledge of nobody',
      'collectivePledges',
      [{ unit: 'DS', members: [] }],
      'collectivePledges.0.members',
    ],
    [
      'staff in fractions',
      'pledgesElsewhere',
      { ...ELSEWHERE, staffTotal: 1.5 },
      'pledgesElsewhere.staffTotal',
    ],
    [
      'fewer than no staff',
      'pledgesElsewhere',
      { ...ELSEWHERE, staffSigned: -1 },
      'pledgesElsewhere.staffSigned',
    ],
    ['a citation that is no text', 'citations', [{}], 'citations.0'],
    ['an area without words', 'areas', [''], 'areas.0'],
    [
      'evidence for an unknown programme',
      'evidenceFor',
      { programme: 'X', year: 2020 },
      'evidenceFor.programme',
    ],
    [
      'evidence for a year in words',
      'evidenceFor',
      { programme: 'RB', year: 'lalu' },
      'evidenceFor.year',
    ],
    [
      'a renewal for no reason',
      'supersedes',
      { declarationId: ID, renewal: 'x' },
      'supersedes.renewal',
    ],
    [
      'a renewal of no identifier',
      'supersedes',
      { ...RENEWAL, declarationId: '1' },
      'supersedes.declarationId',
    ],
  ])('%s', (_, path, value, field) => expectRefused(world, altered([path, value]), [field]));
});

test.each([
  ['letters that the fonts lack', '習近平'],
  ['emoji', 'Budi 🙂'],
  ['an encoded word of mail', '=?utf-8?q?=0d=0aBcc:x?='],
  ['a heap of accents', `A${'\u0301'.repeat(9)}`],
  ['nothing that can be seen', '\u3164'],
])('a name with %s is refused, for it would not print', async (_, name) => {
  const response = await postDeclaration(world, altered(['units.0.head.name', name]));
  const { errors } = await problemOf(response);
  expect(errors).toMatchObject([{ field: 'units.0.head.name', code: 'notPrintable' }]);
});

test.each(["Ma'ruf Ö. Çelebi", 'Dr. Ir. H. Sukarno, S.T., M.Eng.Sc.', 'Jose\u0301 Łukasz–Nandi'])(
  'the name %s prints',
  async (name) => {
    const query = '?dryRun=true';
    const body = altered(['witnesses.0.name', name]);
    expect((await postDeclaration(world, body, { query })).status).toBe(200);
  },
);
