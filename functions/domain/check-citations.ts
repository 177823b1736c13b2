/** Checks of the legal basis: what an agency's papers cite, and what our catalogue leaves open. */
import { type Citation, readCitation } from './citation.ts';
import { DOCUMENT_KINDS } from './draft.ts';
import { type Check, type Finding, strong } from './finding.ts';
import { basisInDoubt, legalBasis } from './legal-basis.ts';
import { baseOf, type CatalogueEntry, forceOf, isOut } from './regulation.ts';
import {
  alone,
  type Cited,
  illegible,
  misnamed,
  outOfForce,
  unclear,
  unknown,
  untitled,
} from './regulation-finding.ts';

/** What is amiss with one regulation; the exact title matters only while it is in force. */
function judged(
  cited: Cited,
  { exact, company }: { readonly exact: boolean; readonly company: readonly CatalogueEntry[] },
): readonly Finding[] {
  if (isOut(cited.entry, cited.date)) return [outOfForce(cited)];
  const force = forceOf(cited.entry, cited.date);
  const base = baseOf(cited.entry);
  return [
    ...(force === 'inForce' ? [] : [unclear(cited)]),
    ...(exact ? [] : [misnamed(cited)]),
    ...(base === undefined || company.includes(base) ? [] : [alone(cited, base)]),
  ];
}

/** A base that is out of force goes without saying where its amendment is judged. */
const worthJudging = ({ regulations }: Citation, date: string): readonly CatalogueEntry[] =>
  regulations.filter(
    (entry) => !isOut(entry, date) || !regulations.some(({ amends }) => amends?.key === entry.key),
  );

/**
 * Warnings only: papers of the agency are not ours to block. They are judged by the day of the event,
 * or by today as long as none is planned.
 */
export const citationsAreSound: Check = ({ citations, event }, now) => {
  const date = event.date ?? now.slice(0, 10);
  const read = citations.map(readCitation);
  const company = read.flatMap(({ regulations }) => regulations);
  return read.flatMap((citation, index) => {
    const field = `citations.${index}`;
    return [
      ...(citation.legible ? [] : [illegible(field)]),
      ...citation.unknown.map((key) => unknown(field, key)),
      ...worthJudging(citation, date).flatMap((entry) =>
        judged({ field, date, entry }, { exact: !citation.misnamed.includes(entry), company }),
      ),
    ];
  });
};

/** Before the first regulation that we know of, nobody declared a Zona Integritas: the year is wrong. */
export const basisExists: Check = ({ event }) => {
  if (event.status !== 'held') return [];
  const { date } = event;
  const known = [...legalBasis('charter', date), ...basisInDoubt('charter', date)];
  if (known.length > 0) return [];
  return [
    strong(
      'event.date',
      'noBasis',
      `Tidak ada peraturan tentang Zona Integritas yang kami ketahui berlaku pada ${date}, sehingga dokumen dicetak tanpa dasar hukumnya. Periksa kembali tahunnya.`,
      `No regulation of Zona Integritas known to us was in force on ${date}, so the documents print without it. Check the year.`,
    ),
  ];
};

/** Our own doubts: regulations that may belong to the legal basis but are not printed there. */
export const basisIsCertain: Check = ({ event }) => {
  if (event.status !== 'held') return [];
  const { date } = event;
  const doubtful = new Set(DOCUMENT_KINDS.flatMap((kind) => basisInDoubt(kind, date)));
  return [...doubtful].map((entry) => {
    const cited = { field: 'event.date', date, entry };
    return forceOf(entry, date) === 'perhapsYet' ? unclear(cited) : untitled(cited);
  });
};
