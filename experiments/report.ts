import type { Table } from './experiment.js';

/** Where figures come from: enough to make them again. */
export interface Origin {
  readonly command: string;
  readonly seeds: readonly number[];
  readonly backend: string;
  readonly node: string;
}

/** The figures of an experiment as Markdown, with the command and the seeds that made them. */
export function report(
  name: string,
  about: string,
  origin: Origin,
  tables: readonly Table[],
): string {
  const head = [
    `# ${name}`,
    `${about[0]?.toUpperCase() ?? ''}${about.slice(1)}.`,
    `Made by \`${origin.command}\`; seeds ${origin.seeds.join(', ')}; backend ${origin.backend}; Node ${origin.node}.`,
  ];
  return `${[...head, ...tables.map(markdown)].join('\n\n')}\n`;
}

function markdown({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`## ${title}\n`, line(columns), line(columns.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}
