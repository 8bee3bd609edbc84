import type { Failure } from '../../grader/outcome.js';
import type { TaskVerdict } from '../../grader/verdict.js';
import { GraderProcess, type Death } from './grader-process.js';
import type { Graded, Job, Stake, Work } from './messages.js';

/** Processes that grade, each kept for the next file as long as it is fit. */
export class Graders {
  readonly #all = new Set<GraderProcess>();
  readonly #free: GraderProcess[] = [];

  /** @param start starts a process */
  constructor(private readonly start = () => new GraderProcess()) {}

  take(): GraderProcess {
    const grader = this.#free.pop() ?? this.start();
    this.#all.add(grader);
    return grader;
  }

  async giveBack(grader: GraderProcess): Promise<void> {
    if (grader.isFit) this.#free.push(grader);
    else {
      await grader.close();
      this.#all.delete(grader);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((grader) => grader.close()));
  }
}

/**
 * Grades a file in another process. What ends that process costs the work that it was at, and no
 * more: the rest is graded by the next one.
 */
export async function gradeApart(graders: Graders, first: Job): Promise<Graded> {
  let job = first;
  let ends = 0;
  for (;;) {
    const grader = graders.take();
    const graded = await grader.grade(job);
    await graders.giveBack(grader);
    if (!('failure' in graded)) return graded;
    const { failure, at, settled, spent } = graded;
    job = { ...job, settled: [...job.settled, ...settled], spent };
    // An end that no limit brought may be chance: the work gets a second try.
    if (failure.kind === 'killed' && ++ends === 1) continue;
    if (at.stakes.length === 0) return { refused: refusalOf(job.source, graded) };
    // Of several tasks at work one is to blame: graded one by one, it shows which.
    if (at.work === 'judging' && at.stakes.length > 1) job = { ...job, parallel: 1 };
    else {
      const verdicts = at.stakes.map((stake) => lost(stake, graded));
      job = { ...job, settled: [...job.settled, ...verdicts] };
    }
  }
}

function refusalOf(source: string, death: Death) {
  const text = `unroll grade: expected ${source} to be ${wordsFor(death)}. Ask for it again, and look into it.`;
  return { source, message: text };
}

/** The verdict on a task over which the process ended. */
function lost({ id, points }: Stake, death: Death): TaskVerdict {
  const remedy =
    death.at.work === 'reading' ? 'Write it in plain steps.' : 'Return what the docstring names.';
  return {
    id,
    status: statusFor(death.failure),
    points: 0,
    maxPoints: points,
    message: `expected ${wordsFor(death)}. ${remedy}`,
    passed: [],
    help: [],
  };
}

const statusFor = ({ kind }: Failure) =>
  kind === 'timeout' || kind === 'out-of-memory' ? kind : 'killed';

const objects: Readonly<Record<Work, string>> = {
  opening: 'a file that can be opened',
  reading: 'a file that can be read',
  judging: 'a function that can be judged',
};

/** What was expected and what came. */
function wordsFor({ failure, at: { work } }: Death): string {
  if (failure.kind === 'out-of-memory')
    return `${objects[work]} within ${String(failure.megabytes)} MB of memory, received one that takes more`;
  if (failure.kind !== 'timeout')
    return `${objects[work]}, received one over which that ended (${'reason' in failure ? failure.reason : failure.kind})`;
  const seconds = `${String(failure.milliseconds / 1000)} s`;
  const limit = failure.of === 'cpu' ? `${seconds} of computing` : seconds;
  return `${objects[work]} within ${limit}, received one that takes longer`;
}
