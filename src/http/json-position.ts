const SPACE = /[\t\n\r ]*/uy;
const WORD = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null)(?![\w.+-])/uy;
// oxlint-disable-next-line no-control-regex -- control characters are what a string may not hold
const STRING_BODY = /(?:[^"\\\u0000-\u001f]|\\(?:["/\\bfnrt]|u[\dA-Fa-f]{4}))*/uy;

/** Where a sticky pattern that begins at `from` ends; `from` itself when it does not match. */
const endOf = (pattern: RegExp, text: string, from: number): number => {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
};

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/**
 * Where a text stops being JSON (RFC 8259), counted from 0; its length when it only ends too soon. Engines tell the
 * place in words of their own, and not always. Keeps its own stack: a deep text is no fault of ours.
 */
export const firstJsonFault = (text: string): number => {
  const open: ('{' | '[')[] = [];
  // Told as a whole, or the compiler narrows it to its first value.
  let expected = 'value' as Expected;
  let at = 0;
  for (;;) {
    at = endOf(SPACE, text, at);
    const char = text[at];
    if (char === undefined) return at;
    const top = open.at(-1);
    if (expected === ':') {
      if (char !== ':') return at;
      at += 1;
      expected = 'value';
    } else if (expected === ', or end') {
      if (top === undefined) return at;
      if (char === ',') expected = top === '{' ? 'key' : 'value';
      else if (char === (top === '{' ? '}' : ']')) open.pop();
      else return at;
      at += 1;
    } else if ((expected === 'key or }' && char === '}') || (expected === 'value or ]' && char === ']')) {
      open.pop();
      at += 1;
      expected = ', or end';
    } else if (char === '"') {
      const end = endOf(STRING_BODY, text, at + 1);
      if (text[end] !== '"') return end;
      at = end + 1;
      expected = expected === 'key' || expected === 'key or }' ? ':' : ', or end';
    } else if (expected === 'key' || expected === 'key or }') {
      return at;
    } else if (char === '{' || char === '[') {
      open.push(char);
      at += 1;
      expected = char === '{' ? 'key or }' : 'value or ]';
    } else {
      const end = endOf(WORD, text, at);
      if (end === at) return at;
      at = end;
      expected = ', or end';
    }
  }
};
