import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that stands for a clone and is removed after the test. */
export function temporaryClone(): string {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'unroll-setup-')));
  onTestFinished(() => {
    fs.rmSync(root, { recursive: true, force: true });
  });
  return root;
}

/** A program made of a few lines of shell, and its path. */
export function shellProgram(folder: string, name: string, lines: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return file;
}
