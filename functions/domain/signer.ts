/** Who signs a document: people, roles, and whose turn it is. */

/**
 * - `declarer`: declares the building of the Zona Integritas (leader or unit head); on a pledge, the
 *   one who pledges.
 * - `coSigner`: signs beside the declarer for another institution.
 * - `witness`: saksi.
 * - `acknowledging`: mengetahui.
 * - `superior`: menyaksikan, the direct superior on a pledge.
 *
 * Who is merely present has no role here: an `Attendee` is named in the minutes and never asked to sign.
 */
export type SignerRole = 'declarer' | 'coSigner' | 'witness' | 'acknowledging' | 'superior';

/** Roles with a place on a charter; a superior signs pledges only. */
export const CHARTER_ROLES = [
  'declarer',
  'coSigner',
  'witness',
  'acknowledging',
] as const satisfies readonly SignerRole[];

/** Prefixes of an office held for another or for the time being; they print before the position. */
export const POSITION_PREFIXES = ['Pj.', 'Plt.', 'Plh.', 'a.n.', 'u.b.'] as const;
type PositionPrefix = (typeof POSITION_PREFIXES)[number];

/** The heads of a hundred units, with leaders, co-signers and witnesses. */
export const MAX_SIGNERS = 140;

export type Person = {
  readonly name: string;
  readonly position: string;
  readonly prefix?: PositionPrefix | undefined;
  readonly institution?: string | undefined;
  /** Pangkat/golongan. */
  readonly rank?: string | undefined;
  /** Nomor Induk Pegawai, 18 digits. */
  readonly nip?: string | undefined;
  /** Pejabat negara, e.g. a minister, governor, regent or mayor: declares under the state emblem. */
  readonly stateOfficial?: boolean | undefined;
  readonly email: string;
};

/** Someone present at the ceremony without a part in the documents: a person, or an institution. */
export type Attendee = {
  readonly name?: string | undefined;
  readonly position?: string | undefined;
  readonly prefix?: PositionPrefix | undefined;
  readonly institution?: string | undefined;
};

export type Signer = Person & {
  /** 1-based and stable for the life of the document. */
  readonly number: number;
  /** The same for one person in all documents of a declaration (see `people.ts`). */
  readonly person: number;
  readonly role: SignerRole;
  /** People of one group sign in parallel; groups follow one another from low to high. */
  readonly group: number;
};

/** The position as it prints, with its prefix: "Pj. Wali Kota Ambon". */
export const printedPosition = ({
  prefix,
  position,
}: Pick<Person, 'prefix' | 'position'>): string =>
  prefix === undefined ? position : `${prefix} ${position}`;

/** The numbers of those whose turn it is: everyone unsigned in the lowest group not yet complete. */
export function whoseTurn(
  signers: readonly Signer[],
  hasSigned: (signer: number) => boolean,
): readonly number[] {
  const waiting = signers.filter((signer) => !hasSigned(signer.number));
  const group = Math.min(...waiting.map((signer) => signer.group));
  return waiting.filter((signer) => signer.group === group).map((signer) => signer.number);
}
