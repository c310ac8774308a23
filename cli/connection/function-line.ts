/** What Powertools and Lambda add to each line, and what is the same in all of them. */
const LEFT_OUT = /^(level|message|timestamp|service|cold_start|function_.*|sampling_rate|xray_trace_id|executionArn)$/;

interface Line {
  readonly level?: string;
  readonly message?: unknown;
  readonly _aws?: unknown;
}

/** A line that a function wrote, for people: what it says first, and then its fields. */
export function readableLine(text: string): string {
  const line = parsed(text);
  if (line === undefined) return text;
  if ('_aws' in line) return `METRICS ${fieldsOf(line)}`;
  if (typeof line.level !== 'string' || typeof line.message !== 'string') return text;
  return [line.level, line.message, fieldsOf(line)].filter(Boolean).join(' ');
}

function parsed(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null ? line : undefined;
  } catch {
    return undefined;
  }
}

const fieldsOf = (line: Line): string =>
  Object.entries(line)
    .filter(([name]) => name !== '_aws' && !LEFT_OUT.test(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
