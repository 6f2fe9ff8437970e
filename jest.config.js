// Three projects by the kind of test that the file name tells: *.unit.spec.ts needs nothing, *.int.spec.ts needs the
// embedded stack (see infra/src/testing/sharedStack), *.e2e.spec.ts runs whole commands.
const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  rootDir: __dirname,
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/infra'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.data/'],
};

// Opens a host that starts one stack for the run when the first test file asks for it; without such a file, nothing.
const withStack = {
  ...shared,
  globalSetup: '<rootDir>/infra/src/testing/globalSetup.ts',
  globalTeardown: '<rootDir>/infra/src/testing/globalTeardown.ts',
};

module.exports = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['**/*.unit.spec.ts'] },
    { ...withStack, displayName: 'int', testMatch: ['**/*.int.spec.ts'] },
    { ...withStack, displayName: 'e2e', testMatch: ['**/*.e2e.spec.ts'] },
  ],
};
