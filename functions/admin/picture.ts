/** The images of a letterhead: each judged by itself, and kept under the hash of its bytes. */
import { z } from 'zod';
import type { Logo } from '../domain/agency.ts';
import { error, type Finding } from '../domain/finding.ts';
import { logoKey } from '../domain/storage-key.ts';
import type { Files } from '../ports.ts';
import { sha256 } from '../runtime/digest.ts';
import { LOGO_FAULTS, readLogo } from './logo.ts';
import { Upload } from './request-agency.ts';

/** An image as it was uploaded, to be stored under its hash. */
export type Picture = Logo & { readonly bytes: Uint8Array };

export type Pictures = {
  readonly logo?: Picture | undefined;
  readonly emblem?: Picture | undefined;
};

const NAMES = ['logo', 'emblem'] as const;

/** A whole image is judged by itself, whatever else is wrong. */
const WithPictures = z.object({
  letterhead: z.object({
    logo: Upload.optional().catch(undefined),
    emblem: Upload.optional().catch(undefined),
  }),
});

/** The images in an agency's profile; faults name the field below `path`. */
export function readPictures(
  profile: unknown,
  path: readonly string[],
): { readonly pictures: Pictures; readonly findings: readonly Finding[] } {
  const letterhead = WithPictures.safeParse(profile).data?.letterhead;
  const findings: Finding[] = [];
  const pictures: { [name in (typeof NAMES)[number]]?: Picture } = {};
  for (const name of NAMES) {
    const upload = letterhead?.[name];
    if (upload === undefined) continue;
    const read = readLogo(upload);
    if ('fault' in read) {
      const told = LOGO_FAULTS[read.fault];
      findings.push(error([...path, 'letterhead', name].join('.'), read.fault, told.id, told.en));
    } else {
      const { bytes } = read;
      pictures[name] = { mediaType: upload.mediaType, sha256: sha256(bytes), bytes };
    }
  }
  return { pictures, findings };
}

/** Stores images before the ledger refers to them. */
export async function storePictures(files: Files, { logo, emblem }: Pictures): Promise<void> {
  for (const picture of [logo, emblem])
    if (picture) await files.put(logoKey(picture.sha256), picture.bytes, picture.mediaType);
}
