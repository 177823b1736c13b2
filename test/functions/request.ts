/** Declarations as an admin sends them, and the same with something amiss. */

const person = (key: string, name: string, position: string) => ({
  name,
  position,
  email: `${key}@example.test`,
});

/** One charter (head, leader, witness, one after another) and one pledge (person, superior). */
export const sampleRequest = (): Record<string, unknown> => ({
  agency: {
    name: 'Pemerintah Kota Contoh',
    level: 'kota',
    city: 'Contoh',
    timezone: 'WIT',
    letterhead: { addressLines: ['Jalan Merdeka Nomor 1'] },
  },
  event: { status: 'held', date: '2022-09-21', weekday: 'Rabu', place: 'Balai Kota Contoh' },
  target: ['WBK'],
  charterMode: 'joint',
  units: [
    {
      name: 'Dinas Satu',
      acronym: 'DS',
      head: {
        ...person('kepala', 'Siti Rahmawati, S.Sos.', 'Kepala Dinas Satu'),
        nip: '197001011990032001',
      },
    },
  ],
  signatories: [
    { ...person('walikota', 'Budi Santoso', 'Wali Kota Contoh'), role: 'acknowledging', group: 2 },
  ],
  witnesses: [person('sekda', "Ahmad Ma'ruf", 'Sekretaris Daerah')],
  pledges: [
    {
      ...person('staf', 'Dewi Lestari', 'Analis Kebijakan'),
      unit: 'DS',
      superior: person('atasan', 'Hasan Basri', 'Kepala Bidang Kebijakan'),
    },
  ],
});

/** The same agency as a profile with a register of its own for charters and pledges. */
export const sampleProfile = (): Record<string, unknown> => ({
  ...Object(sampleRequest()['agency']),
  code: 'SETDA',
  numbering: {
    charter: { classification: '000.8.6', pattern: '{classification}/{sequence}/{unit}/{year}' },
    pledge: { classification: '800', pattern: '{classification}/{sequence}/{month}/{year}' },
  },
});

/** The register of the sample agency, by its name. */
export const SAMPLE_REGISTER = 'pemerintah kota contoh';

/** The sample declared by a stored profile. */
export function requestBy(profile: string, ...changes: readonly Change[]): Record<string, unknown> {
  const { agency: _, ...rest } = altered(...changes);
  return { ...rest, profile };
}

/** A plan of the sample agency with these units, in an order of roll-out from last to first. */
export const planOf = (units: number): Record<string, unknown> => ({
  ...sampleRequest(),
  event: { status: 'planned' },
  charterMode: 'perUnit',
  commitment: true,
  pledges: [],
  units: Array.from({ length: units }, (_, index) => ({
    name: `Dinas Urusan ${index + 1}`,
    acronym: `DU${index + 1}`,
    rollout: units - index,
    head: person(`kepala${index + 1}`, `Kepala Ke-${index + 1}`, `Kepala Dinas ${index + 1}`),
  })),
});

/** One charter that people sign in parallel, without units, witnesses or pledges. */
export const charterFor = (names: readonly string[]): Record<string, unknown> => ({
  ...sampleRequest(),
  units: [],
  witnesses: [],
  pledges: [],
  signatories: names.map((name, index) => ({
    ...person(`orang${index + 1}`, name, `Kepala Bagian ${index + 1}`),
    role: 'declarer',
    group: 1,
  })),
});

export type Change = readonly [path: string, value: unknown];

function put(target: unknown, keys: readonly string[], value: unknown): void {
  const [key = '', ...rest] = keys;
  const record = Object(target);
  if (rest.length > 0) put(record[key], rest, value);
  else if (value === undefined) delete record[key];
  else record[key] = value;
}

/** The sample with the values at some paths (`units.0.name`) changed; undefined leaves one out. */
export function altered(...changes: readonly Change[]): Record<string, unknown> {
  const body = sampleRequest();
  for (const [path, value] of changes) put(body, path.split('.'), value);
  return body;
}

/** The head of the sample's only unit. */
export const sampleHead = () => person('kepala', 'Siti Rahmawati, S.Sos.', 'Kepala Dinas Satu');

/** A charter per unit, each signed by the leader alone. */
export const leaderAlone = (units: readonly unknown[]): Record<string, unknown> =>
  altered(
    ['units', units],
    ['charterMode', 'perUnit'],
    ['signingMode', 'leaderAlone'],
    ['leader', person('walikota', 'Budi Santoso', 'Wali Kota Contoh')],
    ['signatories', []],
    ['witnesses', []],
    ['pledges', []],
  );

/**
 * A head with three documents to sign at once (charter, commitment, own pledge); the leader follows
 * on each of them, and the witness on the first two.
 */
export const severalFor = (...changes: readonly Change[]): Record<string, unknown> =>
  altered(
    ['commitment', true],
    [
      'pledges',
      [
        {
          ...sampleHead(),
          unit: 'DS',
          rankAndFile: false,
          superior: person('walikota', 'Budi Santoso', 'Wali Kota Contoh'),
        },
      ],
    ],
    ...changes,
  );
