/** A name or text of somebody's own as a message quotes it: it may be as long as a file. */
export const short = (text: string, most = 80): string =>
  text.length > most ? `${text.slice(0, most)} ...` : text;
