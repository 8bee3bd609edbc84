import type { Converter } from 'tslab/dist/converter.js';
import { createExecutor, type ConverterSet, type Executor } from 'tslab/dist/executor.js';
import { describeFindings, describeThrown, stoppedByForce, type CellError } from './cell-error.js';
import { abandonRunningCell, runCell } from './cells.js';

/** tslab's executor, which remembers what ended the last cell and can be cut off. */
export interface RecordedExecutor extends Executor {
  /** What ended the last cell, where it did not end well. */
  lastError(): CellError | undefined;
  /** Ends the wait for a cell whose code the guard has cut off. */
  cutOff(): void;
}

/**
 * Runs cells by tslab's executor, each with its own stop signal, and keeps errors as data. tslab
 * itself prints them to stderr, where no front end can tell an error from a warning.
 *
 * @param root the working folder of cells
 * @param converter compiles cells
 */
export function createRecordedExecutor(root: string, converter: Converter): RecordedExecutor {
  const last: { error: CellError | undefined; findings: string[] } = {
    error: undefined,
    findings: [],
  };
  let cutOff = (): void => undefined;
  const output = {
    log: (...args: unknown[]) => {
      console.log(...args);
    },
    // One argument is what the cell threw; a format and its values are a finding of the compiler.
    error: (...args: unknown[]) => {
      if (args.length === 1) last.error ??= describeThrown(args[0]);
      else last.findings.push(finding(args));
    },
  };
  const executor = createExecutor(root, converterSet(converter), output);

  async function execute(source: string): Promise<boolean> {
    last.error = undefined;
    last.findings = [];
    const cut = new Promise<boolean>((resolve) => {
      cutOff = () => {
        last.error = stoppedByForce;
        resolve(false);
        abandonRunningCell();
      };
    });
    const ok = await runCell(
      () => Promise.race([cut, executeWhole(source)]),
      () => {
        executor.interrupt();
      },
    );
    cutOff = () => undefined;
    if (!ok) last.error ??= describeFindings(last.findings);
    return ok;
  }

  /** What tslab itself throws while it compiles is the cell's error, not the kernel's. */
  async function executeWhole(source: string): Promise<boolean> {
    try {
      return await executor.execute(source);
    } catch (thrown) {
      last.error = describeThrown(thrown);
      return false;
    }
  }

  return {
    ...executor,
    execute,
    lastError: () => last.error,
    cutOff: () => {
      cutOff();
    },
  };
}

/**
 * tslab's format, then file (or nothing, for the cell), line, column, and what the compiler says.
 */
function finding([, file, line, column, text]: readonly unknown[]): string {
  const place = String(file).trim();
  return `${place === '' ? 'this cell' : place}, line ${String(line)}, column ${String(column)}: ${String(text)}`;
}

function converterSet(converter: Converter): ConverterSet {
  return {
    node: converter,
    get browser(): Converter {
      throw new Error('Cells run in Node.js: remove the line that asks for a browser.');
    },
    close: () => {
      converter.close();
    },
  };
}
