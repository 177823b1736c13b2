/** Models that fill every page, letter and document, in each of its states. */
import type { Json, Model } from './filling.ts';
import { asModel, readModel } from './filling.ts';

export type Case = {
  /** Path of the template below `templates/`. */
  readonly path: string;
  readonly models: readonly Model[];
  /** Fields that the template is given along with others but does not print. */
  readonly unprinted?: readonly string[];
};

const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const ID = '7k3m9x2p5v8r1tqz';
const AGENCY = 'Pemerintah Kota Ambon';
const TITLE = 'Piagam Pencanangan Pembangunan Zona Integritas';
const SIGNED_AT = '21 September 2022 pukul 13.54.11 WIT';
const DEADLINE = '21 Oktober 2022 pukul 23.59.59 WIT';

const charter = readModel('documents/charter/sample.json');
const pledge = readModel('documents/pledge/sample.json');
const commitment = readModel('documents/commitment/sample.json');
const minutes = readModel('documents/minutes/sample.json');
const plan = readModel('documents/action-plan/sample.json');
const evidence = readModel('documents/evidence/sample.json');

const first = (value: Json | undefined): Model =>
  asModel(Array.isArray(value) ? (value[0] ?? null) : null);

const { row: _place, ...unit } = first(charter['units']);
const band = first(first(charter['sheets'])['bands']);
const person = asModel(pledge['person'] ?? null);
const BARE_PERSON: Model = { ...person, nip: null, rank: null, institution: TITLE };

/** A single predicate in place of both. */
const target = (only: 'wbk' | 'wbbm'): Model => ({
  target: { wbk: only === 'wbk', wbbm: only === 'wbbm', both: false },
});

const ofOneUnit: Model = {
  ...charter,
  joint: false,
  unit,
  ...target('wbk'),
  number: null,
  partners: null,
  proposed: null,
  legalBasis: [{ title: TITLE }, { title: TITLE }],
};
const annexed: Model = { ...charter, annexed: true };
const onOneSheet: Model = { ...charter, bands: [band], sheets: [] };
const servingWell: Model = { ...ofOneUnit, ...target('wbbm') };

/** A row of a list of signatories, with all that a person can have. */
const row: Model = {
  row: 1,
  number: 1,
  position: 'Camat Nusaniwe',
  institution: 'Pemerintah Kota Ambon',
  name: 'Hasan',
  rank: 'Pembina (IV/a)',
  nip: '197603152001122003',
};
const members: Model = { caption: 'Yang berkomitmen', rows: [row] };
const ofWholeUnit: Model = { ...pledge, person: null, members: { groups: [members] } };
const others: Model = { caption: 'Saksi', rows: [row] };

const signed = first(minutes['signed']);
const attendance = asModel(minutes['attendanceAnnex'] ?? null);
const unitAnnex: Model = { name: 'Lampiran I' };
const withoutCeremony: Model = {
  ...minutes,
  ...target('wbk'),
  joint: false,
  unit,
  ceremony: false,
  annexed: false,
  attendanceAnnex: null,
  counts: { all: '1 (satu)', complete: null, incomplete: '1 (satu)' },
  signed: [{ ...signed, many: true, complete: false, completedAt: null }],
};
const nothingSigned: Model = {
  ...minutes,
  ...target('wbbm'),
  counts: null,
  unitAnnex,
  attendanceAnnex: null,
};
const allSigned: Model = {
  ...minutes,
  counts: { all: '1 (satu)', complete: '1 (satu)', incomplete: null },
  unitAnnex,
  attendanceAnnex: { ...attendance, present: null },
};

const documents: readonly Case[] = [
  {
    path: 'documents/charter/body.hbs',
    models: [charter, ofOneUnit, servingWell, annexed, onOneSheet],
    // A charter is no letter.
    unprinted: ['agency.addressLines'],
  },
  {
    path: 'documents/pledge/body.hbs',
    models: [
      pledge,
      { ...pledge, number: '800/12', unit: null, person: BARE_PERSON },
      ofWholeUnit,
      { ...ofWholeUnit, unit: null, bands: [] },
    ],
    // There is but one group, of which the heading has told.
    unprinted: ['members.groups.caption'],
  },
  {
    path: 'documents/commitment/body.hbs',
    models: [
      { ...commitment, ...target('wbk') },
      { ...commitment, ...target('wbbm') },
      { ...commitment, bands: [], list: { groups: [members, others] } },
    ],
  },
  {
    path: 'documents/minutes/body.hbs',
    models: [minutes, withoutCeremony, nothingSigned, allSigned],
    unprinted: ['agency.city', 'date.long'],
  },
  {
    path: 'documents/action-plan/body.hbs',
    models: [plan, { ...plan, ...target('wbk') }, { ...plan, ...target('wbbm'), unit: null }],
    unprinted: ['date.weekday', 'date.dayWords', 'date.month', 'date.yearWords', 'place'],
  },
  {
    path: 'documents/evidence/body.hbs',
    models: [evidence, { ...evidence, consent: null }],
    unprinted: ['title', 'agency.city'],
  },
];

