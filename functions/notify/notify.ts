/** Sends the letters a document owes: invitations to those whose turn it is, completion to everyone. */
import type { DocumentState } from '../domain/document.ts';
import { mailsDue } from '../domain/document.ts';
import type { MailPurpose } from '../domain/event.ts';
import type { Signer } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { localTime } from '../domain/wording.ts';
import type { Ledger, Letter, Links, Mail } from '../ports.ts';
import { type Execute, record } from '../runtime/execute.ts';
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

type MailDue = ReturnType<typeof mailsDue>[number];

const nameOf = ({ purpose, signer, round }: MailDue): string => `${purpose} ${signer} ${round}`;

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
    // Any other refusal means that the invitation has become pointless: expired, voided, signed.
    if (!issued.ok) return;
  }
  const { messageId } = await world.mail.send(letter(state, due, `${world.publicUrl}/s/${token}`));
  const sent = { purpose, signer: holder.signer, round, messageId };
  await record(world.execute, id, { command: { type: 'recordMail', ...sent }, worker: BY.name });
}

/** What may be logged of a mail system's refusal: its codes, not its words, which name addresses. */
function mailFault(error: unknown): object {
  if (!(error instanceof Error)) return {};
  const code = 'code' in error ? error.code : error.name;
  return { code, responseCode: 'responseCode' in error ? error.responseCode : undefined };
}

/** The first letter due that this run has not tried yet, as the ledger stands at this moment. */
async function nextLetter(
  { ledger }: NotifyWorld,
  documentId: string,
  tried: ReadonlySet<string>,
): Promise<{ readonly state: DocumentState; readonly due: Due } | undefined> {
  const head = await ledger.document(documentId);
  if (head === undefined) return undefined;
  const { state } = head;
  const mail = mailsDue(state).find((one) => !tried.has(nameOf(one)));
  const signer = state.draft.signers.find(({ number }) => number === mail?.signer);
  return mail && signer && { state, due: { ...mail, signer } };
}

/**
 * Sends every letter due, each on its own and after a fresh look, so that workers side by side do
 * not write to the same person. @throws when one or more could not be sent, so that the message comes
 * again; letters on record are not sent a second time.
 */
export async function notify(world: NotifyWorld, documentId: string): Promise<void> {
  const tried = new Set<string>();
  let failures = 0;
  for (;;) {
    const next = await nextLetter(world, documentId, tried);
    if (next === undefined) break;
    const { purpose, round, signer } = next.due;
    tried.add(nameOf({ purpose, round, signer: signer.number }));
    await deliver(world, next.state, next.due).catch((error: unknown) => {
      const letter = { documentId, signer: signer.number, purpose };
      log.error('letter not sent', { ...letter, ...mailFault(error) });
      failures += 1;
    });
  }
  if (failures > 0) throw new Error(`${failures} letters not sent`);
}
