/** Models that fill the board of a ceremony, its entry, and the public page of a declaration. */
import type { Model } from './filling.ts';
import type { Case } from './samples.ts';

const AGENCY = 'Pemerintah Kota Ambon';
const ID = '7k3m9x2p5v8r1tqz';
const AT = '10.54.11 WIT';
const TIME = '21 September 2022 pukul 10.54.11 WIT';
const DATE = 'Rabu, 21 September 2022';

const target: Model = { wbk: true, wbbm: true, both: true };
const wbk: Model = { wbk: true, wbbm: false, both: false };

const none: Model = { state: 'none', signed: 0, total: 2, at: '' };
const some: Model = { state: 'some', signed: 1, total: 2, at: AT };
const all: Model = { state: 'all', signed: 2, total: 2, at: AT };

const person = (tally: Model): Model => ({
  key: 'person-1',
  name: 'Siti Rahmawati, S.Sos.',
  position: 'Kepala Dinas Satu',
  tally,
});

const staff: Model = {
  named: { people: [person(some)] },
  counted: { key: 'staff-1', tally: some },
};

const board: Model = {
  agencyName: AGENCY,
  target,
  eventDate: DATE,
  place: 'Balai Kota Ambon',
  density: 'roomy',
  layout: 'a1',
  total: some,
  latest: { name: 'Siti Rahmawati, S.Sos.', position: 'Kepala Dinas Satu', at: AT },
  leaders: { people: [person(none), person(all)] },
  witnesses: { people: [person(none)] },
  units: {
    list: [{ key: 'unit-1', name: 'Dinas Satu', tally: all, head: person(all), staff }],
  },
  others: staff,
  ended: { count: 1 },
  stateUrl: `/acara/${ID}/state`,
  againUrl: `/acara/${ID}`,
  scriptUrl: '/assets/board.js?v=1',
  qr: 'data:image/svg+xml;base64,',
  entryPlace: 'piagam.example/masuk/',
  entryCode: ID,
};

const entry: Model = {
  agencyName: AGENCY,
  eventDate: '21 September 2022',
  action: `/masuk/${ID}`,
  sent: false,
  invalid: false,
};

const declaration: Model = {
  agencyName: AGENCY,
  target,
  eventDate: DATE,
  place: 'Balai Kota Ambon',
  withoutCeremony: true,
  announcementUrl: 'https://ambon.example/berita',
  publishedAt: TIME,
  partners: { list: ['Pengadilan Negeri Ambon'] },
  leaders: { list: [{ name: 'Sukarno', position: 'Wali Kota Ambon' }] },
  witnesses: { list: [{ name: 'Hasan', position: 'Sekretaris Daerah' }] },
  units: {
    list: [
      { name: 'Dinas Satu', acronym: 'DS', head: { name: 'Siti', position: 'Kepala Dinas Satu' } },
      { name: 'Dinas Dua', acronym: null, head: null },
    ],
  },
  proposed: { list: ['Dinas Tiga'] },
  legalBasis: { list: ['Peraturan Menteri'] },
  documents: {
    list: [
      {
        kindName: 'Piagam pencanangan',
        title: 'Piagam Pencanangan',
        number: '000/1',
        status: 'signing',
        signed: 1,
        total: 3,
        url: `/verify/${ID}`,
      },
    ],
  },
  pledges: { complete: 1, total: 2 },
  signatures: { signed: 1, total: 3 },
  replaces: { url: `/pencanangan/${ID}` },
  replacedBy: { url: null },
  jsonUrl: `/pencanangan/${ID}.json`,
  langQuery: '?lang=en',
};

const bare: Model = {
  ...declaration,
  target: wbk,
  withoutCeremony: false,
  announcementUrl: null,
  partners: null,
  leaders: null,
  witnesses: null,
  units: null,
  proposed: null,
  legalBasis: null,
  documents: null,
  pledges: null,
  replaces: { url: null },
  replacedBy: { url: `/pencanangan/${ID}` },
};

export const BOARD_CASES: readonly Case[] = [
  {
    path: 'pages/board.hbs',
    models: [
      board,
      {
        ...board,
        target: wbk,
        leaders: null,
        witnesses: null,
        units: null,
        others: null,
        ended: null,
      },
    ],
    // A tally and a person are the same wherever they stand; not each place tells all of them.
    unprinted: [
      'total.at',
      'units.list.tally.at',
      'units.list.head.position',
      'units.list.staff.counted.tally.at',
      'others.counted.tally.at',
    ],
  },
  {
    path: 'pages/entry-request.hbs',
    models: [entry, { ...entry, sent: true }, { ...entry, invalid: true }],
  },
  { path: 'pages/declaration.hbs', models: [declaration, bare] },
  {
    path: 'pages/withdrawn.hbs',
    models: [{ agencyName: AGENCY, withdrawnAt: TIME, reason: 'Data diperbaiki.' }],
  },
];
