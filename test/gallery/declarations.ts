/** Declarations of an invented city, from which the gallery's documents come. */
import type { Agency, Layout } from '../../functions/domain/agency.ts';
import { type Action, AREAS } from '../../functions/domain/area.ts';
import { begets } from '../../functions/domain/begets.ts';
import type { Declaration } from '../../functions/domain/declaration.ts';
import type { DocumentDraft, DocumentKind } from '../../functions/domain/draft.ts';
import { someone, units, WITNESSES } from './people.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const agency = (more: Partial<Agency> = {}): Agency => ({
  name: 'Pemerintah Kota Contoh',
  level: 'kota',
  city: 'Contoh',
  timezone: 'WIT',
  letterhead: {
    addressLines: [
      'Jalan Sultan Hairun Nomor 1, Contoh 97126',
      'Telepon (0911) 000000 · Laman kota.contoh.example',
    ],
    logo: { mediaType: 'image/svg+xml', sha256: SHA256 },
  },
  layout: { paper: 'A4', font: 'serif', orientation: {} },
  emblemForActing: false,
  numbering: {},
  retention: {},
  coverageMajority: 50,
  ...more,
});

export const LEADER = someone(2, { position: 'Wali Kota Contoh', rank: undefined, nip: undefined });

export const declaration = (more: Partial<Declaration> = {}): Declaration => ({
  agency: agency(),
  event: {
    status: 'held',
    date: '2027-02-17',
    place: 'Halaman Balai Kota Contoh',
    ceremony: true,
  },
  target: ['WBK', 'WBBM'],
  charterMode: 'joint',
  commitment: true,
  minutes: true,
  leader: LEADER,
  units: units(1),
  partners: [],
  signatories: [],
  witnesses: WITNESSES.slice(0, 2),
  present: [],
  pledges: [],
  collectivePledges: [],
  citations: [],
  areas: [],
  numbers: { charter: '000.8.6/127/Setda/2027', minutes: '000.8.6/BA-3/II/2027' },
  ...more,
});

/** The first document of a kind that a declaration begets. */
export function documentOf(kind: DocumentKind, from: Declaration): DocumentDraft {
  const plan = begets(from, NOW).find((document) => document.kind === kind);
  if (plan === undefined) throw new Error(`the declaration begets no ${kind}`);
  return { ...plan, id: '7k3m9x2p5v8r1tqz', declarationId: '2c4e6g8j1k3m5n7p' };
}

/** The same document on other paper. */
export const on = (draft: DocumentDraft, layout: Partial<Layout>): DocumentDraft => ({
  ...draft,
  agency: { ...draft.agency, layout: { ...draft.agency.layout, ...layout } },
});

const ACTIVITIES = [
  'Membentuk tim kerja pembangunan Zona Integritas dan menetapkan pembagian tugasnya',
  'Menyusun dan mengumumkan standar pelayanan beserta maklumat pelayanan pada setiap loket, laman, dan media sosial',
  'Sosialisasi pengendalian gratifikasi',
  'Evaluasi bulanan',
] as const;

/** `perArea` lines for each of the six areas. */
export const actions = (perArea: number): readonly Action[] =>
  AREAS.flatMap((area) =>
    Array.from({ length: perArea }, (_, index) => ({
      area,
      activity: ACTIVITIES[index % ACTIVITIES.length] ?? '',
      indicator: 'Persentase pegawai yang memahami tugasnya dalam tim kerja',
      target: index % 2 === 0 ? '100 persen' : '4 kali setahun, sekali setiap triwulan',
      month: `2027-${String((index % 12) + 1).padStart(2, '0')}`,
      personInCharge: index % 2 === 0 ? 'Sekretaris' : 'Kepala Bidang Pelayanan Perizinan',
      evidence: 'Surat keputusan, daftar hadir, notulen, dan dokumentasi foto',
    })),
  );
