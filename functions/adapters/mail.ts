/** Letters by e-mail: through an SMTP server where one is given, else through Amazon SES. */
import { createHash } from 'node:crypto';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { AddressRefused, type Letter, type Mail } from '../ports.ts';

/** A worker must give up before its own time runs out, so that the letter is tried again. */
const CONNECTION_TIMEOUT_MS = 5000;
const GREETING_TIMEOUT_MS = 5000;
const SILENCE_TIMEOUT_MS = 15_000;

/** Hex digits of the letter's reference in its Message-ID. */
const MESSAGE_ID_DIGITS = 40;

/**
 * One plain address. The mail library quotes what is odd, which turns "a@x.test, b@y.test" into
 * somebody at y.test, who then gets a personal link.
 */
const PLAIN_ADDRESS = /^[^\s@<>",;:]+@[^\s@<>",;:]+$/;

const smtpTransport = (url: string) =>
  createTransport({
    url,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: GREETING_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  });

/** A server's answer, as far as nodemailer tells it. */
const Rejection = z.object({
  responseCode: z.int(),
  command: z.string(),
  response: z.string().default(''),
});

/** What a server says to the recipient, or to the letter; anything else is between it and us. */
const ABOUT_RECIPIENT = ['RCPT TO', 'DATA'];
const PERMANENT = 500;
/** Enhanced status code (RFC 3463), e.g. "5.1.1": class, subject, detail. */
const STATUS = /\b5\.(\d{1,3})\.\d{1,3}\b/;
/** Subject 7 is security or policy: "relaying denied" speaks of us, and of every address alike. */
const POLICY = '7';

/**
 * The code of an answer that no later try can change (RFC 5321, section 4.2.1), e.g. "550 5.1.1";
 * undefined when the letter may still be taken.
 */
function refusalIn(error: unknown): string | undefined {
  const { data } = Rejection.safeParse(error);
  if (data === undefined || data.responseCode < PERMANENT) return undefined;
  const [status, subject] = STATUS.exec(data.response) ?? [];
  if (!ABOUT_RECIPIENT.includes(data.command) || subject === POLICY) return undefined;
  return [data.responseCode, status].filter(Boolean).join(' ');
}

/** How Amazon SES tells again whom a letter that comes back was about (see `functions/bounce`). */
function sesOptions({ about }: Letter, configurationSet: string | undefined) {
  const tags = Object.entries(about ?? {}).map(([Name, value]) => ({ Name, Value: String(value) }));
  return {
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
    ...(tags.length === 0 ? {} : { EmailTags: tags }),
  };
}

function sesTransport() {
  const sesClient = new SESv2Client({
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: SILENCE_TIMEOUT_MS,
    },
  });
  return createTransport({ SES: { sesClient, SendEmailCommand } });
}

/** The same letter has the same Message-ID (RFC 5322 section 3.6.4), also when it is sent again. */
function messageId(letter: Letter, from: string): string {
  const digits = createHash('sha256').update(letter.reference).digest('hex');
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return `<${digits.slice(0, MESSAGE_ID_DIGITS)}@${domain}>`;
}

/**
 * Letters from the address `from`. SES puts its own Message-ID in place of ours; `send` answers
 * with the one that the letter went out with.
 */
export function mail({
  from,
  smtpUrl,
  configurationSet,
}: {
  readonly from: string;
  readonly smtpUrl?: string | undefined;
  /** Of Amazon SES: what has it tell of letters that come back. */
  readonly configurationSet?: string | undefined;
}): Mail {
  const transport = smtpUrl === undefined ? sesTransport() : smtpTransport(smtpUrl);
  return {
    send: async (letter) => {
      const { to, subject, text, html } = letter;
      if (!PLAIN_ADDRESS.test(to.address)) throw new Error('the letter has no plain address');
      const message = {
        from: { name: letter.from.name, address: from },
        to: { ...to },
        subject,
        text,
        html,
        messageId: messageId(letter, from),
        // RFC 3834 section 5: keeps absence notices from being answered to a machine.
        headers: { 'Auto-Submitted': 'auto-generated' },
        ses: sesOptions(letter, configurationSet),
      };
      const sent = await transport.sendMail(message).catch((error: unknown) => {
        const code = refusalIn(error);
        throw code === undefined ? error : new AddressRefused(code);
      });
      return { messageId: sent.messageId };
    },
  };
}
