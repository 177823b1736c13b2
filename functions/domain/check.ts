/** Every rule a declaration is checked by: errors block it, warnings travel with the answer. */
import { areasAreTheSix } from './check-areas.ts';
import { basisExists, basisIsCertain, citationsAreSound } from './check-citations.ts';
import {
  dayHasCome,
  deadlinesAreUsable,
  isPublished,
  makesSomething,
  minutesHaveMatter,
  plannedMakesNothing,
  weekdayFitsDate,
} from './check-event.ts';
import { numbersAreDistinct, numbersHaveDocuments } from './check-numbers.ts';
import {
  addressesArePersonal,
  documentsCanBeSigned,
  officesSignOnce,
  partnersHaveSomethingToSign,
  prefixesAreApart,
  witnessesAreOthers,
  witnessIsUsual,
} from './check-people.ts';
import {
  leaderHasPledged,
  pledgesAreDistinct,
  pledgeUnitsAreKnown,
  staffHasPledged,
  staffIsCounted,
  superiorsAreOthers,
} from './check-pledges.ts';
import { assessmentStillExists } from './check-pmprb.ts';
import { termsAreSpeltRight } from './check-terms.ts';
import {
  acronymsAreDistinct,
  headsAreNamed,
  perUnitNeedsUnits,
  proposalFollowsLadder,
  unitsAreDistinct,
} from './check-units.ts';
import type { Declaration } from './declaration.ts';
import { type Check, type Finding, SEVERITIES } from './finding.ts';

type Rule = {
  readonly check: Check;
  /** The members it looks at: with one of them missing it has nothing to say. */
  readonly reads: readonly (keyof Declaration)[];
};

/** Who signs the shared documents, and as what. */
const SHARERS = [
  'agency',
  'signingMode',
  'charterMode',
  'commitment',
  'leader',
  'units',
  'partners',
  'signatories',
  'witnesses',
] as const;
const PLEDGERS = ['pledges', 'collectivePledges'] as const;

const RULES: readonly Rule[] = [
  { check: weekdayFitsDate, reads: ['event'] },
  { check: dayHasCome, reads: ['event', 'agency'] },
  { check: deadlinesAreUsable, reads: ['deadline', 'agency'] },
  { check: makesSomething, reads: ['event', 'charterMode', 'commitment', 'units', ...PLEDGERS] },
  { check: minutesHaveMatter, reads: ['minutes', 'charterMode', 'commitment'] },
  { check: unitsAreDistinct, reads: ['units'] },
  { check: acronymsAreDistinct, reads: ['units'] },
  { check: perUnitNeedsUnits, reads: ['charterMode', 'units'] },
  { check: addressesArePersonal, reads: [...SHARERS, ...PLEDGERS] },
  { check: witnessesAreOthers, reads: SHARERS },
  { check: officesSignOnce, reads: SHARERS },
  { check: documentsCanBeSigned, reads: ['event', 'minutes', ...SHARERS] },
  { check: partnersHaveSomethingToSign, reads: ['partners', 'charterMode', 'commitment'] },
  { check: pledgesAreDistinct, reads: PLEDGERS },
  { check: superiorsAreOthers, reads: PLEDGERS },
  { check: pledgeUnitsAreKnown, reads: [...PLEDGERS, 'units'] },
  { check: staffIsCounted, reads: ['pledgesElsewhere'] },
  {
    check: numbersHaveDocuments,
    reads: ['event', 'numbers', 'charterMode', 'commitment', 'minutes', 'units'],
  },
  { check: numbersAreDistinct, reads: ['numbers', 'units', ...PLEDGERS] },
  { check: proposalFollowsLadder, reads: ['units'] },
  { check: leaderHasPledged, reads: ['event', 'leader', 'pledges', 'pledgesElsewhere'] },
  { check: staffHasPledged, reads: ['event', 'agency', 'pledgesElsewhere', ...PLEDGERS] },
  { check: witnessIsUsual, reads: ['event', ...SHARERS] },
  { check: isPublished, reads: ['event'] },
  { check: headsAreNamed, reads: ['event', 'units'] },
  { check: prefixesAreApart, reads: [...SHARERS, ...PLEDGERS] },
  { check: citationsAreSound, reads: ['citations', 'event'] },
  { check: basisExists, reads: ['event'] },
  { check: basisIsCertain, reads: ['event'] },
  { check: termsAreSpeltRight, reads: ['citations', 'areas', 'units'] },
  { check: areasAreTheSix, reads: ['areas'] },
  { check: assessmentStillExists, reads: ['evidenceFor'] },
  { check: plannedMakesNothing, reads: ['event'] },
];

/**
 * Everything amiss: errors first, then strong and mild warnings. `now` is UTC, ISO 8601. Rules that
 * read a member named in `unsound`, whose form is at fault already, are not asked.
 */
export const checkDeclaration = (
  declaration: Declaration,
  now: string,
  unsound: ReadonlySet<string> = new Set(),
): readonly Finding[] =>
  RULES.filter(({ reads }) => !reads.some((member) => unsound.has(member)))
    .flatMap(({ check }) => check(declaration, now))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
