/** A small declaration that tests vary: one unit, a leader, a witness, one pledge. */
import type { Agency } from '../../functions/domain/agency.ts';
import { begets } from '../../functions/domain/begets.ts';
import type { Declaration, Pledger, Unit } from '../../functions/domain/declaration.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import type { Person, Signer } from '../../functions/domain/signer.ts';

export const NOW = '2026-11-21T03:00:00.000Z';

export const person = (name: string, more: Partial<Person> = {}): Person => ({
  name,
  position: `Kepala ${name}`,
  email: `${name.toLowerCase().replaceAll(' ', '.')}@example.test`,
  ...more,
});

export const unit = (name: string, more: Partial<Unit> = {}): Unit => ({
  name,
  acronym: name,
  head: person(`Ketua ${name}`),
  standing: 'declared',
  holds: [],
  reasons: [],
  actions: [],
  numbers: {},
  ...more,
});

export const pledger = (name: string): Pledger => ({
  ...person(name),
  unit: 'Dinas Satu',
  rankAndFile: true,
  superior: person('Ketua Dinas Satu'),
});

export const agency = (more: Partial<Agency> = {}): Agency => ({
  name: 'Pemerintah Kota Contoh',
  level: 'kota',
  city: 'Contoh',
  timezone: 'WIT',
  letterhead: { addressLines: ['Jalan Merdeka Nomor 1'] },
  layout: { paper: 'A4', font: 'serif', orientation: {} },
  emblemForActing: false,
  numbering: {},
  retention: {},
  coverageMajority: 50,
  ...more,
});

export const HELD = {
  status: 'held',
  date: '2022-09-21',
  place: 'Balai Kota',
  ceremony: true,
  publicationUrl: 'https://contoh.example/berita',
} as const;

export const declaration = (change: Partial<Declaration> = {}): Declaration => ({
  agency: agency(),
  event: HELD,
  target: ['WBK', 'WBBM'],
  charterMode: 'perUnit',
  commitment: false,
  minutes: false,
  units: [unit('Dinas Satu')],
  partners: [],
  signatories: [{ ...person('Wali Kota'), role: 'acknowledging', group: 2 }],
  witnesses: [person('Sekretaris Daerah')],
  present: [],
  pledges: [pledger('Pegawai')],
  collectivePledges: [],
  pledgesElsewhere: { leader: true, staffSigned: 60, staffTotal: 80 },
  citations: [],
  areas: [],
  numbers: {},
  ...change,
});

/** A charter with one signatory per entry: `groups` gives the order group of each. */
export function draft(groups: readonly number[] = [1, 2, 3]): DocumentDraft {
  const [plan] = begets(declaration(), NOW);
  if (plan === undefined) throw new Error('the sample begets nothing');
  const signers: readonly Signer[] = groups.map((group, index) => ({
    ...person(`Penandatangan ${index + 1}`),
    number: index + 1,
    person: index + 1,
    role: 'declarer',
    group,
  }));
  return { ...plan, id: '0123456789abcdef', declarationId: 'fedcba9876543210', signers };
}
