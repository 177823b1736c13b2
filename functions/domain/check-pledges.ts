/** Checks of pakta integritas: who pledges, before whom, and how many have pledged already. */
import { samePerson } from './check-people.ts';
import type { Declaration } from './declaration.ts';
import { type Check, error, folded, mild, repeats, strong } from './finding.ts';
import type { Person } from './signer.ts';

type Entry = { readonly path: string; readonly person: Person };

const pledging = ({ pledges, collectivePledges }: Declaration): readonly Entry[] => [
  ...pledges.map((person, index) => ({ path: `pledges.${index}`, person })),
  ...collectivePledges.flatMap(({ members }, index) =>
    members.map((person, at) => ({ path: `collectivePledges.${index}.members.${at}`, person })),
  ),
];

export const pledgesAreDistinct: Check = (declaration) => {
  const entries = pledging(declaration);
  return repeats(entries, ({ person }) => folded(person.email)).map((index) =>
    error(
      `${entries[index]?.path}.name`,
      'duplicatePledge',
      'Orang ini sudah tercantum pada daftar pakta integritas.',
      'This person is on the list of pledges already.',
    ),
  );
};

export const superiorsAreOthers: Check = ({ pledges, collectivePledges }) => {
  const ownSuperior = (path: string) =>
    error(
      `${path}.superior`,
      'ownSuperior',
      'Atasan yang menyaksikan harus orang lain.',
      'The superior who witnesses must be another person.',
    );
  return [
    ...pledges.flatMap((person, index) =>
      person.superior && samePerson(person.superior, person)
        ? [ownSuperior(`pledges.${index}`)]
        : [],
    ),
    ...collectivePledges.flatMap(({ members, superior }, index) =>
      superior && members.some((member) => samePerson(superior, member))
        ? [ownSuperior(`collectivePledges.${index}`)]
        : [],
    ),
  ];
};

export const pledgeUnitsAreKnown: Check = ({ pledges, collectivePledges, units }) =>
  [
    ...pledges.map(({ unit }, index) => ({ unit, path: `pledges.${index}.unit` })),
    ...collectivePledges.map(({ unit }, index) => ({
      unit,
      path: `collectivePledges.${index}.unit`,
    })),
  ].flatMap(({ unit, path }) =>
    unit === undefined || units.some(({ name, acronym }) => unit === name || unit === acronym)
      ? []
      : [
          error(
            path,
            'unknownUnit',
            `Unit "${unit}" tidak ada dalam daftar unit.`,
            `The unit "${unit}" is not in the list of units.`,
          ),
        ],
  );

/**
 * A pencanangan follows the pledges of the leader and of all or most of the staff; who has not
 * pledged may do so afterwards, so nothing here blocks (PermenPANRB 52/2014).
 */
export const leaderHasPledged: Check = ({ event, leader, pledges, pledgesElsewhere }) => {
  const pledged =
    pledgesElsewhere?.leader === true ||
    pledges.some((person) => (leader ? samePerson(person, leader) : !person.rankAndFile));
  if (event.status !== 'held' || pledged) return [];
  return [
    strong(
      'pledgesElsewhere.leader',
      'leaderUnpledged',
      'Pimpinan belum tercatat menandatangani pakta integritas, padahal pencanangan didahului oleh pakta integritas pimpinan.',
      'The leader is not on record with a signed pledge, which comes before a declaration.',
    ),
  ];
};

export const staffIsCounted: Check = ({ pledgesElsewhere }) =>
  pledgesElsewhere !== undefined && pledgesElsewhere.staffSigned > pledgesElsewhere.staffTotal
    ? [
        error(
          'pledgesElsewhere.staffSigned',
          'moreThanStaff',
          'Pegawai yang sudah menandatangani melebihi jumlah seluruh pegawai.',
          'More staff have signed than there are.',
        ),
      ]
    : [];

/** The share of staff whose pledges are signed elsewhere or asked for here, against the majority. */
export const staffHasPledged: Check = (declaration) => {
  const { event, agency, pledges, collectivePledges, pledgesElsewhere } = declaration;
  if (event.status !== 'held') return [];
  if (pledgesElsewhere === undefined || pledgesElsewhere.staffTotal === 0)
    return [
      mild(
        'pledgesElsewhere',
        'coverageUnknown',
        'Jumlah pegawai dan pakta integritas yang sudah ditandatangani belum disebutkan, sehingga cakupannya belum dapat dinilai.',
        'The number of staff and of their signed pledges is not stated, so coverage cannot be judged.',
      ),
    ];
  const here = pledges.filter(({ rankAndFile }) => rankAndFile).length;
  const together = collectivePledges.reduce((sum, { members }) => sum + members.length, 0);
  const { staffSigned, staffTotal } = pledgesElsewhere;
  const percent = Math.floor(((staffSigned + here + together) * 100) / staffTotal);
  if (percent >= agency.coverageMajority) return [];
  return [
    mild(
      'pledgesElsewhere.staffSigned',
      'coverageLow',
      `Baru ${percent}% pegawai tercakup pakta integritas; yang diharapkan sedikitnya ${agency.coverageMajority}%. Pakta integritas dapat disusulkan.`,
      `Pledges cover only ${percent}% of the staff; at least ${agency.coverageMajority}% are expected. They may follow later.`,
    ),
  ];
};
