// Plain JavaScript: the bootstrap uses it before anything is installed. Types in prerequisites.d.cts.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const NODE_MAJOR_MIN = 20;
const JAVA_MAJOR_MIN = 17;
const MAVEN_MIN = [3, 8];

function refuse(code, sentence) {
  return { ok: false, problem: { code, sentence } };
}

function checkNode(version = process.versions.node) {
  return Number.parseInt(version, 10) >= NODE_MAJOR_MIN
    ? { ok: true, value: { command: process.execPath, version } }
    : refuse(
        'NODE_TOO_OLD',
        `Node ${version} is too old: Sluice needs ${NODE_MAJOR_MIN} or newer; install it and start again.`,
      );
}

function findJava(env = process.env) {
  const home = env.JAVA_HOME ? path.join(env.JAVA_HOME, 'bin', 'java') : null;
  const command = home !== null && fs.existsSync(home) ? home : 'java';
  const said = run(command, ['-version'], env);
  const version = said === null ? null : /version "([^"]+)"/.exec(said)?.[1];
  if (!version) {
    return refuse(
      'JAVA_MISSING',
      `Java is missing: there is no working java on the PATH or under JAVA_HOME; install a Java runtime ${JAVA_MAJOR_MIN} or newer and start again.`,
    );
  }
  // Up to Java 8 the version began with "1.".
  const major = Number.parseInt(version.replace(/^1\./, ''), 10);
  return major >= JAVA_MAJOR_MIN
    ? { ok: true, value: { command, version } }
    : refuse(
        'JAVA_TOO_OLD',
        `Java ${version} is too old: Kafka needs ${JAVA_MAJOR_MIN} or newer; install one and put it first on the PATH, or point JAVA_HOME at it.`,
      );
}

function findMaven(env = process.env) {
  const said = run('mvn', ['--batch-mode', '--version'], env);
  const version = said === null ? null : /Apache Maven (\d+\.\d+[\w.-]*)/.exec(said)?.[1];
  if (!version) {
    return refuse(
      'MAVEN_MISSING',
      `Maven is missing: there is no working mvn on the PATH; install Maven ${MAVEN_MIN.join('.')} or newer, which fetches Kafka and the schema registry, and start again.`,
    );
  }
  const [major, minor] = version.split('.').map((part) => Number.parseInt(part, 10));
  const isEnough = major > MAVEN_MIN[0] || (major === MAVEN_MIN[0] && minor >= MAVEN_MIN[1]);
  return isEnough
    ? { ok: true, value: { command: 'mvn', version } }
    : refuse(
        'MAVEN_TOO_OLD',
        `Maven ${version} is too old: ${MAVEN_MIN.join('.')} or newer is needed to fetch Kafka and the schema registry; install one and put it first on the PATH.`,
      );
}

/** What the command said on either stream; null where it cannot be run or fails. */
function run(command, args, env) {
  const ran = spawnSync(command, args, { env, encoding: 'utf8', timeout: 60_000 });
  return ran.status === 0 ? `${ran.stdout}${ran.stderr}` : null;
}

module.exports = { checkNode, findJava, findMaven };
