import { availableParallelism } from 'node:os';
import { withLatest } from '../grader/bundle/latest.js';
import { inParallel } from '../grader/grade.js';
import type { Refused, SubmissionReport } from '../grader/verdict.js';
import { gradeApart, Graders } from './grading/grade-apart.js';

/** Boxes that run at a time: one a core, and a laptop has at least two. */
const boxesAtOnce = Math.max(2, availableParallelism());

export interface BatchOptions {
  /** Folder with reports of earlier runs. */
  readonly before?: string;
  /** Whether what was graded before is graded anew. */
  readonly again?: boolean;
  /** Of what is drawn. */
  readonly seed: number;
  /** Called after each file. */
  readonly done?: (count: number) => void;
}

export interface Batch {
  readonly reports: readonly SubmissionReport[];
  readonly refused: readonly Refused[];
  /** How many reports are from an earlier run. */
  readonly known: number;
}

/**
 * Grades files and bundles, in their order; a bad one is named and never stops the others. This
 * process holds the batch together and never looks at what was handed in: others do, which may be
 * ended over it.
 */
export async function gradeBatch(
  files: readonly string[],
  { before, again = false, seed, done }: BatchOptions,
): Promise<Batch> {
  const several = files.length > 1;
  const graders = new Graders();
  let count = 0;
  try {
    const results = await inParallel(files, several ? boxesAtOnce : 1, async (source) => {
      const parallel = several ? 1 : boxesAtOnce;
      const job = {
        source,
        parallel,
        again,
        seed,
        settled: [],
        spent: {},
        ...(before !== undefined && { before }),
      };
      const graded = await gradeApart(graders, job);
      done?.(++count);
      return graded;
    });
    const graded = results.flatMap((result) => ('report' in result ? [result] : []));
    return {
      reports: withLatest(graded.map(({ report }) => report)),
      refused: results.flatMap((result) => ('refused' in result ? [result.refused] : [])),
      known: graded.filter(({ isKnown }) => isKnown).length,
    };
  } finally {
    await graders.close();
  }
}
