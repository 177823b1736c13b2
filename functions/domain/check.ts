/** What is amiss in a declaration: errors block it, warnings travel with the answer. */
import { pledgesAreDistinct, signatoriesAreDistinct } from './check-people.ts';
import { endOfDay, latestDeadline } from './deadline.ts';
import type { Declaration, DocumentPlan } from './declaration.ts';
import { begets } from './declaration.ts';
import { type Check, error, type Finding, folded, repeats, warning } from './finding.ts';
import type { Signer } from './signer.ts';
import { MAX_SIGNERS } from './signer.ts';
import { isWeekday, weekdayOf } from './wording.ts';

const weekdayFitsDate: Check = ({ event }) => {
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

type Rule = {
  readonly check: Check;
  /** The members it looks at: with one of them missing it has nothing to say. */
  readonly reads: readonly (keyof Declaration)[];
};

const RULES: readonly Rule[] = [
  { check: weekdayFitsDate, reads: ['event'] },
  { check: unitsAreDistinct, reads: ['units'] },
  { check: perUnitNeedsUnits, reads: ['charterMode', 'units'] },
  {
    check: signatoriesAreDistinct,
    reads: ['charterMode', 'units', 'signatories', 'witnesses'],
  },
  { check: pledgesAreDistinct, reads: ['pledges'] },
  { check: pledgeUnitsAreKnown, reads: ['pledges', 'units'] },
  { check: deadlineIsUsable, reads: ['deadline', 'agency'] },
  {
    check: chartersCanBeSigned,
    reads: ['event', 'charterMode', 'units', 'signatories', 'witnesses'],
  },
  { check: witnessIsUsual, reads: ['event', 'signatories', 'witnesses'] },
  { check: plannedMakesNothing, reads: ['event'] },
  { check: headsAreNamed, reads: ['event', 'units'] },
];

/**
 * Everything amiss, errors first. `now` is UTC, ISO 8601. Rules that read a member named in
 * `unsound`, whose form is at fault already, are not asked.
 */
export const checkDeclaration = (
  declaration: Declaration,
  now: string,
  unsound: ReadonlySet<string> = new Set(),
): readonly Finding[] =>
  RULES.filter(({ reads }) => !reads.some((member) => unsound.has(member)))
    .flatMap(({ check }) => check(declaration, now))
    .sort((a, b) => a.severity.localeCompare(b.severity));
