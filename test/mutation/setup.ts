// Properties try the same examples for every mutant, so that a score can be measured twice.
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_121 });
