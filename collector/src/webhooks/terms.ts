// `webhook` in the spec of a connector: how its desk tells that something changed.
import { oneOf, secretReference } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { z } from 'zod';
import { jsonPointer } from '../egress/json-pointer.ts';
import { webhookSchemes, type WebhookName } from './registry.ts';
import type { WebhookTerms } from './webhook.ts';

const secretsRule = 'secrets are one, or two while one takes the place of the other';
const secretsExample = '[{ env: WEBHOOK_SECRET }]';
const secrets = list(secretsRule, secretsExample, secretReference, 1).max(
  2,
  such(secretsRule, secretsExample),
);

/** For a desk whose webhooks have one of these schemes. */
export function webhookTerms(...names: [WebhookName, ...WebhookName[]]): z.ZodType<WebhookTerms> {
  const rule = 'webhook has a scheme and secrets';
  const example = `{ scheme: ${names[0]}, secrets: ${secretsExample} }`;
  const shape = { scheme: oneOf(names), secrets };
  const hasPointer = names.some((name) => webhookSchemes.get(name)?.hasPointer);
  return hasPointer
    ? part(rule, example, { ...shape, ticket: jsonPointer('/ticket').default('/ticket') })
    : part(rule, example, shape);
}
