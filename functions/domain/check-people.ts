/** Checks of who signs: somebody declares, nobody witnesses an own act, one address is one person. */
import { begets, type DocumentPlan } from './begets.ts';
import type { Declaration } from './declaration.ts';
import { type Check, error, type Finding, folded, mild, repeats } from './finding.ts';
import type { Person, SignerRole } from './signer.ts';
import { MAX_SIGNERS } from './signer.ts';
import { modeOf, partsOf } from './signing-mode.ts';

/** A person as the request names them: where, and as what on charter or commitment, if on any. */
type Mention = {
  readonly path: string;
  readonly person: Person;
  readonly role?: SignerRole | undefined;
};

/** What heads and leader sign the shared documents as: the charter comes before the commitment. */
function sharedParts(declaration: Declaration) {
  const commitment = partsOf('commitment', modeOf(declaration));
  if (declaration.charterMode === 'none') return commitment;
  const charter = partsOf('charter', modeOf(declaration));
  return declaration.commitment ? { ...commitment, ...charter } : charter;
}

/** Everyone who is named for the shared documents. */
function sharers(declaration: Declaration): readonly Mention[] {
  const { leader, units, partners, signatories, witnesses } = declaration;
  const parts = sharedParts(declaration);
  return [
    ...(leader ? [{ path: 'leader', person: leader, role: parts.leader }] : []),
    ...units.flatMap(({ head, standing }, index) =>
      head && standing === 'declared'
        ? [{ path: `units.${index}.head`, person: head, role: parts.head }]
        : [],
    ),
    ...partners.map((partner, index) => ({
      path: `partners.${index}.leader`,
      person: partner.leader,
      role: 'declarer' as const,
    })),
    ...signatories.map((person, index) => ({
      path: `signatories.${index}`,
      person,
      role: person.role,
    })),
    ...witnesses.map((person, index) => ({
      path: `witnesses.${index}`,
      person,
      role: 'witness' as const,
    })),
  ];
}

function pledgers({ pledges, collectivePledges }: Declaration): readonly Mention[] {
  const superior = (path: string, person: Person | undefined): readonly Mention[] =>
    person ? [{ path: `${path}.superior`, person }] : [];
  return [
    ...pledges.flatMap((person, index) => [
      { path: `pledges.${index}`, person },
      ...superior(`pledges.${index}`, person.superior),
    ]),
    ...collectivePledges.flatMap((sheet, index) => [
      ...sheet.members.map((person, at) => ({
        path: `collectivePledges.${index}.members.${at}`,
        person,
      })),
      ...superior(`collectivePledges.${index}`, sheet.superior),
    ]),
  ];
}

const sameName = (a: Person, b: Person): boolean => folded(a.name) === folded(b.name);
const sameAddress = (a: Person, b: Person): boolean => folded(a.email) === folded(b.email);
export const samePerson = (a: Person, b: Person): boolean => sameName(a, b) || sameAddress(a, b);

/** One address stands for one person in all documents, whose one link opens them all. */
export const addressesArePersonal: Check = (declaration) => {
  const first = new Map<string, Person>();
  return [...sharers(declaration), ...pledgers(declaration)].flatMap(({ path, person }) => {
    const known = first.get(folded(person.email));
    first.set(folded(person.email), known ?? person);
    if (known === undefined || sameName(known, person)) return [];
    return [
      error(
        `${path}.email`,
        'sharedAddress',
        `Alamat surel ini sudah dipakai untuk ${known.name}; setiap orang memerlukan alamatnya sendiri, dan namanya ditulis sama.`,
        `This e-mail address belongs to ${known.name}; each person needs an own one, and is always named alike.`,
      ),
    ];
  });
};

/** Nobody is witness to an own act. */
export const witnessesAreOthers: Check = (declaration) => {
  const everyone = sharers(declaration);
  const acting = everyone.filter(({ role }) => role !== undefined && role !== 'witness');
  return everyone
    .filter(({ role }) => role === 'witness')
    .filter(({ person }) => acting.some((other) => samePerson(other.person, person)))
    .map(({ path }) =>
      error(
        path === 'leader' ? path : `${path}.name`,
        'witnessDeclares',
        'Saksi tidak boleh sama dengan orang yang mencanangkan atau turut menandatangani.',
        'A witness cannot be somebody who declares or co-signs.',
      ),
    );
};