const letter: Model = {
  agencyName: AGENCY,
  recipientName: 'Sukarno',
  recipientPosition: 'Pj. Wali Kota Ambon',
  several: null,
  event: 'hari Rabu, 21 September 2022, di Halaman Balai Kota Ambon',
  documents: [
    {
      title: TITLE,
      number: '000.8.6/12/DS/2022',
      roleName: 'Mengetahui',
      deadline: DEADLINE,
      sha256: SHA256,
    },
  ],
  unlisted: null,
  link: 'https://piagam.example/s/token',
};

const letters: readonly Model[] = [letter, { ...letter, several: { count: 23 }, unlisted: 3 }];
const subjects: readonly Model[] = [
  { documentTitle: TITLE, several: null },
  { documentTitle: TITLE, several: { count: 3 }, eventDate: '21 September 2022' },
];

const mails: readonly Case[] = [
  { path: 'mails/invitation/subject.hbs', models: subjects },
  { path: 'mails/invitation/text.hbs', models: letters },
  { path: 'mails/invitation/html.hbs', models: letters },
  { path: 'mails/completion/subject.hbs', models: subjects },
  { path: 'mails/completion/text.hbs', models: letters, unprinted: ['documents.deadline'] },
  { path: 'mails/completion/html.hbs', models: letters, unprinted: ['documents.deadline'] },
];

const signers: readonly Model[] = [
  { name: 'Sukarno', position: 'Pj. Wali Kota', roleName: 'Mengetahui', signed: true, you: true },
  { name: "Ma'ruf Óscar", position: 'Camat', roleName: 'Saksi', signed: false, you: false },
];

/** Of somebody with several documents, one of which is to be signed next. */
const desk: Model = {
  listUrl: '/s/token',
  signed: 1,
  total: 3,
  next: { title: 'Pakta Integritas Hasan', url: '/s/token?dokumen=2' },
};

const seat: Model = {
  agencyName: AGENCY,
  documentTitle: TITLE,
  documentNumber: '000.8.6/12/DS/2022',
  desk: null,
  recipientName: 'Sukarno',
  sha256: SHA256,
  sha256Short: SHA256.slice(0, 12),
  downloadUrl: '/s/token/pdf?unduh=1',
  signers,
};

const sign: Model = {
  ...seat,
  pdfUrl: '/s/token/pdf',
  recipientPosition: 'Pj. Wali Kota Ambon',
  roleName: 'Mengetahui',
  deadline: DEADLINE,
  signAction: '/s/token/sign',
  declineAction: '/s/token/decline',
  consent: { version: '2026-1', text: 'Saya telah membaca dokumen ini.' },
  eventDate: 'Rabu, 21 September 2022',
  eventPlace: 'Halaman Balai Kota Ambon',
  error: null,
};

const task: Model = {
  standing: 'sign',
  mark: null,
  title: TITLE,
  number: '000.8.6/12/DS/2022',
  roleName: 'Saksi',
  deadline: DEADLINE,
  ended: null,
  url: '/s/token?dokumen=1',
};

const list: Model = {
  agencyName: AGENCY,
  recipientName: 'Sukarno',
  recipientPosition: 'Pj. Wali Kota Ambon',
  progress: { signed: 1, total: 13 },
  next: { title: TITLE, number: '12', roleName: 'Saksi', deadline: DEADLINE, url: '/s/token' },
  groups: [
    { standing: 'sign', count: 11, rows: [task], more: { count: 1, rows: [task] } },
    {
      standing: 'ended',
      count: 1,
      rows: [{ ...task, standing: 'ended', number: null, deadline: null, ended: 'voided' }],
      more: null,
    },
  ],
};

/** Everything there is to sign now is signed. */
const idleList: Model = {
  ...list,
  progress: null,
  next: null,
  idle: 'waiting',
  groups: [
    {
      standing: 'wait',
      count: 1,
      rows: [{ ...task, standing: 'wait', mark: 'others', deadline: null }],
      more: null,
    },
  ],
};

