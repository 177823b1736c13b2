/** Whether a signatory may hand the seat on: the rulebook's answer, before the form is shown. */
import { decide } from '../domain/decide.ts';
import type { Place } from '../domain/invitation.ts';

/** Whether the rulebook would let the seat go to somebody who is not on record yet. */
export function mayDelegate({ state, signer }: Place, round: number, now: string): boolean {
  const nobody = { name: '', position: '', email: '', person: 0, round: 1 };
  const origin = { ip: '', userAgent: '' };
  const command = {
    type: 'delegate',
    signer,
    round,
    successor: nobody,
    reason: '',
    origin,
  } as const;
  return decide(state, command, now).ok;
}
