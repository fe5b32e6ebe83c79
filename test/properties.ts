// Properties are tried on the same examples every time, so that a red run is red again; a failure prints
// its seed and path. `FAST_CHECK_SEED=$RANDOM vitest run property` looks at other examples.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_121) });
