/** What only the laptop has to show: the letters it kept, and the work in its queues. */
import type { RequestListener, ServerResponse } from 'node:http';
import { type Language, page } from '../../../functions/runtime/view.ts';
import { type InboxMail, type InboxMailbox, readInbox } from '../engines/smtp.ts';
import type { Queues } from '../work/queue.ts';
import { PAGE_HEADERS, sendProblem } from './gateway.ts';

/** First path segment under which these pages are mounted. */
export const LOCAL_SEGMENT = 'local';

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

const JSON_HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

const mailbox = ({ name, address }: InboxMailbox): string => `${name} <${address}>`.trim();

/** The time of a letter in words; as it stands where it cannot be read. */
function timeInWords(date: string, language: Language): string {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return date;
  return time.toLocaleString(LOCALES[language], { dateStyle: 'long', timeStyle: 'long' });
}

/** The inbox as a page, newest letter first. */
function inboxPage(mails: readonly InboxMail[], language: Language): string {
  const shown = mails.toReversed().map((mail) => ({
    ...mail,
    from: mailbox(mail.from),
    to: mail.to.map(mailbox).join(', '),
    date: timeInWords(mail.date, language),
  }));
  return page('inbox', { language, query: {} }, { mails: shown });
}

const sendJson = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, JSON_HEADERS).end(`${JSON.stringify(value, undefined, 2)}\n`);
};

/** Answers `/local/mail`, `/local/mail.json` and `/local/work.json`. */
export function localPages(inbox: string, queues: Queues): RequestListener {
  const answer = async (url: URL, response: ServerResponse): Promise<void> => {
    const language = url.searchParams.get('lang') === 'en' ? 'en' : 'id';
    switch (url.pathname) {
      case '/local/mail':
        response.writeHead(200, PAGE_HEADERS).end(inboxPage(await readInbox(inbox), language));
        return;
      case '/local/mail.json':
        return sendJson(response, await readInbox(inbox));
      case '/local/work.json':
        return sendJson(response, queues.report());
      default:
        return sendProblem(response, 404);
    }
  };
  return (request, response) => {
    answer(new URL(request.url ?? '/', 'http://localhost'), response).catch((error: unknown) => {
      console.error(`${request.url}:`, error);
      sendProblem(response, 500);
    });
  };
}
