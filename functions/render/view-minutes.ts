/** What the template of minutes (berita acara pencanangan) is filled with. */
import type { DocumentDraft } from '../domain/draft.ts';
import type { Attendee } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { localTime, numberInWords } from '../domain/wording.ts';
import { bandsOf, groupsOf } from './view-signers.ts';
import { partnersOf, targetOf, unitsOf } from './view-subject.ts';

const PLACES = { most: 3, atLeast: 2 } as const;

/** Of more signatories than this the positions stand in the annex alone. */
const MAX_POSITIONS = 4;

/** Stands in the column of names. */
const NAMELESS = '–';

const NO_RECORD = { signed: [], present: [] } as const;

/** A count as official papers write it: "31 (tiga puluh satu)". */
const counted = (count: number): string => `${count} (${numberInWords(count)})`;

function signedView({ ceremony = NO_RECORD, agency }: DocumentDraft) {
  return ceremony.signed.map(({ title, number, complete, completedAt, signedBy }, index) => ({
    row: index + 1,
    title,
    number: number ?? null,
    complete,
    completedAt: completedAt === undefined ? null : localTime(completedAt, agency.timezone),
    many: signedBy.length > MAX_POSITIONS,
    signedBy: signedBy.map(({ name, position }) => ({ name, position })),
  }));
}

type Line = { readonly name: string; readonly details: readonly string[] };

/** Somebody with several documents is listed once. */
function signatories({ ceremony = NO_RECORD }: DocumentDraft): readonly Line[] {
  const people = ceremony.signed.flatMap(({ signedBy }) => signedBy);
  const byKey = new Map(people.map((person) => [`${person.name}\n${person.position}`, person]));
  return [...byKey.values()].map(({ name, position }) => ({ name, details: [position] }));
}

/** Who came without a name known to us stands by position and institution alone. */
function attendee({ name = NAMELESS, position, prefix, institution }: Attendee): Line {
  const held = position === undefined ? [] : [printedPosition({ position, prefix })];
  const at = institution === undefined ? [] : [institution];
  return { name, details: [...held, ...at] };
}

const listed = (lines: readonly Line[]) =>
  lines.length === 0 ? null : { people: lines.map((line, index) => ({ row: index + 1, ...line })) };

function countsOf(signed: readonly { readonly complete: boolean }[]) {
  const complete = signed.filter((document) => document.complete).length;
  const incomplete = signed.length - complete;
  return {
    all: counted(signed.length),
    complete: complete === 0 ? null : counted(complete),
    incomplete: incomplete === 0 ? null : counted(incomplete),
  };
}

/** The annexes, numbered when there are two; without a ceremony nobody need have been present. */
function annexesOf(draft: DocumentDraft) {
  const { ceremony = NO_RECORD, event } = draft;
  const units = unitsOf(draft).annexed;
  const attendance = event.ceremony || ceremony.present.length > 0;
  const [first, second] =
    units && attendance ? ['Lampiran I', 'Lampiran II'] : ['Lampiran', 'Lampiran'];
  return {
    annexed: units || attendance,
    unitAnnex: units ? { name: first } : null,
    attendanceAnnex: attendance
      ? {
          name: second,
          present: listed(ceremony.present.map(attendee)),
          signatories: listed(signatories(draft)),
        }
      : null,
  };
}

export function minutesView(draft: DocumentDraft) {
  const { ceremony = NO_RECORD, event } = draft;
  return {
    ...unitsOf(draft),
    ...annexesOf(draft),
    partners: partnersOf(draft),
    target: targetOf(draft),
    ceremony: event.ceremony,
    counts: ceremony.signed.length === 0 ? null : countsOf(ceremony.signed),
    signed: signedView(draft),
    bands: bandsOf(groupsOf(draft), PLACES),
  };
}
