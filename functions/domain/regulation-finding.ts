/** What can be said against a regulation, as cited or as our own legal basis. */
import { type Finding, mild, strong } from './finding.ts';
import {
  type CatalogueEntry,
  forceOf,
  fullTitle,
  inItsPlace,
  properCitation,
  successorOf,
} from './regulation.ts';
import { dateInWords } from './wording.ts';

/** Where the ministry publishes its regulations. */
const REGISTER = 'jdih.menpan.go.id';

/** A citation of one regulation: where it stands, and the day for which it is judged. */
export type Cited = {
  readonly field: string;
  readonly date: string;
  readonly entry: CatalogueEntry;
};

/** "2021-12" → "Desember 2021" */
function partialInWords(partial: string): string {
  const [year, month, day] = partial.split('-');
  if (month === undefined) return `tahun ${year}`;
  const words = dateInWords(`${year}-${month}-${day ?? '01'}`);
  return day === undefined ? `${words.month} ${year}` : words.long;
}

/** Not yet, or no longer, in force: with what to cite in its place, if the catalogue knows that. */
export function outOfForce({ field, date, entry }: Cited): Finding {
  const instead = inItsPlace(entry, date);
  const right = instead && properCitation(instead, date);
  const useId = right ? ` Gunakan: "${right}".` : '';
  const useEn = right ? ` Use: "${right}".` : '';
  const day = dateInWords(date).long;
  return forceOf(entry, date) === 'ended'
    ? strong(
        field,
        'repealedCitation',
        `${entry.short} sudah tidak berlaku pada ${day}.${useId}`,
        `${entry.short} was no longer in force on ${date}.${useEn}`,
      )
    : strong(
        field,
        'notYetInForce',
        `${entry.short} belum berlaku pada ${day}.${useId}`,
        `${entry.short} was not yet in force on ${date}.${useEn}`,
      );
}

/** In force, but with a title that nobody could verify. */
export const untitled = ({ field, entry }: Cited): Finding =>
  mild(
    field,
    'uncertainBasis',
    `${entry.short} berlaku pada tanggal itu, tetapi judul lengkapnya belum terverifikasi sehingga tidak dicetak sebagai dasar hukum. Periksa judulnya di ${REGISTER}.`,
    `${entry.short} was in force on that day, but its full title is not verified and it is not printed as legal basis. Check its title at ${REGISTER}.`,
  );

/** A doubt about the first day of a regulation, or of the one that replaces it. */
export function unclear({ field, date, entry }: Cited): Finding {
  const perhapsYet = forceOf(entry, date) === 'perhapsYet';
  const decisive = perhapsYet ? entry : (successorOf(entry) ?? entry);
  const since = partialInWords(decisive.from.date);
  const day = dateInWords(date).long;
  return mild(
    field,
    'uncertainBasis',
    `Belum pasti apakah ${entry.short} ${perhapsYet ? 'sudah' : 'masih'} berlaku pada ${day}: tanggal berlakunya ${decisive.short} baru diketahui sebatas ${since}. Periksa tanggal pengundangannya di ${REGISTER}.`,
    `It is not certain that ${entry.short} was ${perhapsYet ? 'already' : 'still'} in force on ${date}: of the first day of ${decisive.short} only "${decisive.from.date}" is known. Check its date of promulgation at ${REGISTER}.`,
  );
}

export const misnamed = ({ field, entry }: Cited): Finding =>
  mild(
    field,
    'misnamedCitation',
    `Judul ${entry.short} tidak tepat. Judul yang tepat: "${fullTitle(entry)}".`,
    `The title of ${entry.short} is not exact. The exact one is: "${fullTitle(entry)}".`,
  );

/** An amendment without what it amends. */
export function alone({ field, entry }: Cited, base: CatalogueEntry): Finding {
  const jo = `${base.short} jo. ${entry.short}`;
  const use = `${fullTitle(base) ?? base.name} jo. ${entry.name}`;
  return mild(
    field,
    'amendmentAlone',
    `${entry.short} hanya mengubah ${base.short} dan dibaca bersamanya. Tulis "${jo}", lengkapnya: "${use}".`,
    `${entry.short} only amends ${base.short} and is read with it. Write "${jo}", in full: "${use}".`,
  );
}

export const unknown = (field: string, key: string): Finding =>
  mild(
    field,
    'unknownRegulation',
    `PermenPANRB ${key} tidak ada dalam katalog peraturan Zona Integritas. Periksa nomor dan tahunnya.`,
    `PermenPANRB ${key} is not in the catalogue of regulations on Zona Integritas. Check number and year.`,
  );

export const illegible = (field: string): Finding =>
  mild(
    field,
    'unknownRegulation',
    'Nomor dan tahun peraturan tidak terbaca. Tulis, misalnya, "PermenPANRB Nomor 90 Tahun 2021".',
    'Number and year of the regulation cannot be read. Write "PermenPANRB Nomor 90 Tahun 2021", for example.',
  );
