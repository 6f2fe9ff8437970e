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
