/** Who signs what: one table from the kind of agency to the roles of unit heads and of the leader. */
import type { Agency, AgencyLevel } from './agency.ts';
import type { DocumentKind } from './draft.ts';
import type { SignerRole } from './signer.ts';

/**
 * Roles of a charter. Regulations ask for the leader's signature (PermenPANRB 52/2014: piagam
 * ditandatangani oleh pimpinan instansi); custom knows the others as well.
 * - `together`: unit heads declare, and the leader declares after them.
 * - `leaderAlone`: only the leader declares.
 * - `leaderAcknowledges`: unit heads declare; the leader signs as "Mengetahui".
 * - `leaderWitnesses`: unit heads declare; the leader is their witness, as courts are assessed.
 */
export const SIGNING_MODES = [
  'together',
  'leaderAlone',
  'leaderAcknowledges',
  'leaderWitnesses',
] as const;
export type SigningMode = (typeof SIGNING_MODES)[number];

/** The mode of an agency that says nothing else. */
const MODE_OF_LEVEL: Readonly<Record<AgencyLevel, SigningMode>> = {
  ministry: 'together',
  agency: 'together',
  vertical: 'leaderAlone',
  court: 'leaderWitnesses',
  provinsi: 'together',
  kabupaten: 'together',
  kota: 'together',
};

/** The mode of a declaration: its own, else the agency's, else the custom of the level. */
export const modeOf = ({
  signingMode,
  agency,
}: {
  readonly signingMode?: SigningMode | undefined;
  readonly agency: Pick<Agency, 'level' | 'signingMode'>;
}): SigningMode => signingMode ?? agency.signingMode ?? MODE_OF_LEVEL[agency.level];

/** A part in a document; undefined means that the person does not sign it. */
type Parts = { readonly head?: SignerRole; readonly leader?: SignerRole };

const CHARTER: Readonly<Record<SigningMode, Parts>> = {
  together: { head: 'declarer', leader: 'declarer' },
  leaderAlone: { leader: 'declarer' },
  leaderAcknowledges: { head: 'declarer', leader: 'acknowledging' },
  leaderWitnesses: { head: 'declarer', leader: 'witness' },
};

/** The other kinds are signed alike whatever the mode. */
const OTHERS: Readonly<Record<Exclude<DocumentKind, 'charter' | 'pledge'>, Parts>> = {
  commitment: { head: 'declarer', leader: 'declarer' },
  minutes: { leader: 'declarer' },
  'action-plan': { head: 'declarer', leader: 'acknowledging' },
};

/** What unit heads and the leader sign a document as; pledges name their signatories themselves. */
export const partsOf = (kind: Exclude<DocumentKind, 'pledge'>, mode: SigningMode): Parts =>
  kind === 'charter' ? CHARTER[mode] : OTHERS[kind];
