// Leaves declarations of zod schemas unbroken: they say what a record looks like and work nothing out, and
// breaking their descriptions would ask tests to repeat prose.

/** Whether a call starts at `z`, such as `z.object({...}).describe('...')`. */
function isSchema(node) {
  if (node?.type === 'CallExpression') return isSchema(node.callee);
  if (node?.type === 'MemberExpression') return isSchema(node.object);
  return node?.type === 'Identifier' && node.name === 'z';
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'schemas',
    value: {
      shouldIgnore: ({ node }) =>
        node.type === 'CallExpression' && isSchema(node)
          ? 'a schema declares and computes nothing'
          : undefined,
    },
  },
];
