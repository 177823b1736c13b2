/** What a mail server's no means: for the address and for good, or for now, or for us. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { mail } from '../../functions/adapters/mail.ts';
import { AddressRefused } from '../../functions/ports.ts';

const FROM = 'zi@ambon.test';

const letter = {
  to: { name: 'Siti', address: 'siti@ambon.test' },
  from: { name: 'Pemerintah Kota Ambon' },
  subject: 'Permohonan tanda tangan',
  text: 'teks',
  html: '<p>teks</p>',
  reference: 'd1.1.invitation.1',
};

describe('a mail server that says no', () => {
  /** Answers one verb of SMTP with `answer`, and everything else as it should. */
  async function sentTo(verb: 'RCPT' | 'DATA', answer: string): Promise<unknown> {
    const server = createServer((socket) => {
      let body = false;
      socket.write('220 uji\r\n');
      socket.on('data', (data) => {
        for (const line of data.toString().split('\r\n').filter(Boolean)) {
          if (body && line !== '.') continue;
          const isAsked = body ? verb === 'DATA' : line.startsWith('RCPT') && verb === 'RCPT';
          const isData = line === 'DATA';
          socket.write(`${isAsked ? answer : isData ? '354 go' : '250 ok'}\r\n`);
          body = isData;
        }
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const { port } = address;
    const sent = mail({ from: FROM, smtpUrl: `smtp://127.0.0.1:${port}` }).send(letter);
    const outcome = await sent.catch((error: unknown) => error);
    server.close();
    return outcome;
  }

  test.each([
    ['RCPT', '550 5.1.1 <siti@ambon.test>: user unknown', '550 5.1.1'],
    ['RCPT', '553 mailbox name not allowed', '553'],
    ['DATA', '552 5.2.2 mailbox full', '552 5.2.2'],
  ] as const)('for good, after %s: %s', async (verb, answer, code) => {
    const outcome = await sentTo(verb, answer);
    expect(outcome).toBeInstanceOf(AddressRefused);
    expect(outcome).toMatchObject({ code });
    expect(String(outcome)).not.toContain('@');
  });

  test.each([
    ['RCPT', '450 4.2.1 try later'],
    ['RCPT', '554 5.7.1 relay access denied'],
    ['DATA', '451 4.3.0 not now'],
  ] as const)('for now, or to us and not to the address, after %s: %s', async (verb, answer) => {
    const outcome = await sentTo(verb, answer);
    expect(outcome).toBeInstanceOf(Error);
    expect(outcome).not.toBeInstanceOf(AddressRefused);
  });
});
