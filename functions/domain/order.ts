/** The order of signing: unit heads, then leaders, then witnesses, then who acknowledges. */
import type { Signer, SignerRole } from './signer.ts';

/** Unit heads sign first, so that a leader never signs for a unit that has not committed itself. */
const HEAD_GROUP = 1;
/** The leader, leaders of partner agencies, and everyone else without a group of their own. */
const LEADER_GROUP = 2;
/** Witnesses see what they witness: they sign after all who declare. */
const WITNESS_GROUP = 3;

/** Roles that attest to what others have declared, and so come after them. */
const FOLLOWING: readonly SignerRole[] = ['witness', 'acknowledging'];

type Seat = Omit<Signer, 'number' | 'person'>;
type Unordered = Omit<Seat, 'group'> & { readonly group?: number | undefined };

/**
 * Gives every signatory an order group and a number. A group chosen by the admin stands, save that
 * witnesses and those who acknowledge always come after every declarer and co-signer.
 */
export function inOrder(parts: {
  readonly heads: readonly Unordered[];
  readonly others: readonly Unordered[];
}): readonly Omit<Signer, 'person'>[] {
  const before = parts.others.filter(({ role }) => !FOLLOWING.includes(role));
  const declared = Math.max(HEAD_GROUP, ...before.map(({ group }) => group ?? LEADER_GROUP));
  const witness = Math.max(WITNESS_GROUP, declared + 1);
  const usual: Readonly<Record<SignerRole, number>> = {
    declarer: LEADER_GROUP,
    coSigner: LEADER_GROUP,
    witness,
    acknowledging: witness + 1,
    superior: LEADER_GROUP,
  };
  const groupOf = ({ role, group }: Unordered): number =>
    Math.max(group ?? usual[role], FOLLOWING.includes(role) ? declared + 1 : HEAD_GROUP);
  const seats = [
    ...parts.heads.map((head) => ({ ...head, group: HEAD_GROUP })),
    ...parts.others.map((seat) => ({ ...seat, group: groupOf(seat) })),
  ];
  return seats
    .sort((a, b) => a.group - b.group)
    .map((seat, index) => ({ ...seat, number: index + 1 }));
}