const verify: Model = {
  documentId: ID,
  documentTitle: TITLE,
  documentNumber: '000.8.6/12/DS/2022',
  kindName: 'Piagam pencanangan',
  replacedBy: { url: '/verify/0123456789abcdef' },
  replaces: { url: '/verify/fedcba9876543210' },
  agencyName: AGENCY,
  status: 'sealed',
  statusTone: 'good',
  eventDate: '21 September 2022',
  sha256: SHA256,
  sealedSha256: SHA256,
  sealedBy: 'Segel Pemerintah Kota Ambon',
  sealedAt: SIGNED_AT,
  signers: [
    { name: 'Sukarno', position: 'Wali Kota', roleName: 'Mengetahui', signedAt: SIGNED_AT },
    { name: 'Hasan', position: 'Camat', roleName: 'Saksi', signedAt: null },
  ],
  verifyAction: '/v1/verify',
  langQuery: '?lang=en',
};

const verdict: Model = {
  verdict: 'intact',
  superseded: false,
  file: 'sealed',
  sha256: SHA256,
  documentId: ID,
  documentTitle: TITLE,
  agencyName: AGENCY,
  status: 'sealed',
  verifyUrl: `https://piagam.example/verify/${ID}`,
  langQuery: '?lang=en',
};

const unknownFile: Model = {
  verdict: 'unknown',
  superseded: false,
  file: null,
  sha256: SHA256,
  documentId: null,
  documentTitle: null,
  agencyName: null,
  status: null,
  verifyUrl: null,
  langQuery: '',
};

const operation: Model = {
  method: 'POST',
  path: '/v1/declarations',
  summary: 'Makes a declaration.',
  auth: true,
  parameters: [{ name: 'Idempotency-Key', in: 'header', description: 'Any text.' }],
  responses: [{ status: '201', description: 'Made.' }],
  bodyExample: '{}',
};

const mail: Model = {
  from: AGENCY,
  to: 'Sukarno <sukarno@piagam.example>',
  subject: TITLE,
  date: SIGNED_AT,
  text: 'Yth. Sukarno',
  links: ['http://127.0.0.1:8080/s/token'],
};

const page = (name: string, ...models: readonly Model[]): Case => ({
  path: `pages/${name}.hbs`,
  models,
});

const pages: readonly Case[] = [
  page('entry', { action: '/s/token/open' }),
  page('list', list, idleList),
  page('sign', sign, {
    ...sign,
    desk: { listUrl: '/s/token', signed: 1, total: 3 },
    documentNumber: null,
    error: 'Pernyataan belum dicentang.',
  }),
  page(
    'receipt',
    {
      ...seat,
      signedAt: SIGNED_AT,
      sealed: true,
      ended: false,
      verifyUrl: `/verify/${ID}`,
      langQuery: '',
    },
    {
      ...seat,
      desk,
      documentNumber: null,
      signedAt: null,
      sealed: false,
      ended: true,
      verifyUrl: `/verify/${ID}`,
      langQuery: '',
    },
  ),
  page(
    'declined',
    { agencyName: AGENCY, documentTitle: TITLE, reason: 'Data belum benar.', desk },
    { agencyName: AGENCY, documentTitle: TITLE, reason: 'Tidak.', desk: { ...desk, next: null } },
  ),
  page(
    'notice',
    { heading: 'Belum giliran Anda', message: 'Tunggu.', advice: 'Tunggu.', listUrl: null },
    { heading: 'Tidak dikenal', message: 'Tidak ada.', advice: 'Kembali.', listUrl: '/s/token' },
  ),
  page(
    'verify',
    verify,
    { ...verify, sealedSha256: null, sealedBy: null, sealedAt: null, documentNumber: null },
    { ...verify, replacedBy: null, replaces: null },
    { ...verify, replacedBy: { url: null }, replaces: { url: null } },
  ),
  page('verify-form', { verifyAction: '/v1/verify', langQuery: '?lang=en', notFound: true }),
  page('verify-result', verdict, { ...verdict, superseded: true }, unknownFile),
  page('home', { langQuery: '?lang=en' }),
  page('docs', { version: '0.1.0', operations: [operation] }),
  page('inbox', { mails: [mail] }, { mails: [] }),
];

export const CASES: readonly Case[] = [...documents, ...mails, ...pages];
