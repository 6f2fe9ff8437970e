import { lastWords } from './logFile';

test('the lines that speak of trouble are quoted, not the stack under them', () => {
  const log = [
    'INFO Kafka version: 4.1.2',
    'ERROR Exiting Kafka due to fatal exception',
    'java.lang.IllegalArgumentException: requirement failed: bad port',
    '\tat scala.Predef$.require(Predef.scala:337)',
    '\tat kafka.Kafka$.main(Kafka.scala:81)',
    '\t... 3 more',
    'INFO shut down',
  ].join('\n');
  expect(lastWords(log)).toBe(
    'ERROR Exiting Kafka due to fatal exception | java.lang.IllegalArgumentException: requirement failed: bad port',
  );
});

test('where nothing speaks of trouble, the last six lines are quoted', () => {
  const log = Array.from({ length: 9 }, (_, i) => `line ${i + 1}`).join('\n');
  expect(lastWords(log)).toBe('line 4 | line 5 | line 6 | line 7 | line 8 | line 9');
  expect(lastWords('')).toBe('');
});

test("Maven's reason is quoted without the advice under it", () => {
  const log = [
    '[ERROR] Plugin maven-dependency-plugin:3.8.1 could not be resolved: Cannot access central in offline mode -> [Help 1]',
    '[ERROR] ',
    '[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.',
    '[ERROR] Re-run Maven using the -X switch to enable full debug logging.',
    '[ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/PluginResolutionException',
  ].join('\n');
  expect(lastWords(log)).toMatch(/^\[ERROR\] Plugin .* Cannot access central in offline mode -> \[Help 1\]$/);
});
