// Imported first by every entry, so that an old Node gets this sentence and no stack trace.
import process from 'node:process';

const oldest = 20;
const major = Number(process.versions.node.split('.')[0]);

if (major < oldest) {
  process.stderr.write(
    `set-up: expected Node ${oldest} or newer, received ${process.versions.node}. Install a newer one from nodejs.org; the course then brings its own Node 24.\n`,
  );
  process.exit(2);
}
