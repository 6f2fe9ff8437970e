// Plain JavaScript: the bootstrap uses it before anything is installed. Types in artifactFolder.d.cts.
'use strict';

const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '../..');
const ARTIFACTS = path.join(ROOT, '.data', 'artifacts');

function pomOf(name) {
  return path.join(ROOT, 'infra', name, 'pom.xml');
}

function artifactFolder(name) {
  const pom = createHash('sha256')
    .update(readFileSync(pomOf(name)))
    .digest('hex');
  return path.join(ARTIFACTS, `${name}-${pom.slice(0, 12)}`);
}

module.exports = { ARTIFACTS, ROOT, artifactFolder, pomOf };
