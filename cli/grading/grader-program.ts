import type { GradeWatcher } from '../../grader/grade.js';
import type { Task } from '../../grader/task.js';
import type { School } from '../../school/school.js';
import { gradeOne } from './grade-one.js';
import type { Job, Told } from './messages.js';

/**
 * The program of a process that grades for a batch: it looks at what was handed in, so that the
 * coordinator does not have to, and may be ended over it. It ends with its coordinator.
 */
export function serveBatch(school: School): Promise<never> {
  const tell = (told: Told) => process.send?.(told);
  const stakesOf = (tasks: readonly Task[]) => tasks.map(({ id, points }) => ({ id, points }));
  const watcher: GradeWatcher = {
    reading: (tasks) => tell({ kind: 'at', work: 'reading', stakes: stakesOf(tasks) }),
    judging: (tasks) => tell({ kind: 'at', work: 'judging', stakes: stakesOf(tasks) }),
    settled: (verdict, milliseconds) => tell({ kind: 'settled', verdict, milliseconds }),
  };
  process.on('message', (job: Job) => {
    void gradeOne(school, job, watcher).then((graded) => tell({ kind: 'graded', graded }));
  });
  return new Promise(() => {
    process.once('disconnect', () => process.exit());
  });
}
