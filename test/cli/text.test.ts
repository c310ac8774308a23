import { csv } from '../../cli/print/csv';
import { shellWord } from '../../cli/print/notes';
import { printable, printableJson } from '../../cli/print/printable';
import { table } from '../../cli/print/table';

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

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '＝1+1', '＋1', '－1', '＠SUM(A1)'])(
    'leaves a spreadsheet no formula in %j',
    (text) => {
      expect(csv([['a'], [text]])).toBe(`a\r\n'${text}\r\n`);
    },
  );

  test('has no formula after a line break', () => {
    expect(csv([['\n=1'], ['\r=1']])).toBe(`"'\n=1"\r\n"'\r=1"\r\n`);
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
