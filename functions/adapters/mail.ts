/** Letters by e-mail: through an SMTP server where one is given, else through Amazon SES. */
import { createHash } from 'node:crypto';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';
import type { Letter, Mail } from '../ports.ts';

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
}: {
  readonly from: string;
  readonly smtpUrl?: string | undefined;
}): Mail {
  const transport = smtpUrl === undefined ? sesTransport() : smtpTransport(smtpUrl);
  return {
    send: async (letter) => {
      const { to, subject, text, html } = letter;
      if (!PLAIN_ADDRESS.test(to.address)) throw new Error('the letter has no plain address');
      const sent = await transport.sendMail({
        from: { name: letter.from.name, address: from },
        to: { ...to },
        subject,
        text,
        html,
        messageId: messageId(letter, from),
        // RFC 3834 section 5: keeps absence notices from being answered to a machine.
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { messageId: sent.messageId };
    },
  };
}