/** Who holds two offices signs for each; the same office signs once. */
export const officesSignOnce: Check = (declaration) => {
  const everyone = sharers(declaration).filter(({ role }) => role !== undefined);
  const office = ({ person, role }: Mention): string =>
    [folded(person.name), folded(person.position), role].join('|');
  return repeats(everyone, office).map((index) =>
    error(
      `${everyone[index]?.path}.name`,
      'duplicateSignatory',
      'Orang ini sudah tercantum dengan jabatan dan peran yang sama.',
      'This person is listed already, with the same position and role.',
    ),
  );
};

/** Where the missing declarer of a document would be named. */
function whereToDeclare({ units }: Declaration, plan: DocumentPlan): string {
  const [only, second] = plan.units;
  const index = units.findIndex(({ name }) => name === only?.name);
  const isHeadless = second === undefined && index >= 0 && units[index]?.head === undefined;
  return isHeadless ? `units.${index}.head` : 'leader';
}

function planFindings(declaration: Declaration, plan: DocumentPlan): readonly Finding[] {
  const { title, signers } = plan;
  const missing = error(
    whereToDeclare(declaration, plan),
    'noDeclarer',
    `${title} memerlukan sedikitnya satu orang yang menyatakan: pimpinan, kepala unit, atau penanda tangan dengan peran declarer.`,
    `${title} needs at least one declarer: the leader, a unit head, or a signatory with the role declarer.`,
  );
  const tooMany = error(
    'signatories',
    'tooManySigners',
    `${title} memuat lebih dari ${MAX_SIGNERS} penanda tangan.`,
    `${title} has more than ${MAX_SIGNERS} signatories.`,
  );
  return [
    ...(signers.some(({ role }) => role === 'declarer') ? [] : [missing]),
    ...(signers.length > MAX_SIGNERS ? [tooMany] : []),
  ];
}

export const documentsCanBeSigned: Check = (declaration, now) =>
  begets(declaration, now).flatMap((plan) => planFindings(declaration, plan));

/** Witnesses may be asked, and need not be: KPK, Ombudsman and society "dapat" be saksi (52/2014). */
export const witnessIsUsual: Check = (declaration) =>
  declaration.event.status === 'held' &&
  (declaration.charterMode !== 'none' || declaration.commitment) &&
  !sharers(declaration).some(({ role }) => role === 'witness')
    ? [
        mild(
          'witnesses',
          'noWitness',
          'Tidak ada saksi. Pencanangan tetap sah, tetapi kehadiran saksi lazim dan dianjurkan.',
          'There is no witness. This is legal, but a witness is usual and advised.',
        ),
      ]
    : [];

export const partnersHaveSomethingToSign: Check = ({ partners, charterMode, commitment }) =>
  partners.length > 0 && charterMode !== 'joint' && !commitment
    ? [
        error(
          'partners',
          'partnersSignNothing',
          'Instansi lain menandatangani piagam bersama atau komitmen bersama; pilih salah satunya.',
          'Partner agencies sign a joint charter or a commitment; choose one of them.',
        ),
      ]
    : [];

const PREFIX_WORDS = /^(pj|plt|plh|penjabat|pelaksana (tugas|harian)|a\.?n|u\.?b)\b/i;

/** The prefix prints before the position, and decides on the emblem: it has a field of its own. */
export const prefixesAreApart: Check = (declaration) =>
  [...sharers(declaration), ...pledgers(declaration)].flatMap(({ path, person }) =>
    PREFIX_WORDS.test(person.position)
      ? [
          mild(
            `${path}.position`,
            'prefixInPosition',
            'Tulis Pj., Plt., Plh., a.n., atau u.b. pada isian prefix, dan jabatan tanpa awalan itu.',
            'Put Pj., Plt., Plh., a.n. or u.b. into the field prefix, and the position without it.',
          ),
        ]
      : [],
  );
