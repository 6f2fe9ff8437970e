import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, findJava, findMaven } from '../../plain/prerequisites.cjs';

const folder = mkdtempSync(join(tmpdir(), 'sluice-prerequisites-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with one program that says a line and ends with a status. */
function withProgram(name: string, line: string, status = 0): string {
  const path = mkdtempSync(join(folder, 'path-'));
  writeFileSync(join(path, name), `#!/bin/sh\necho '${line}' >&2\nexit ${status}\n`);
  chmodSync(join(path, name), 0o755);
  return path;
}

describe('Node', () => {
  test.each(['20.0.0', '20.20.2', '24.1.0'])('%s will do', (version) => {
    expect(checkNode(version).ok).toBe(true);
  });
  test.each(['18.20.1', '19.9.0'])('%s is too old', (version) => {
    expect(checkNode(version)).toMatchObject({ ok: false, problem: { code: 'NODE_TOO_OLD' } });
  });
});

describe('Java', () => {
  test.each([
    ['openjdk version "17.0.15" 2025-04-15', '17.0.15'],
    ['java version "21" 2023-09-19 LTS', '21'],
    ['openjdk version "25-ea" 2025-09-16', '25-ea'],
  ])('%s will do', (line, version) => {
    const found = findJava({ PATH: withProgram('java', line) });
    expect(found).toEqual({ ok: true, value: { command: 'java', version } });
  });

  test.each([
    ['openjdk version "1.8.0_412"', 'Java 1.8.0_412 is too old'],
    ['openjdk version "11.0.2" 2019-01-15', 'Java 11.0.2 is too old'],
  ])('%s is too old', (line, sentence) => {
    expect(findJava({ PATH: withProgram('java', line) })).toMatchObject({
      problem: { code: 'JAVA_TOO_OLD', sentence: expect.stringContaining(sentence) },
    });
  });

  test('a stand-in that finds no Java is no Java', () => {
    const path = withProgram('java', 'Unable to locate a Java Runtime.', 1);
    expect(findJava({ PATH: path })).toMatchObject({ problem: { code: 'JAVA_MISSING' } });
    expect(findJava({ PATH: '/nowhere' })).toMatchObject({ problem: { code: 'JAVA_MISSING' } });
  });

  test('JAVA_HOME comes before the PATH', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin', 'java'), '#!/bin/sh\necho \'openjdk version "21.0.1"\' >&2\n', {
      mode: 0o755,
    });
    const path = withProgram('java', 'openjdk version "11.0.2"');
    expect(findJava({ PATH: path, JAVA_HOME: home })).toMatchObject({
      value: { command: join(home, 'bin', 'java'), version: '21.0.1' },
    });
  });
});

describe('Maven', () => {
  test.each(['Apache Maven 3.8.7', 'Apache Maven 3.9.9 (8e8579a)', 'Apache Maven 4.0.0-rc-3'])(
    '%s will do',
    (line) => {
      expect(findMaven({ PATH: withProgram('mvn', line) }).ok).toBe(true);
    },
  );

  test('older ones are too old, none is missing', () => {
    expect(findMaven({ PATH: withProgram('mvn', 'Apache Maven 3.6.3') })).toMatchObject({
      problem: {
        code: 'MAVEN_TOO_OLD',
        sentence: expect.stringMatching(/^Maven 3\.6\.3 is too old: 3\.8 or newer/),
      },
    });
    expect(findMaven({ PATH: '/nowhere' })).toMatchObject({ problem: { code: 'MAVEN_MISSING' } });
  });
});
