/** A mail server on one laptop: takes every letter and keeps it as a file for the inbox page. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import PostalMime, { type Address } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { putInPlace } from './durable-file.ts';

/** Largest letter taken, in bytes; the product's own letters are a few kilobytes. */
const MAX_MAIL_BYTES = 10 * 1024 * 1024;
/** SMTP reply code for a letter over the size limit (RFC 1870 section 6.1). */
const TOO_LARGE = 552;
const KEPT = '.eml';
const ARRIVING = '.part';
/** Digits of the time and count in a file name, so that names sort in order of arrival. */
const TIME_DIGITS = 15;
const COUNT_DIGITS = 8;

export type SmtpEngine = { readonly url: string; stop(): Promise<void> };

export type InboxMailbox = { readonly name: string; readonly address: string };

export type InboxMail = {
  readonly id: string;
  readonly from: InboxMailbox;
  readonly to: readonly InboxMailbox[];
  readonly subject: string;
  /** As written in the letter, in ISO 8601 where it could be read. */
  readonly date: string;
  readonly text: string;
  readonly html: string;
  /** Web addresses in the text, in order. */
  readonly links: readonly string[];
  readonly messageId: string;
};

/** Names files so that they sort in order of arrival, also across restarts. */
function arrivals(): () => string {
  let count = 0;
  return () => {
    count += 1;
    const time = String(Date.now()).padStart(TIME_DIGITS, '0');
    return `${time}-${String(count).padStart(COUNT_DIGITS, '0')}-${randomUUID()}`;
  };
}

/** Keeps one letter; when this resolves it is on the disk. */
async function keep(stream: SMTPServerDataStream, path: string): Promise<void> {
  const arriving = `${path}${ARRIVING}`;
  await pipeline(stream, createWriteStream(arriving));
  if (stream.sizeExceeded) {
    await rm(arriving);
    throw Object.assign(new Error('Letter too large'), { responseCode: TOO_LARGE });
  }
  await putInPlace(arriving, `${path}${KEPT}`);
}

async function removeHalfLetters(directory: string): Promise<void> {
  const names = await readdir(directory);
  const half = names.filter((name) => name.endsWith(ARRIVING));
  await Promise.all(half.map((name) => rm(join(directory, name))));
}

/** Listens on a free port of 127.0.0.1 without sign-in; letters go to `directory` as .eml files. */
export async function startSmtp(options: { readonly directory: string }): Promise<SmtpEngine> {
  const { directory } = options;
  await mkdir(directory, { recursive: true });
  await removeHalfLetters(directory);
  const nextName = arrivals();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    logger: false,
    onData: (stream, _session, answer) => {
      keep(stream, join(directory, nextName())).then(() => answer(), answer);
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  const stop = (): Promise<void> => new Promise((resolve) => server.close(resolve));
  return { url: `smtp://127.0.0.1:${address.port}`, stop };
}

const mailbox = (from: Address | undefined): InboxMailbox => ({
  name: from?.name ?? '',
  address: from?.address ?? '',
});

const linksIn = (text: string): readonly string[] =>
  (text.match(/https?:\/\/[^\s<>"]+/g) ?? []).map((link) => link.replace(/[.,;:!?)]+$/, ''));

async function readMail(directory: string, name: string): Promise<InboxMail> {
  const mail = await PostalMime.parse(await readFile(join(directory, name)));
  const { subject = '', date = '', text = '', html = '', messageId = '' } = mail;
  return {
    id: name.slice(0, -KEPT.length),
    from: mailbox(mail.from),
    to: (mail.to ?? []).map(mailbox),
    subject,
    date,
    text,
    html,
    links: linksIn(text),
    messageId,
  };
}

/** All letters kept in `directory`, oldest first. */
export async function readInbox(directory: string): Promise<readonly InboxMail[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(KEPT)).sort();
  return Promise.all(names.map((name) => readMail(directory, name)));
}
