import { type Limits, ofAllCalls } from './box/limits.js';
import type { Task } from './task.js';
import type { TaskVerdict } from './verdict.js';

/** Milliseconds that the functions of a file took so far, by their task's id. */
export type Spent = Readonly<Record<string, number>>;

/** What the boxes of one file took together, held against what they may take. */
export class Spending {
  readonly #by: Map<string, number>;
  readonly #most: number;

  /** @param spent by an earlier process that graded this file */
  constructor(limits: Limits, spent: Spent = {}) {
    this.#by = new Map(Object.entries(spent));
    this.#most = limits.fullBoxes * ofAllCalls(limits).cpuMilliseconds;
  }

  add(task: Task, milliseconds: number): void {
    this.#by.set(task.id, (this.#by.get(task.id) ?? 0) + milliseconds);
  }

  of({ id }: Task): number {
    return this.#by.get(id) ?? 0;
  }

  /** Whether no further function may run. */
  get isOver(): boolean {
    return sum([...this.#by.values()]) > this.#most;
  }

  /** The verdict on a task that comes too late: what ran before it, and for how long. */
  verdict({ id, points }: Task): TaskVerdict {
    const longest = [...this.#by].sort(([, a], [, b]) => b - a).filter(([, time]) => time >= 100);
    const each = longest.map(([task, time]) => `${task} ${seconds(time)}`).join(', ');
    const all = seconds(sum([...this.#by.values()]));
    return {
      id,
      status: 'timeout',
      points: 0,
      maxPoints: points,
      message: `Not judged: the functions of a file may run for ${seconds(this.#most)} together, and those before took ${all} (${each}). Make these faster.`,
      passed: [],
      help: [],
    };
  }
}

const sum = (times: readonly number[]) => times.reduce((total, time) => total + time, 0);

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
