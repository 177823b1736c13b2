/** Models that fill every page, letter and document, in each of its states. */
import { BOARD_CASES } from './board-samples.ts';
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
const marks = readModel('documents/marks/sample.json');

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

/** As an agency prints it whose signatories sign with certificates. */
const certified = (model: Model): Model => ({ ...model, certified: true });

const documents: readonly Case[] = [
  {
    path: 'documents/charter/body.hbs',
    models: [charter, ofOneUnit, servingWell, annexed, certified(onOneSheet)],
    // A charter is no letter.
    unprinted: ['agency.addressLines'],
  },
  {
    path: 'documents/pledge/body.hbs',
    models: [
      pledge,
      { ...pledge, number: '800/12', unit: null, person: BARE_PERSON },
      certified(ofWholeUnit),
      { ...ofWholeUnit, unit: null, bands: [] },
    ],
    // There is but one group, of which the heading has told.
    unprinted: ['members.groups.caption'],
  },
  {
    path: 'documents/commitment/body.hbs',
    models: [
      { ...commitment, ...target('wbk') },
      certified({ ...commitment, ...target('wbbm') }),
      { ...commitment, bands: [], list: { groups: [members, others] } },
    ],
  },
  {
    path: 'documents/minutes/body.hbs',
    models: [minutes, withoutCeremony, nothingSigned, certified(allSigned)],
    unprinted: ['agency.city', 'date.long'],
  },
  {
    path: 'documents/action-plan/body.hbs',
    models: [
      plan,
      certified({ ...plan, ...target('wbk') }),
      { ...plan, ...target('wbbm'), unit: null },
    ],
    unprinted: ['date.weekday', 'date.dayWords', 'date.month', 'date.yearWords', 'place'],
  },
  {
    path: 'documents/evidence/body.hbs',
    models: [evidence, { ...evidence, consent: null, certifier: 'Penyelenggara' }],
    unprinted: ['title', 'agency.city'],
  },
  { path: 'documents/marks/body.hbs', models: [marks], unprinted: ['title'] },
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
      signedAt: `${SIGNED_AT} (UTC+9)`,
      sha256: SHA256,
      sha256Short: SHA256.slice(0, 16),
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

/** A letter to a signatory; what a document of it does not say in this one is `unprinted`. */
const letterCases = (
  name: string,
  { unprinted, models = letters }: { readonly unprinted: string; readonly models?: typeof letters },
): readonly Case[] => [
  { path: `mails/${name}/subject.hbs`, models: subjects },
  { path: `mails/${name}/text.hbs`, models, unprinted: unprinted.split(' ').filter(Boolean) },
  { path: `mails/${name}/html.hbs`, models, unprinted: unprinted.split(' ').filter(Boolean) },
];

const contactLetter = (entry: Model): readonly Model[] =>
  [
    { several: null, unlisted: null },
    { several: { count: 23 }, unlisted: 3 },
  ].map((more) => ({
    agencyName: AGENCY,
    documents: [{ title: TITLE, number: '000.8.6/12/DS/2022', ...entry }],
    link: 'https://piagam.example/verify/7k3m9x2p5v8r1tqz',
    ...more,
  }));

const declinedLetters = contactLetter({
  decliner: {
    name: 'Sukarno',
    position: 'Pj. Wali Kota Ambon',
    at: `${SIGNED_AT} (UTC+9)`,
    reason: 'Nama unit keliru.',
  },
});
const lapsedLetters = contactLetter({
  deadline: DEADLINE,
  missing: ['Sukarno', "Ma'ruf Óscar"],
  unnamed: 4,
});

const disownedLetters = contactLetter({
  strangers: [{ name: 'Sukarno', position: 'Wali Kota', at: `${SIGNED_AT} (UTC+9)` }],
});
const codeLetter: Model = {
  agencyName: AGENCY,
  recipientName: 'Sukarno',
  recipientPosition: 'Pj. Wali Kota Ambon',
  code: '482113',
  minutes: 10,
};

const mails: readonly Case[] = [
  ...letterCases('invitation', { unprinted: 'documents.signedAt documents.sha256Short' }),
  ...letterCases('completion', {
    unprinted: 'documents.deadline documents.signedAt documents.sha256Short',
  }),
  ...letterCases('reminder', {
    unprinted: 'documents.signedAt documents.sha256 documents.sha256Short',
    models: letters.flatMap((model) => [
      { ...model, soon: false },
      { ...model, soon: true },
    ]),
  }),
  ...letterCases('receipt', { unprinted: 'documents.deadline documents.sha256' }),
  ...letterCases('changed', { unprinted: 'documents.signedAt documents.sha256Short' }),
  ...letterCases('expired', {
    unprinted: 'documents.signedAt documents.sha256 documents.sha256Short',
  }),
  ...letterCases('declined', { unprinted: '', models: declinedLetters }),
  ...letterCases('lapsed', { unprinted: '', models: lapsedLetters }),
  ...letterCases('disowned', { unprinted: '', models: disownedLetters }),
  { path: 'mails/code/subject.hbs', models: [{ code: '482113' }] },
  { path: 'mails/code/text.hbs', models: [codeLetter] },
  { path: 'mails/code/html.hbs', models: [codeLetter] },
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
  certified: false,
  error: null,
  scriptUrl: '/assets/sign.js?v=9f86d081',
  viewer: {
    scriptUrl: '/assets/viewer.js?v=9f86d081',
    pdfUrl: '/assets/pdf.js?v=9f86d081',
    workerUrl: '/assets/pdf.worker.js?v=9f86d081',
  },
  drawing: {
    scriptUrl: '/assets/drawing.js?v=9f86d081',
    padUrl: '/assets/signature-pad.js?v=9f86d081',
    width: 600,
    height: 200,
    maxStrokes: 60,
    maxPoints: 1500,
  },
  typed: 'Sukarno',
  strokes: '[[1,2]]',
  maxMark: 80,
  reason: 'Data belum benar.',
  declining: true,
  reading: { action: '/s/token/read?dokumen=1' },
  delegation: {
    action: '/s/token/delegate',
    open: true,
    name: 'Rahmat Hidayat',
    position: 'Sekretaris Dinas',
    email: 'rahmat@piagam.example',
    reason: 'Perjalanan dinas.',
  },
  disownUrl: '/s/token/disown?dokumen=1',
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
  error: 'Belum ada dokumen yang dipilih.',
  disownUrl: '/s/token/disown',
  together: {
    action: '/s/token/sign-all',
    count: 1,
    consent: { version: '2026-1', text: 'Saya telah membaca dokumen ini.' },
    documents: [
      {
        field: 'sha256-1',
        sha256: SHA256,
        sha256Short: SHA256.slice(0, 12),
        title: TITLE,
        url: '/s/token?dokumen=1',
      },
    ],
  },
  idle: null,
};

/** Everything there is to sign now is signed. */
const idleList: Model = {
  ...list,
  progress: null,
  next: null,
  error: null,
  disownUrl: null,
  together: null,
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

/** A step before anything is shown. */
const step: Model = {
  action: '/s/token/identify',
  codeAction: '/s/token/code',
  error: 'Kode salah.',
  locked: false,
  kept: [{ name: 'typed', value: 'Sukarno' }],
};

const together: Model = {
  tone: 'wait',
  signed: 1,
  total: 2,
  incomplete: true,
  rows: [
    { title: TITLE, url: '/s/token?dokumen=1', fault: null },
    { title: TITLE, url: '/s/token?dokumen=2', fault: 'Instansi telah membatalkan dokumen ini.' },
  ],
  listUrl: '/s/token',
};

const delegated: Model = {
  documentTitle: TITLE,
  heir: { name: 'Rahmat', position: 'Sekretaris Dinas', email: 'rahmat@piagam.example' },
  listUrl: '/s/token',
};

const upload: Model = {
  verifyAction: '/v1/verify',
  filesAction: '/v1/files/',
  maxBytes: 4_194_304,
  scriptUrl: '/assets/verify.js?v=9f86d081',
  langQuery: '?lang=en',
};

const seal: Model = {
  by: 'Segel Pemerintah Kota Ambon',
  at: SIGNED_AT,
  stampedBy: 'Otoritas Waktu',
  level: 'B-LTA',
};

const hash: Model = { short: SHA256.slice(0, 12), full: SHA256 };

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
  completedAt: SIGNED_AT,
  seal,
  unsignedHash: hash,
  sealedHash: hash,
  chainHash: hash,
  signers: [
    { name: 'Sukarno', position: 'Wali Kota', roleName: 'Mengetahui', signedAt: SIGNED_AT },
    { name: 'Hasan', position: 'Camat', roleName: 'Saksi', signedAt: null },
  ],
  ...upload,
};

/** A signature in a file that is none of ours. */
const other: Model = {
  kind: 'signature',
  by: 'Orang Lain',
  at: SIGNED_AT,
  stampedBy: 'Otoritas Waktu',
  holds: true,
  trusted: true,
  coversFile: true,
};

const verdict: Model = {
  verdict: 'intact',
  superseded: false,
  uploaded: false,
  seal,
  others: null,
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
  verdict: 'foreign',
  superseded: false,
  uploaded: true,
  seal: null,
  others: {
    signatures: [
      other,
      { ...other, kind: 'timestamp', at: null, stampedBy: null, holds: false, trusted: false },
      { ...other, by: null, stampedBy: null, coversFile: false },
    ],
  },
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
  page('entry', {
    action: '/s/token/open',
    tick: true,
    error: 'Centang dahulu pernyataannya.',
    keeps: true,
    kept: [{ name: 'reason', value: 'Data belum benar.' }],
  }),
  page('list', list, idleList),
  page('sign', sign, {
    ...sign,
    desk: { listUrl: '/s/token', signed: 1, total: 3 },
    documentNumber: null,
    certified: true,
    error: 'Pernyataan belum dicentang.',
    declining: false,
    reading: null,
    delegation: null,
  }),
  page(
    'identify',
    { ...step, accessCode: { maxLength: 40 }, mailCode: null },
    { ...step, accessCode: null, mailCode: { sent: null } },
    { ...step, accessCode: null, mailCode: { sent: { digits: 6 } } },
    { error: null, locked: true },
  ),
  page('together', together, { ...together, incomplete: false, tone: 'good' }),
  page('disown', {
    recipientName: 'Sukarno',
    recipientPosition: 'Pj. Wali Kota Ambon',
    action: '/s/token/disown?dokumen=1',
    backUrl: '/s/token?dokumen=1',
  }),
  page('disowned', {}),
  page('delegated', delegated, { ...delegated, listUrl: null }),
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
    { ...verify, seal: null, sealedHash: null, chainHash: null, documentNumber: null },
    { ...verify, unsignedHash: null, completedAt: null, seal: { ...seal, stampedBy: null } },
    { ...verify, replacedBy: null, replaces: null },
    { ...verify, replacedBy: { url: null }, replaces: { url: null } },
  ),
  page('verify-form', { ...upload, notFound: true }),
  page(
    'verify-result',
    verdict,
    { ...verdict, superseded: true, seal: { ...seal, stampedBy: null, level: null } },
    unknownFile,
  ),
  page('home', { langQuery: '?lang=en' }),
  page('docs', { version: '0.1.0', operations: [operation] }),
  page('inbox', { mails: [mail] }, { mails: [] }),
];

export const CASES: readonly Case[] = [...documents, ...mails, ...pages, ...BOARD_CASES];
