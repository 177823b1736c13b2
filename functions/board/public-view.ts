/** What the public page of a declaration is filled with, and the same for programs. */
import type { DeclarationState } from '../domain/declaration.ts';
import type { PublicRecord } from '../domain/publication-record.ts';
import { dateInWords, localTime, predicatesIn } from '../domain/wording.ts';

/** The other side of a renewal; its address is null while it is not open to everyone. */
type Renewals = {
  readonly replaces: { readonly url: string | null } | undefined;
  readonly replacedBy: { readonly url: string | null } | undefined;
};

/** Whole, because it is printed too. */
const verifyUrlOf = (publicUrl: string, id: string): string => `${publicUrl}/verify/${id}`;

/** A list for a section of the page: null when there is nothing to head. */
const section = <T>(list: readonly T[]) => (list.length === 0 ? null : { list });

export function publicJson(record: PublicRecord, renewals: Renewals, publicUrl: string) {
  const { supersedes: _, supersededBy: __, ...told } = record;
  return {
    ...told,
    documents: record.documents.map((document) => ({
      ...document,
      verifyUrl: verifyUrlOf(publicUrl, document.id),
    })),
    replaces: renewals.replaces,
    replacedBy: renewals.replacedBy,
  };
}

const unitView = ({ name, acronym, head }: PublicRecord['units'][number]) => ({
  name,
  acronym: acronym ?? null,
  head: head ?? null,
});

const documentView = (document: PublicRecord['documents'][number], publicUrl: string) => ({
  kindName: document.kindName,
  title: document.title,
  number: document.number ?? null,
  status: document.status,
  signed: document.signed,
  total: document.total,
  url: verifyUrlOf(publicUrl, document.id),
});

export function publicView(record: PublicRecord, renewals: Renewals, publicUrl: string) {
  const { event, zone, pledges, publishedAt } = record;
  const { weekday, long } = dateInWords(event.date ?? '');
  return {
    agencyName: record.agency,
    target: predicatesIn(record.target),
    eventDate: `${weekday}, ${long}`,
    place: event.place ?? '',
    withoutCeremony: event.status === 'held' && !event.ceremony,
    announcementUrl: (event.status === 'held' ? event.publicationUrl : undefined) ?? null,
    publishedAt: localTime(publishedAt ?? '', zone),
    partners: section(record.partners),
    leaders: section(record.leaders),
    witnesses: section(record.witnesses),
    units: section(record.units.map(unitView)),
    proposed: section(record.proposedUnits.map(({ name }) => name)),
    legalBasis: section(record.legalBasis),
    documents: section(record.documents.map((each) => documentView(each, publicUrl))),
    pledges: pledges.total === 0 ? null : pledges,
    signatures: record.signatures,
    replaces: renewals.replaces ?? null,
    replacedBy: renewals.replacedBy ?? null,
    jsonUrl: `/pencanangan/${record.id}.json`,
  };
}

/** What stands in the place of a page that was withdrawn; undefined for any other. */
export function withdrawnView({ declaration, publication }: DeclarationState) {
  if (publication?.withdrawn === undefined) return undefined;
  const { at, reason } = publication.withdrawn;
  const { name, timezone } = declaration.agency;
  return { agencyName: name, withdrawnAt: localTime(at, timezone), reason };
}
