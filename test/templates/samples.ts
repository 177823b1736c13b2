/** Models that fill every page, letter and document, in each of its states. */
import type { Model } from './filling.ts';
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
const evidence = readModel('documents/evidence/sample.json');

const [unit = null] = Array.isArray(charter['units']) ? charter['units'] : [];

const ofOneUnit: Model = {
  ...charter,
  joint: false,
  annexed: false,
  unit,
  target: { wbk: true, wbbm: false, both: false },
  number: null,
  witnesses: [],
};
const annexed: Model = {
  ...charter,
  annexed: true,
  units: new Array<Model>(7).fill(asModel(unit)),
};
const servingWell: Model = { ...ofOneUnit, target: { wbk: false, wbbm: true, both: false } };

/** Only witnesses are numbered, but an ordinal comes with every block. */
const documents: readonly Case[] = [
  {
    path: 'documents/charter/body.hbs',
    models: [charter, ofOneUnit, servingWell, annexed],
    unprinted: ['declarers.ordinal', 'coSigners.ordinal', 'acknowledging.ordinal'],
  },
  {
    path: 'documents/pledge/body.hbs',
    models: [pledge, { ...pledge, number: '800/12', superior: null }],
    unprinted: ['person.ordinal', 'superior.ordinal'],
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
  documentTitle: TITLE,
  roleName: 'Mengetahui',
  link: 'https://piagam.example/s/token',
  deadline: DEADLINE,
  sha256: SHA256,
};

const letters: readonly Model[] = [letter, { ...letter, sha256: null }];

const mails: readonly Case[] = [
  { path: 'mails/invitation/subject.hbs', models: [{ documentTitle: TITLE }] },
  { path: 'mails/invitation/text.hbs', models: letters },
  { path: 'mails/invitation/html.hbs', models: letters },
  { path: 'mails/completion/subject.hbs', models: [{ documentTitle: TITLE }] },
  { path: 'mails/completion/text.hbs', models: letters, unprinted: ['deadline'] },
  { path: 'mails/completion/html.hbs', models: letters, unprinted: ['deadline'] },
];

const signers: readonly Model[] = [
  { name: 'Sukarno', position: 'Pj. Wali Kota', roleName: 'Mengetahui', signed: true, you: true },
  { name: "Ma'ruf Óscar", position: 'Camat', roleName: 'Saksi', signed: false, you: false },
];

const seat: Model = {
  agencyName: AGENCY,
  documentTitle: TITLE,
  recipientName: 'Sukarno',
  sha256: SHA256,
  sha256Short: SHA256.slice(0, 12),
  pdfUrl: '/s/token/pdf',
  signers,
};

const sign: Model = {
  ...seat,
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

const verify: Model = {
  documentId: ID,
  documentTitle: TITLE,
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
  page('sign', sign, { ...sign, error: 'Pernyataan belum dicentang.' }),
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
      signedAt: null,
      sealed: false,
      ended: true,
      verifyUrl: `/verify/${ID}`,
      langQuery: '',
    },
  ),
  page('declined', { agencyName: AGENCY, documentTitle: TITLE, reason: 'Data belum benar.' }),
  page('notice', { heading: 'Belum giliran Anda', message: 'Tunggu.', advice: 'Tunggu surel.' }),
  page('verify', verify, { ...verify, sealedSha256: null, sealedBy: null, sealedAt: null }),
  page('verify-form', { verifyAction: '/v1/verify', langQuery: '?lang=en', notFound: true }),
  page('verify-result', verdict, unknownFile),
  page('home', { langQuery: '?lang=en' }),
  page('docs', { version: '0.1.0', operations: [operation] }),
  page('inbox', { mails: [mail] }, { mails: [] }),
];

export const CASES: readonly Case[] = [...documents, ...mails, ...pages];
