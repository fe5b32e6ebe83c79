// Which schemes of webhooks there are, by the name that agreements give them.
import { bearer } from './bearer.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { jira } from './jira.ts';
import { standard } from './standard.ts';
import { zammad } from './zammad.ts';
import { zendesk } from './zendesk.ts';
import type { WebhookScheme } from './webhook.ts';

const schemes = [bearer, github, gitlab, jira, standard, zammad, zendesk];

export type WebhookName = (typeof schemes)[number]['name'];

export const webhookSchemes: ReadonlyMap<string, WebhookScheme> = new Map(
  schemes.map((scheme) => [scheme.name, scheme]),
);
