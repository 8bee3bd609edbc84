import type { Row } from './measure.js';

/** The rows as aligned text: ours, the peer's, the ratio of both, the goal. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ what, ours, peer, goal }) => [
    what,
    time(ours),
    peer === undefined ? '' : `${time(peer.seconds)} ${peer.name}`,
    peer === undefined ? '' : `${(ours / peer.seconds).toFixed(1)} x`,
    goal,
  ]);
  const all = [['what', 'ours', 'peer', 'ratio', 'goal'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...all.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}

function time(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(1)} s`;
}
