import { defineConfig } from 'drizzle-kit';

// Run in this folder: `npm run generate -w packages/case-store -- --name what_changes`.
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema/*.ts',
  out: '../../migrations',
});
