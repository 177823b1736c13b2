/** What is amiss in a declaration: errors block it, warnings travel with the answer. */
import { pledgesAreDistinct, signatoriesAreDistinct } from './check-people.ts';
import { endOfDay, latestDeadline } from './deadline.ts';
import type { Declaration, DocumentPlan } from './declaration.ts';
import { begets } from './declaration.ts';
import { type Check, error, type Finding, folded, repeats, warning } from './finding.ts';
import type { Signer } from './signer.ts';
import { MAX_SIGNERS } from './signer.ts';
import { isWeekday, weekdayOf } from './wording.ts';

/** Needs the event alone, so that a wrong weekday is told beside faults of form elsewhere. */
export const weekdayFitsDate = (event: Declaration['event']): readonly Finding[] => {
  if (event.status !== 'held' || event.weekday === undefined) return [];
  const weekday = weekdayOf(event.date);
  if (isWeekday(event.weekday, weekday)) return [];
  return [
    error(
      'event.weekday',
      'weekdayMismatch',
      `Tanggal ${event.date} adalah hari ${weekday}, bukan ${event.weekday}.`,
      `${event.date} is a ${weekday} (Indonesian weekday name), not ${event.weekday}.`,
    ),
  ];
};

const unitsAreDistinct: Check = ({ units }) =>
  repeats(units, (unit) => folded(unit.name)).map((index) =>
    error(
      `units.${index}.name`,
      'duplicateUnit',
      'Unit ini disebut dua kali.',
      'This unit is named twice.',
    ),
  );

const perUnitNeedsUnits: Check = ({ charterMode, units }) =>
  charterMode === 'perUnit' && units.length === 0
    ? [
        error(
          'units',
          'noUnit',
          'Piagam per unit memerlukan sedikitnya satu unit.',
          'Charters per unit need at least one unit.',
        ),
      ]
    : [];

const pledgeUnitsAreKnown: Check = ({ pledges, units }) =>
  pledges.flatMap(({ unit }, index) =>
    unit === undefined || units.some(({ name, acronym }) => unit === name || unit === acronym)
      ? []
      : [
          error(
            `pledges.${index}.unit`,
            'unknownUnit',
            `Unit "${unit}" tidak ada dalam daftar unit.`,
            `The unit "${unit}" is not in the list of units.`,
          ),
        ],
  );

const deadlineIsUsable: Check = ({ deadline, agency }, now) => {
  const usable =
    deadline === undefined ||
    (endOfDay(deadline, agency.timezone) > now && deadline <= latestDeadline(now));
  if (usable) return [];
  return [
    error(
      'deadline',
      'deadlineOutOfRange',
      `Batas waktu harus antara hari ini dan ${latestDeadline(now)}.`,
      `The deadline must lie between today and ${latestDeadline(now)}.`,
    ),
  ];
};

const declares = (signers: readonly Signer[]): boolean =>
  signers.some(({ role }) => role === 'declarer');

function charterFindings(plan: DocumentPlan): readonly Finding[] {
  const subject = plan.units.length === 1 ? ` (${plan.units[0]?.name})` : '';
  const missing = error(
    'signatories',
    'noDeclarer',
    `Piagam${subject} memerlukan sedikitnya satu orang yang mencanangkan: kepala unit atau penanda tangan dengan peran declarer.`,
    `The charter${subject} needs at least one declarer: a unit head or a signatory with the role declarer.`,
  );
  const tooMany = error(
    'signatories',
    'tooManySigners',
    `Satu piagam memuat paling banyak ${MAX_SIGNERS} penanda tangan.`,
    `A charter holds at most ${MAX_SIGNERS} signatories.`,
  );
  return [
    ...(declares(plan.signers) ? [] : [missing]),
    ...(plan.signers.length > MAX_SIGNERS ? [tooMany] : []),
  ];
}

const chartersCanBeSigned: Check = (declaration, now) =>
  begets(declaration, now)
    .filter(({ kind }) => kind === 'charter')
    .flatMap(charterFindings);

const witnessIsUsual: Check = ({ event, signatories, witnesses }) =>
  event.status === 'held' &&
  witnesses.length === 0 &&
  !signatories.some(({ role }) => role === 'witness')
    ? [
        warning(
          'witnesses',
          'noWitness',
          'Tidak ada saksi. Pencanangan tetap sah, tetapi kehadiran saksi lazim dan dianjurkan.',
          'There is no witness. This is legal, but a witness is usual and advised.',
        ),
      ]
    : [];

const plannedMakesNothing: Check = ({ event }) =>
  event.status === 'planned'
    ? [
        warning(
          'event.status',
          'plannedOnly',
          'Pencanangan ini baru direncanakan, sehingga belum ada dokumen yang dibuat.',
          'This event is only planned, so no document is made yet.',
        ),
      ]
    : [];

const headsAreNamed: Check = ({ event, units }) =>
  event.status !== 'held'
    ? []
    : units.flatMap(({ head, name }, index) =>
        head === undefined
          ? [
              warning(
                `units.${index}.head`,
                'noUnitHead',
                `Kepala ${name} tidak tercantum, sehingga tidak ikut menandatangani.`,
                `The head of ${name} is not named and will not sign.`,
              ),
            ]
          : [],
      );

const CHECKS: readonly Check[] = [
  ({ event }) => weekdayFitsDate(event),
  unitsAreDistinct,
  perUnitNeedsUnits,
  signatoriesAreDistinct,
  pledgesAreDistinct,
  pledgeUnitsAreKnown,
  deadlineIsUsable,
  chartersCanBeSigned,
  witnessIsUsual,
  plannedMakesNothing,
  headsAreNamed,
];

/** Everything amiss, errors first. `now` is UTC, ISO 8601. */
export const checkDeclaration = (declaration: Declaration, now: string): readonly Finding[] =>
  CHECKS.flatMap((check) => check(declaration, now)).sort((a, b) =>
    a.severity.localeCompare(b.severity),
  );
