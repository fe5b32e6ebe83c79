// Which ticket-system kinds there are, by the `type` that agreements name them with.
import type { ConnectorKind } from './connector.ts';
import { jsonHttp } from './json-http.ts';

const kinds: readonly ConnectorKind[] = [jsonHttp];

export const connectorKinds: ReadonlyMap<string, ConnectorKind> = new Map(
  kinds.map((kind) => [kind.type, kind]),
);
