import { homedir } from 'node:os';
import { projectRoot } from '../src/core/files.js';

/**
 * A text for students without the folders of the machine that grades: stacks and faults name them.
 */
export function withoutPaths(text: string): string {
  // A home such as / is no secret, and stands in every path.
  const folders = [projectRoot(), homedir()].filter((folder) => folder.length > 4);
  return folders.reduce((rest, folder) => rest.replaceAll(folder, '.'), text);
}
