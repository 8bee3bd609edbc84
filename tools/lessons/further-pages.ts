import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFrontMatter } from './front-matter.js';

/** A further page of a lesson, as it lies in `lessons/NN-name/further/`. */
export interface FurtherPage {
  /** Path of its text, from the project's folder. */
  readonly file: string;
  /** The name of its file, without the ending. */
  readonly name: string;
  /** Path of the notebook that is made of it. */
  readonly notebook: string;
}

/** The further pages of a lesson, in the order of their names. */
export function furtherPages(root: string, stem: string): FurtherPage[] {
  const folder = `lessons/${stem}/further`;
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
  const number = stem.split('-')[0] ?? stem;
  return names.sort().map((file) => {
    const name = file.slice(0, -'.md'.length);
    return { file: `${folder}/${file}`, name, notebook: `notebooks/${number}-${name}.ipynb` };
  });
}

/** The title in a page's front matter. */
export function titleOf(root: string, { file }: FurtherPage): string {
  return readFrontMatter(readFileSync(join(root, file), 'utf8'), file).front.title;
}
