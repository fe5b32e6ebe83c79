// `pnpm start`: collector and dashboard as one program.
import { whenToStop } from './abandonment.ts';
import { launch } from './launch.ts';

process.exitCode = await launch(process.env, whenToStop(), console.log, console.error);
