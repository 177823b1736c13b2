/** Invented people and units with names that are hard to set: long, short, with marks. */
import type { Partner, Unit } from '../../functions/domain/declaration.ts';
import type { Person } from '../../functions/domain/signer.ts';

const NAMES: readonly string[] = [
  'Sukarti',
  'Drs. Yohanes Latupeirissa, M.Si.',
  'Ma’ruf Nūr Ḥasan, S.E.',
  'Ir. Magdalena Soplanit, M.T.',
  'São Lourenço da Conceição, S.Sos.',
  'Đorđe Š. Petrović, M.P.A.',
  'Ni Luh Putu Ayu Wulandari, S.Kom., M.T.',
  "Siti Ra'ufah",
  'dr. Th. Ma. B. O’Neill-Tahitu, Sp.A(K)., M.Kes.',
  'Umar',
  'Husein Tuanaya, S.H., M.H.',
  'Dra. Nurhayati Salampessy, M.Ak.',
  'Benyamin Tuhumury',
];

/** As long as names come. */
export const LONGEST_NAME =
  'Prof. Dr. Ir. H. Muhammad Abdurrahman Syarifuddin Kusumaatmadja Tirtohadiningrat, S.H., M.H., M.Si., Ph.D., CGCAE.';

const UNITS: readonly (readonly [name: string, acronym?: string])[] = [
  ['Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu', 'DPMPTSP'],
  ['Badan Pengelola Pajak dan Retribusi Daerah', 'BPPRD'],
  ['Dinas Kependudukan dan Pencatatan Sipil', 'Disdukcapil'],
  [
    'Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk, dan Keluarga Berencana',
    'DP3AP2KB',
  ],
  ['Kecamatan Nusaniwe'],
  ['Rumah Sakit Umum Daerah dr. Ma’ruf Latuconsina', 'RSUD'],
  ['Inspektorat'],
  ['Badan Kesatuan Bangsa dan Politik', 'Bakesbangpol'],
];

/** The person at `index`; every fourth has neither rank nor NIP. */
export const someone = (index: number, more: Partial<Person> = {}): Person => ({
  name: NAMES[index % NAMES.length] ?? '',
  position: 'Analis Kebijakan Ahli Muda',
  email: `orang${index}@contoh.example`,
  ...(index % 4 === 0
    ? {}
    : { rank: 'Pembina Utama Muda (IV/c)', nip: `19650412199003${1000 + index}` }),
  ...more,
});

/** Units with their heads; after the eighth the names come again with a number. */
export const units = (count: number, more: Partial<Unit> = {}): readonly Unit[] =>
  Array.from({ length: count }, (_, index) => {
    const [plain = '', acronym] = UNITS[index % UNITS.length] ?? [];
    const again = Math.floor(index / UNITS.length);
    const name = again === 0 ? plain : `${plain} Wilayah ${again + 1}`;
    return {
      name,
      acronym,
      head: someone(index, { position: `Kepala ${name}` }),
      standing: 'declared',
      holds: [],
      reasons: [],
      actions: [],
      numbers: {},
      ...more,
    };
  });

export const WITNESSES: readonly Person[] = [
  someone(20, {
    position: 'Kepala Perwakilan',
    institution: 'Ombudsman Republik Indonesia Perwakilan Provinsi Maluku',
  }),
  someone(21, { position: 'Sekretaris Daerah Kota Contoh' }),
  someone(22, { position: 'Kepala Kejaksaan Negeri Contoh' }),
  someone(23, { position: 'Ketua', institution: 'Lembaga Swadaya Masyarakat Suara Warga' }),
  someone(24, { position: 'Kapolres Kota Contoh' }),
  someone(25, { position: 'Komandan Kodim 1504/Contoh' }),
  someone(26, { position: 'Rektor', institution: 'Universitas Contoh' }),
  someone(27, { position: 'Ketua Dewan Perwakilan Rakyat Daerah Kota Contoh' }),
  someone(28, { position: 'Ketua Kamar Dagang dan Industri Kota Contoh' }),
];

/** Agencies that declare together with the city. */
export const PARTNERS: readonly Partner[] = [
  { name: 'Kantor Pertanahan Kota Contoh', leader: someone(31, { position: 'Kepala Kantor' }) },
  { name: 'Kepolisian Resor Kota Contoh', leader: someone(35, { position: 'Kepala Kepolisian' }) },
];
