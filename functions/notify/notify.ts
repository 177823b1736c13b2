/** Sends the letters a document owes: invitations to those whose turn it is, completion to everyone. */
import type { DocumentState } from '../domain/document.ts';
import { mailsDue } from '../domain/document.ts';
import type { MailPurpose } from '../domain/event.ts';
import type { Signer } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { localTime } from '../domain/wording.ts';
import type { Ledger, Letter, Links, Mail } from '../ports.ts';
import type { Execute } from '../runtime/execute.ts';
import { log } from '../runtime/log.ts';
import { fill } from '../runtime/view.ts';

const BY = { type: 'worker', name: 'notify' } as const;

export type NotifyWorld = {
  readonly ledger: Ledger;
  readonly links: Links;
  readonly mail: Mail;
  readonly execute: Execute;
  readonly publicUrl: string;
};

type Due = { readonly purpose: MailPurpose; readonly round: number; readonly signer: Signer };

function letter(state: DocumentState, due: Due, link: string): Letter {
  const { purpose, round, signer } = due;
  const { agency, title, deadline, id } = state.draft;
  const model = {
    agencyName: agency.name,
    recipientName: signer.name,
    recipientPosition: printedPosition(signer),
    documentTitle: title,
    roleName: roleName(state, signer),
    link,
    deadline: localTime(deadline, agency.timezone),
    sha256: state.unsigned?.sha256 ?? null,
  };
  return {
    to: { name: signer.name, address: signer.email },
    from: { name: agency.name },
    subject: fill(`mails/${purpose}/subject.hbs`, model, 'text').trim(),
    text: fill(`mails/${purpose}/text.hbs`, model, 'text'),
    html: fill(`mails/${purpose}/html.hbs`, model),
    reference: `${id}.${signer.number}.${purpose}.${round}`,
  };
}

async function deliver(world: NotifyWorld, state: DocumentState, due: Due): Promise<void> {
  const { purpose, round } = due;
  const { id } = state.draft;
  const holder = { documentId: id, signer: due.signer.number, round };
  const token = world.links.token(holder);
  if (purpose === 'invitation') {
    // The link is on record before it leaves the house, so nobody can come too early.
    const linkHash = world.links.hash(token);
    const issued = await world.execute(
      id,
      { type: 'issueLink', signer: holder.signer, round, linkHash },
      BY,
    );
    if (!issued.ok && issued.refusal.reason === 'contended')
      throw new Error('link not recorded: too many writers');
    // Any other refusal means that the invitation has become pointless: expired, voided, declined.
    if (!issued.ok) return;
  }
  const { messageId } = await world.mail.send(letter(state, due, `${world.publicUrl}/s/${token}`));
  const record = { type: 'recordMail', purpose, signer: holder.signer, round, messageId } as const;
  const recorded = await world.execute(id, record, BY);
  if (!recorded.ok) throw new Error(`mail ${purpose} not recorded: ${recorded.refusal.reason}`);
}

/** What may be logged of a mail system's refusal: its codes, not its words, which name addresses. */
function mailFault(error: unknown): object {
  if (!(error instanceof Error)) return {};
  const code = 'code' in error ? error.code : error.name;
  return { code, responseCode: 'responseCode' in error ? error.responseCode : undefined };
}

/**
 * Sends every letter due, each on its own. @throws when one or more could not be sent, so that the
 * message comes again; letters on record are not sent a second time.
 */
export async function notify(world: NotifyWorld, documentId: string): Promise<void> {
  const head = await world.ledger.document(documentId);
  if (head === undefined) return;
  const { state } = head;
  let failures = 0;
  for (const { purpose, round, signer: number } of mailsDue(state)) {
    const signer = state.draft.signers.find((person) => person.number === number);
    if (signer === undefined) throw new Error(`document ${documentId} has no signatory ${number}`);
    await deliver(world, state, { purpose, round, signer }).catch((error: unknown) => {
      log.error('letter not sent', { documentId, signer: number, purpose, ...mailFault(error) });
      failures += 1;
    });
  }
  if (failures > 0) throw new Error(`${failures} letters not sent`);
}
