// Which ticket-system kinds there are, by the `type` that agreements name them with.
import type { ConnectorKind } from './connector.ts';
import { csv } from './csv.ts';
import { freshdesk } from './freshdesk.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { jiraServiceManagement } from './jira-service-management.ts';
import { jsonHttp } from './json-http.ts';
import { redmine } from './redmine.ts';
import { requestTracker } from './request-tracker.ts';
import { serviceNow } from './servicenow.ts';
import { zammad } from './zammad.ts';
import { zendesk } from './zendesk.ts';

const kinds: readonly ConnectorKind[] = [
  jsonHttp,
  csv,
  freshdesk,
  github,
  gitlab,
  jiraServiceManagement,
  redmine,
  requestTracker,
  serviceNow,
  zammad,
  zendesk,
];

export const connectorKinds: ReadonlyMap<string, ConnectorKind> = new Map(
  kinds.map((kind) => [kind.type, kind]),
);
