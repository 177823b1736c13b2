/** Whose declaration it is: of the agency in the request, of a stored profile, or the planner's. */
import type { Agency } from '../domain/agency.ts';
import type { Declaration } from '../domain/declaration.ts';
import { error, type Finding } from '../domain/finding.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Picture, Pictures } from './picture.ts';
import type { DeclarationRequest } from './request.ts';
import type { AgencyProfile } from './request-agency.ts';

export type Whose = Pick<Declaration, 'agency' | 'profile'>;

type Found = { readonly whose: Whose } | { readonly finding: Finding };

const kept = (picture: Picture | undefined) =>
  picture && { mediaType: picture.mediaType, sha256: picture.sha256 };

/** The profile with its images named by their hashes, as the ledger keeps it. */
export const withoutUploads = (
  { letterhead, ...profile }: AgencyProfile,
  { logo, emblem }: Pictures,
): Agency => ({
  ...profile,
  letterhead: { addressLines: letterhead.addressLines, logo: kept(logo), emblem: kept(emblem) },
});

async function stored(ledger: Ledger, id: string): Promise<Found> {
  const head = await ledger.agency(id);
  if (head !== undefined)
    return { whose: { agency: head.state, profile: { id, version: head.version } } };
  const finding = error(
    'profile',
    'unknownProfile',
    `Profil instansi "${id}" belum tersimpan.`,
    `There is no agency profile "${id}".`,
  );
  return { finding };
}

/**
 * Exactly one of `agency` and `profile` tells whose declaration it is; a plan that has been held
 * keeps what it was planned with when neither is sent.
 */
export async function whose(
  ledger: Ledger,
  { agency, profile }: Pick<DeclarationRequest, 'agency' | 'profile'>,
  { pictures, planned }: { readonly pictures: Pictures; readonly planned: Whose | undefined },
): Promise<Found> {
  if (agency !== undefined && profile !== undefined)
    return {
      finding: error(
        'profile',
        'agencyTwice',
        'Isi salah satu saja: agency atau profile.',
        'Give either agency or profile, not both.',
      ),
    };
  if (profile !== undefined) return stored(ledger, profile);
  if (agency !== undefined) return { whose: { agency: withoutUploads(agency, pictures) } };
  if (planned !== undefined) return { whose: planned };
  return {
    finding: error(
      'agency',
      'agencyMissing',
      'Wajib diisi: agency, atau profile dengan kode profil yang tersimpan.',
      'Required: agency, or profile with the name of a stored profile.',
    ),
  };
}
