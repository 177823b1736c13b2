/** A ceremony as its board sees it: documents drafted and printed, and people who sign them. */
import { begets } from '../../functions/domain/begets.ts';
import type { Declaration, DeclarationState } from '../../functions/domain/declaration.ts';
import { evolveDeclaration } from '../../functions/domain/declaration.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import { evolve } from '../../functions/domain/document.ts';
import type { DeclarationEvent, DocumentEvent } from '../../functions/domain/event.ts';
import { declaration, NOW, person, unit } from './declaration.ts';

const ID = '7k3m9x2p5v8r1tqz';
const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export type Ceremony = {
  readonly state: DeclarationState;
  readonly documents: readonly DocumentState[];
};

const documentId = (index: number): string => `${ID.slice(0, -2)}${String(index).padStart(2, '0')}`;

/** Everything printed, nothing signed. */
export function ceremony(change: Partial<Declaration> = {}): Ceremony {
  const made = declaration(change);
  const plans = begets(made, NOW);
  const entries = plans.map(({ kind, title, signers }, index) => ({
    id: documentId(index),
    kind,
    title,
    people: signers.map((signer) => signer.person),
  }));
  const event = {
    type: 'DeclarationMade',
    declaration: made,
    documents: entries,
    people: [],
  } as const;
  const state = evolveDeclaration(undefined, event, { id: ID, at: NOW });
  const documents = plans.map((plan, index) => {
    const draft = { ...plan, id: documentId(index), declarationId: ID };
    const drafted = evolve(undefined, { type: 'DocumentDrafted', draft }, NOW);
    return evolve(drafted, { type: 'DocumentRendered', sha256: SHA256, sizeBytes: 1000 }, NOW);
  });
  return { state, documents };
}

/** The same after facts about the declaration. */
export const withFacts = (
  { state, documents }: Ceremony,
  ...events: readonly DeclarationEvent[]
): Ceremony => ({
  state: events.reduce(
    (before, event) => evolveDeclaration(before, event, { id: state.id, at: NOW }),
    state,
  ),
  documents,
});

const signature = (signer: number): DocumentEvent => ({
  type: 'SignerSigned',
  signer,
  round: 1,
  sha256: SHA256,
  consent: { version: '2026-1', text: 'Saya setuju.' },
  origin: { ip: '203.0.113.7', userAgent: 'Peramban Uji/1.0' },
});

/** The same after somebody has signed, at `at`, on all documents or on those of some kinds. */
export function signedBy(
  { state, documents }: Ceremony,
  name: string,
  { at, kinds }: { readonly at: string; readonly kinds?: readonly string[] },
): Ceremony {
  const signed = documents.map((document) => {
    const { kind, signers } = document.draft;
    if (kinds !== undefined && !kinds.includes(kind)) return document;
    const own = signers.filter((signer) => signer.name === name);
    return own.reduce((before, { number }) => evolve(before, signature(number), at), document);
  });
  return { state, documents: signed };
}

/** A city with this many units, a leader, two witnesses, and nobody's pledge. */
export const cityOf = (units: number): Partial<Declaration> => ({
  charterMode: 'joint',
  pledges: [],
  units: Array.from({ length: units }, (_, index) => unit(`Dinas ${index + 1}`)),
  witnesses: [person('Sekretaris Daerah'), person('Inspektur')],
});
