// One target of ours, asked once. Any answer shows that the network works, whatever its status.
import { EgressError } from '../egress.ts';
import type { Egress } from '../egress.ts';

export type Control = { name: string; url: string };

/** How a control took a question, and its status or what went wrong. `unasked`: the settings forbid to ask it. */
export type ControlAnswer = Control & { said: 'answered' | 'failed' | 'unasked'; why: string };

/** For a whole answer, in milliseconds. */
export const deadlineMs = 5_000;

/** Nothing was sent: the settings forbid it, or there are more controls than politeness lets us ask. */
const notAsked = ['POLICY', 'INVALID', 'NO_ROOM'];

/** A control that settings do not let us reach says nothing about the network, and says so. */
export async function askControl(control: Control, egress: Pick<Egress, 'request'>): Promise<ControlAnswer> {
  try {
    const { status } = await egress.request({ url: control.url, deadlineMs });
    return { ...control, said: 'answered', why: `status ${status}` };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    const said = notAsked.includes(error.code) ? 'unasked' : 'failed';
    return { ...control, said, why: `${error.code}: ${error.message}` };
  }
}
