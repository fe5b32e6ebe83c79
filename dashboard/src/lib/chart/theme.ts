// The page's tokens as colours that a canvas can use. A canvas follows no style sheet, so they are read
// anew whenever the theme changes.

const names = [
  'ink',
  'ink-2',
  'rule',
  'paper',
  'missed-fill',
  'missed-text',
  'excluded-fill',
  'undetermined-fill',
] as const;

export type Theme = Record<(typeof names)[number], string>;

/** `paper`: the light colours whatever the screen shows, because paper is light. */
export function readTheme(near: HTMLElement, medium: 'screen' | 'paper'): Theme {
  const probe = document.createElement('span');
  probe.hidden = true;
  if (medium === 'paper') probe.style.colorScheme = 'light';
  near.append(probe);
  const theme = Object.fromEntries(names.map((name) => [name, resolved(probe, name)]));
  probe.remove();
  return complete(theme);
}

/** The token through the cascade: `light-dark()` is only settled where a property uses it. */
function resolved(probe: HTMLElement, name: string): string {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

function complete(theme: Partial<Theme>): Theme {
  const missing = names.filter((name) => theme[name] === undefined);
  if (!isComplete(theme)) throw new Error(`tokens.css does not define ${missing.join(', ')}`);
  return theme;
}

function isComplete(theme: Partial<Theme>): theme is Theme {
  return names.every((name) => theme[name] !== undefined);
}
