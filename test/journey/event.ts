/** Declarations as an admin would send them, in the sizes that journeys need. */

const person = (key: string, name: string, position: string) => ({
  name,
  position,
  email: `${key}@example.test`,
});

const agency = {
  name: 'Pemerintah Kota Contoh',
  level: 'kota',
  city: 'Contoh',
  timezone: 'WIT',
  letterhead: { addressLines: ['Jalan Merdeka Nomor 1, Contoh'] },
};

const event = { status: 'held', date: '2022-09-21', weekday: 'Rabu', place: 'Balai Kota Contoh' };

const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1);

/** One charter that `count` people sign in parallel. */
export const crowd = (count: number) => ({
  agency,
  event,
  target: ['WBK'],
  charterMode: 'joint',
  units: [],
  signatories: numbers(count).map((n) => ({
    ...person(`orang${n}`, `Penandatangan ${n}`, `Kepala Bagian ${n}`),
    role: 'declarer',
    group: 1,
  })),
});

/** One joint charter that the heads of `count` units sign in parallel. */
export const assembly = (count: number) => ({ ...city(count, 0), charterMode: 'joint' });

/** A city: a charter per unit with head, leader and witness, and pledges with a superior. */
export const city = (units: number, pledges: number) => ({
  agency,
  event,
  target: ['WBK', 'WBBM'],
  charterMode: 'perUnit',
  units: numbers(units).map((n) => ({
    name: `Dinas Urusan ${n}`,
    acronym: `DU${n}`,
    head: person(`kepala${n}`, `Kepala Ke-${n}, S.Sos.`, `Kepala Dinas Urusan ${n}`),
  })),
  signatories: [
    {
      ...person('walikota', 'Nur Aini', 'Wali Kota Contoh'),
      prefix: 'Pj.',
      role: 'acknowledging',
      group: 2,
    },
  ],
  witnesses: [person('sekda', "Ma'ruf Ö. Çelebi", 'Sekretaris Daerah Kota Contoh')],
  pledges: numbers(pledges).map((n) => ({
    ...person(`pegawai${n}`, `Pegawai Ke-${n}`, 'Analis Kebijakan'),
    unit: 'DU1',
    superior: person('kepala1', 'Kepala Ke-1, S.Sos.', 'Kepala Dinas Urusan 1'),
  })),
});

/** A head with a charter, the commitment and a pledge of their own, and a leader who follows. */
export const several = () => ({
  ...city(1, 0),
  commitment: true,
  pledges: [
    {
      ...person('kepala1', 'Kepala Ke-1, S.Sos.', 'Kepala Dinas Urusan 1'),
      unit: 'DU1',
      rankAndFile: false,
      superior: {
        ...person('walikota', 'Nur Aini', 'Wali Kota Contoh'),
        prefix: 'Pj.',
      },
    },
  ],
});

/** One leader who signs a charter for each of `count` units. */
export const pile = (count: number) => ({
  ...city(count, 0),
  signingMode: 'leaderAlone',
  leader: person('pimpinan', 'Nur Aini', 'Wali Kota Contoh'),
  signatories: [],
  witnesses: [],
});
