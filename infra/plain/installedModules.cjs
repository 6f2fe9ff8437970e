// Plain JavaScript: the bootstrap uses it before anything is installed. Types in installedModules.d.cts.
'use strict';

const { readFileSync, statSync } = require('node:fs');
const path = require('node:path');

function modulesAreInstalled(root) {
  const asked = path.join(root, 'package-lock.json');
  // npm writes this one last: an install that was cut short has none, and is done again.
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  const installedAt = statSync(installed, { throwIfNoEntry: false })?.mtimeMs;
  if (installedAt === undefined) return false;
  // A lock file that is newer may say the same: git gives it a new time on every switch of branches.
  return installedAt >= statSync(asked).mtimeMs || satisfies(packagesIn(installed), packagesIn(asked));
}

function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
}

function satisfies(installed, asked) {
  return Object.entries(asked).every(([place, wanted]) => {
    if (!place.includes('node_modules/')) return true;
    const found = installed[place];
    // Optional ones are left out on a platform that is not theirs.
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return wanted.link === true || found.version === wanted.version;
  });
}

module.exports = { modulesAreInstalled };
