import { join } from 'node:path';
import { findViolations } from './dependencyDirection';

const violations = findViolations(join(__dirname, '..', '..'));
for (const { file, line, sentence } of violations) process.stderr.write(`${file}:${line} ${sentence}\n`);
if (violations.length > 0) {
  process.stderr.write(
    `${violations.length} violations of the direction of dependencies (infra/lint/layers.ts)\n`,
  );
  process.exitCode = 1;
}
