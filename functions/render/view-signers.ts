/** How signatures stand on a document: in bands of blocks that never break, or as a list. */
import type { DocumentDraft } from '../domain/draft.ts';
import type { Signer, SignerRole } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { signatureCaption } from '../domain/wording.ts';

/** Whoever declares stands rightmost or topmost, as is the custom. */
const ROLES: readonly SignerRole[] = [
  'declarer',
  'coSigner',
  'superior',
  'witness',
  'acknowledging',
];

/** A block is two columns wide, so that a shorter row can be centred below a longer one. */
const BLOCK_COLUMNS = 2;

type Block = {
  readonly number: number;
  /** Witnesses are numbered where there are several. */
  readonly ordinal: number | null;
  /** Null where the document states it elsewhere. */
  readonly position: string | null;
  readonly institution: string | null;
  readonly name: string;
  readonly rank: string | null;
  readonly nip: string | null;
};

type Group = { readonly caption: string; readonly blocks: readonly Block[] };

type Segment = {
  readonly caption: string | null;
  /** First of its columns, 1 for the leftmost. */
  readonly start: number;
  readonly span: number;
  readonly blocks: readonly Block[];
};

/** One row of blocks across the sheet. */
export type Band = { readonly columns: number; readonly segments: readonly Segment[] };

const blockOf = (signer: Signer): Block => ({
  number: signer.number,
  ordinal: null,
  position: printedPosition(signer),
  institution: signer.institution ?? null,
  name: signer.name,
  rank: signer.rank ?? null,
  nip: signer.nip ?? null,
});

/** The signatories of a document by their roles. */
export const groupsOf = ({ kind, signers }: DocumentDraft): readonly Group[] =>
  ROLES.flatMap((role) => {
    const all = signers.filter((signer) => signer.role === role);
    if (all.length === 0) return [];
    const numbered = role === 'witness' && all.length > 1;
    const blocks = all.map((signer, index) => ({
      ...blockOf(signer),
      ordinal: numbered ? index + 1 : null,
    }));
    return [{ caption: signatureCaption(kind, role, all.length), blocks }];
  });

/** Whole groups side by side, the first of them rightmost. */
function sharedBand(groups: readonly Group[], atLeast: number): Band {
  const used = groups.reduce((sum, { blocks }) => sum + blocks.length, 0);
  const columns = Math.max(used, atLeast) * BLOCK_COLUMNS;
  let end = columns + 1;
  const segments = groups.map(({ caption, blocks }) => {
    const span = blocks.length * BLOCK_COLUMNS;
    end -= span;
    return { caption, start: end, span, blocks };
  });
  return { columns, segments };
}

/** One group in rows as even as can be, a shorter last one centred. */
function ownBands({ caption, blocks }: Group, most: number): readonly Band[] {
  const rows = Math.ceil(blocks.length / most);
  const perRow = Math.ceil(blocks.length / rows);
  return Array.from({ length: rows }, (_, row) => {
    const inRow = blocks.slice(row * perRow, (row + 1) * perRow);
    const segment = {
      caption: row === 0 ? caption : null,
      start: perRow - inRow.length + 1,
      span: inRow.length * BLOCK_COLUMNS,
      blocks: inRow,
    };
    return { columns: perRow * BLOCK_COLUMNS, segments: [segment] };
  });
}

/**
 * Sets groups into bands of at most `most` blocks; groups that fit together share one. A lonely
 * block stands rightmost in a band of `atLeast` places.
 */
export function bandsOf(
  groups: readonly Group[],
  { most, atLeast }: { readonly most: number; readonly atLeast: number },
): readonly Band[] {
  const bands: Band[] = [];
  let together: readonly Group[] = [];
  let free = most;
  const close = (): void => {
    if (together.length > 0) bands.push(sharedBand(together, atLeast));
    together = [];
    free = most;
  };
  for (const group of groups) {
    if (group.blocks.length > free) close();
    if (group.blocks.length > most) bands.push(...ownBands(group, most));
    else {
      together = [...together, group];
      free -= group.blocks.length;
    }
  }
  close();
  return bands;
}

/** The signatories as a list with one running number, by their roles. */
export function listOf(groups: readonly Group[]) {
  let row = 0;
  return groups.map(({ caption, blocks }) => ({
    caption,
    rows: blocks.map(({ ordinal, ...block }) => {
      row += 1;
      return { ...block, row };
    }),
  }));
}
