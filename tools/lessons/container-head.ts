import { oneOf } from './problem.js';

/** What stands behind the three colons that open a container. */
export type Head =
  | { readonly name: 'task' | 'question'; readonly id: string }
  | { readonly name: 'notes'; readonly minutes: number | undefined }
  | { readonly name: 'slide'; readonly title: string | undefined };

const names = ['task', 'question', 'notes', 'slide'];

/**
 * Reads a container's head: `task rnn-cell`, `notes minutes=15`, `slide A title`.
 *
 * @param info what stands behind the three colons
 * @returns the head, or in words what is wrong with it
 */
export function readHead(info: string): Head | string {
  const [name = '', ...rest] = info.split(/\s+/);
  const [first, second] = rest;
  switch (name) {
    case '':
      return "':::' closes nothing. Remove it, or open a container.";
    case 'task':
    case 'question':
      if (first === undefined || second !== undefined) return `write '::: ${name} some-id'.`;
      return { name, id: first };
    case 'notes':
      return first === undefined ? { name, minutes: undefined } : timedNotes(rest.join(' '));
    case 'slide':
      return { name, title: first === undefined ? undefined : rest.join(' ') };
    default:
      return `'::: ${name}' is no container. Use ${oneOf(names)}.`;
  }
}

function timedNotes(option: string): Head | string {
  const minutes = /^minutes=(.*)$/.exec(option)?.[1];
  if (minutes === undefined)
    return `'${option}' is no option of notes. Write '::: notes' or '::: notes minutes=15'.`;
  if (!/^[1-9]\d*$/.test(minutes))
    return `'${option}' is no time. Write a whole number of minutes, such as minutes=15.`;
  return { name: 'notes', minutes: Number(minutes) };
}
