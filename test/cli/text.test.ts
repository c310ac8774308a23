import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { CommandContext } from '../../cli/context';
import { csv } from '../../cli/print/csv';
import { markdownTable, markdownText } from '../../cli/print/markdown';
import { shellWord, typed } from '../../cli/print/notes';
import { printable, printableJson } from '../../cli/print/printable';
import { table } from '../../cli/print/table';

describe('a command to type', () => {
  const context = { env: {} } as CommandContext;
  test.each([
    [typed(context, { local: true }, 'scans'), 'user-access scans --local'],
    [typed(context, { table: 't' }, 'scan', 'ana@example.com'), 'user-access scan ana@example.com --table t'],
    // Without these, the address and the name would be read as flags.
    [typed(context, { local: true }, 'scan', '-ana@example.com'), 'user-access scan --local -- -ana@example.com'],
    [typed(context, { table: '-t' }, 'scans'), 'user-access scans --table=-t'],
  ])('%s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});

describe('text from an app', () => {
  test.each([
    ['a\u001b[2Jb', 'a�[2Jb'],
    ['a\nb\tc', 'a�b�c'],
    ['\u202egnp.exe', '�gnp.exe'],
    ['\u2066x\u2069', '�x�'],
    ['\ud800', '�'],
    ['\u009b31m', '�31m'],
    ['Zoë Ndlovu', 'Zoë Ndlovu'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['👩🏽‍💻', '👩🏽‍💻'],
  ])('%j is printed as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('is complete in JSON, with control characters escaped', () => {
    const value = { name: 'a\u009b31m\u202e\ud83d\ude00\u{e0041}' };
    const text = printableJson(JSON.stringify(value, null, 2));
    expect(text).toBe('{\n  "name": "a\\u009b31m\\u202e\ud83d\ude00\\udb40\\udc41"\n}');
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('columns', () => {
  const plain = (_style: unknown, text: string) => text;

  test.each([
    ['abc', 3],
    ['e\u0301', 1],
    ['田中', 4],
    ['ｱｲｳ', 3],
    ['한국', 4],
    ['👩🏽‍💻', 2],
    ['✓ ok', 4],
  ])('%j fills %d', (text, columns) => {
    const [, line] = table(
      [
        { title: 'TITLE', text: () => text },
        { title: 'END', text: () => '|' },
      ],
      [{}],
      plain,
    ).split('\n');
    expect(line).toBe(`${text}${' '.repeat(5 - columns)}  |`);
  });

  test.each([
    ['abcdefghijkl', 'abcdefghi…'],
    ['田中さん田中', '田中さん…'],
    ['abcdefghij', 'abcdefghij'],
  ])('%j is cut to %j where the screen has 10 columns', (text, shown) => {
    expect(table([{ title: 'TITLE', text: () => text, isElastic: true }], [{}], plain, 10)).toBe(`TITLE\n${shown}\n`);
  });

  test('are aligned with any content', () => {
    const columns = [
      { title: 'NAME', text: ({ name }: { name: string }) => name },
      { title: 'END', text: () => '|' },
    ];
    const rows = [{ name: '田中' }, { name: 'Ana D\u0131\u0301az' }, { name: '' }];
    expect(table(columns, rows, plain)).toBe(
      ['NAME      END', '田中      |', 'Ana D\u0131\u0301az  |', '–         |', ''].join('\n'),
    );
  });
});

describe('CSV', () => {
  test('follows RFC 4180', () => {
    expect(
      csv([
        ['a', 'b', 'c'],
        ['x,y', 'say "hi"', 'two\nlines'],
        [undefined, null, false],
        [0, '', 'ø'],
      ]),
    ).toBe('a,b,c\r\n"x,y","say ""hi""","two\nlines"\r\n,,false\r\n0,,ø\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '＋1', '－1', '＠SUM(A1)'])(
    'leaves a spreadsheet no formula in %j',
    (text) => {
      expect(csv([['a'], [text]])).toBe(`a\r\n'${text}\r\n`);
    },
  );

  test('has no formula after a line break', () => {
    expect(csv([['\n=1'], ['\r\n=1'], ['a\n=1']])).toBe(`"'\n'=1"\r\n"'\r\n'=1"\r\n"a\n'=1"\r\n`);
  });

  test('has no formula where a spreadsheet takes semicolons or tabs for the end of a cell', () => {
    expect(csv([['a;=1', 'a\t+1', '\tx', 'a; b', 'a-1', 'a,=1']])).toBe(
      `"a;'=1","a\t'+1","'\tx","a; b",a-1,"a,=1"\r\n`,
    );
  });

  test('has a carriage return at the end of a line only, because it would overwrite the line on a terminal', () => {
    expect(csv([['evil\rgood', 'a\r\nb', 'c\r']])).toBe('evil\ufffdgood,"a\r\nb",c\ufffd\r\n');
  });

  test('has no control characters', () => {
    expect(csv([['a'], ['x\u001b[2J']])).toBe('a\r\nx�[2J\r\n');
  });
});

test('a string is quoted as one word for the shell', () => {
  expect(shellWord("o'neil@example.com")).toBe("'o'\\''neil@example.com'");
  expect(shellWord('ana+x@example.com')).toBe('ana+x@example.com');
  expect(shellWord('a b$c')).toBe("'a b$c'");
});

describe('Markdown', () => {
  const parser = new MarkdownIt({ html: true, linkify: false });
  const SYNTAX = [...'\\`*_{}[]()<>#+-.!|~&;=:"\'/ \n\rab1 ', '&amp;', '---'];
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...SYNTAX) }),
    fc
      .array(fc.constantFrom('~~a~~', '**a**', '_a_', '__a__', '`a`', '&amp;', '&#49;', '![a](b)', '<b>', 'a'), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.join(' ')),
  );
  /** What is shown, if it is only text. */
  const shownText = (tokens: readonly { readonly type: string; readonly content: string }[]) =>
    tokens.map(({ type, content }) => (type.startsWith('text') ? content : `<${type}>`)).join('');
  const asShown = (text: string) => printable(text.replace(/[\r\n]+/g, ' ')).trim();

  test('shows any text as it is in a table', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (cells) => {
        const columns = [
          { title: 'TITLE', text: (cell: string) => cell },
          { title: 'END', text: () => 'end' },
        ];
        const blocks = parser.parse(markdownTable(columns, cells), {});
        const shown = blocks.filter(({ type }) => type === 'inline').map(({ children }) => shownText(children ?? []));
        const hasTexts = cells.some((cell) => cell !== '');
        const rows = cells.flatMap((cell) => (hasTexts ? [asShown(cell || '–'), 'end'] : ['end']));
        expect(shown).toEqual([...(hasTexts ? ['TITLE'] : []), 'END', ...rows]);
      }),
      { numRuns: 1000 },
    );
  });

  test('shows any text as it is in a paragraph and in a list', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(asShown(text) !== '');
        const shown = (markdown: string) =>
          parser.parse(markdown, {}).map(({ type, children }) => (children ? shownText(children) : type));
        expect(shown(markdownText(text))).toEqual(['paragraph_open', asShown(text), 'paragraph_close']);
        expect(shown(`- ${markdownText(text)}`)).toContain(asShown(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('stays as readable as it can', () => {
    const plain = [
      'NOT_FOUND',
      'ana@example.com',
      'organization:example-engineering (Example & Co)',
      '1 app, 2.5 s',
      '✓ ok',
    ];
    for (const text of plain) expect(markdownText(text)).toBe(text);
  });
});
