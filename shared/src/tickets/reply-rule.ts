// Which public replies are a response, and why the others are none (measurement.md section 6).
import type { TicketEvent } from '../facts/ticket-event.ts';

/**
 * Why a public reply counts as a response or does not, from the reply alone. Only `supplier` counts.
 * @example whyReply({ ticket: 'T-1', at: 0, type: 'public-reply', actor: 'bot', autoSubmitted: false }) // 'bot'
 */
export function whyReply({
  actor,
  autoSubmitted,
}: TicketEvent & { type: 'public-reply' }): 'supplier' | 'reporter' | 'bot' | 'automatic' {
  if (actor === 'bot') return 'bot';
  return autoSubmitted ? 'automatic' : actor;
}
