/** Test stages: each is a project, so that one can be run alone with `--project`. */
import { defineConfig } from 'vitest/config';

/** Real engines and a real Chromium start in these tests; a hang has to end all the same. */
const TIMEOUT_MS = 60_000;

const stage = (name: string, folders: readonly string[]) => ({
  extends: true as const,
  test: { name, include: folders.map((folder) => `test/${folder}/**/*.test.ts`) },
});

export default defineConfig({
  test: {
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    maxWorkers: 2,
    projects: [
      stage('unit', ['domain', 'functions', 'templates']),
      stage('adapters', ['adapters']),
      stage('infra', ['infra']),
      stage('journey', ['journey']),
      stage('browser', ['browser']),
    ],
  },
});
