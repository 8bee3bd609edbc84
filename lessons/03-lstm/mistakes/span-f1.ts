import type { MistakeBank } from '../../../grader/task.js';

export const bank: MistakeBank = { mistakes: {}, variants: {} };
