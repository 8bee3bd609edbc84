/** Figures of an experiment, as one table. */
export interface Table {
  /** What it answers, as a sentence. */
  readonly title: string;
  readonly columns: readonly string[];
  /** One line each, as many cells as columns; numbers are rounded by whoever knows their unit. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Something that the lessons say about learning, as a program: trained once for each seed, compared
 * by mean and spread.
 */
export interface Experiment {
  readonly name: string;
  readonly about: string;
  /**
   * @param seeds one training of each contestant for each of them
   * @param say told what has been done so far, a line at a time
   */
  readonly run: (
    seeds: readonly number[],
    say: (line: string) => void,
  ) => Promise<readonly Table[]>;
}

/** Mean and spread of one figure over seeds. */
export interface Summary {
  readonly mean: number;
  /** Standard deviation over seeds, with n - 1; of one seed there is none. */
  readonly spread: number | undefined;
  readonly least: number;
  readonly most: number;
}

/** @param figures one for each seed, at least one */
export function summary(figures: readonly number[]): Summary {
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  const squares = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0);
  return {
    mean,
    spread: figures.length > 1 ? Math.sqrt(squares / (figures.length - 1)) : undefined,
    least: Math.min(...figures),
    most: Math.max(...figures),
  };
}

/** Mean and spread as a cell of a table: `2.31 ± 0.02`; of one seed its figure. */
export function withSpread(figures: readonly number[], digits: number): string {
  const { mean, spread } = summary(figures);
  const around = spread === undefined ? '' : ` ± ${spread.toFixed(digits)}`;
  return `${mean.toFixed(digits)}${around}`;
}
