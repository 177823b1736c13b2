/** What the template of a pledge (pakta integritas) is filled with: of one person, or of a unit. */
import type { DocumentDraft } from '../domain/draft.ts';
import type { Signer } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { source } from '../runtime/template.ts';
import { bandsOf, groupsOf, listOf } from './view-signers.ts';

type Wordings = Readonly<Record<'leader' | 'rankAndFile' | 'collective', readonly string[]>>;

const commitments = (): Wordings => JSON.parse(source('documents/pledge/commitments.json'));

/** Two people face each other; one alone stands on the right. */
const PLACES = { most: 3, atLeast: 2 } as const;

function ofUnit(draft: DocumentDraft) {
  const [members, ...others] = groupsOf(draft);
  return {
    person: null,
    commitments: commitments().collective,
    members: { groups: listOf(members ? [members] : []) },
    bands: bandsOf(others, PLACES),
  };
}

const described = (signer: Signer) => ({
  name: signer.name,
  nip: signer.nip ?? null,
  rank: signer.rank ?? null,
  position: printedPosition(signer),
  institution: signer.institution ?? null,
});

/** Who pledges is described above, so that the block below repeats the name alone. */
function groupsOfPerson(draft: DocumentDraft, pledger: Signer | undefined) {
  const alone = { position: null, institution: null, rank: null, nip: null };
  return groupsOf(draft).map(({ caption, blocks }) => ({
    caption,
    blocks: blocks.map((block) =>
      block.number === pledger?.number ? { ...block, ...alone } : block,
    ),
  }));
}

function ofPerson(draft: DocumentDraft) {
  const pledger = draft.signers.find(({ role }) => role === 'declarer');
  return {
    person: pledger ? described(pledger) : null,
    commitments: commitments()[draft.rankAndFile ? 'rankAndFile' : 'leader'],
    members: null,
    bands: bandsOf(groupsOfPerson(draft, pledger), PLACES),
  };
}

export function pledgeView(draft: DocumentDraft) {
  const [unit] = draft.units;
  return { unit: unit?.name ?? null, ...(draft.collective ? ofUnit(draft) : ofPerson(draft)) };
}
