import { isObject, type Json } from '../json-object.ts';
import { unfit } from './fault.ts';

/** Longer texts are nobody's name. */
const LONGEST = 256;

/** A field by its name, whose case does not matter in SCIM. */
export const fieldOf = (value: Json, name: string): unknown => {
  const lower = name.toLowerCase();
  const key = Object.keys(value).find((one) => one.toLowerCase() === lower);
  return key === undefined ? undefined : value[key];
};

/** The resource that was sent. Throws ScimFault. */
export const readObject = (value: unknown): Json => {
  if (!isObject(value)) throw unfit('invalidSyntax', 'The body must be a JSON object.');
  return value;
};

/** A text without the blanks around it; null where there is none, or an empty one. Throws ScimFault. */
export const readText = (value: unknown, name: string): string | null => {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value.includes('\0') || !value.isWellFormed())
    throw unfit('invalidValue', `${name} must be a text.`);
  const text = value.trim();
  if (text.length > LONGEST) throw unfit('invalidValue', `${name} has more than ${LONGEST} characters.`);
  return text === '' ? null : text;
};

/** A text that must be there. Throws ScimFault. */
export const demandText = (value: unknown, name: string): string => {
  const text = readText(value, name);
  if (text === null) throw unfit('invalidValue', `${name} is required.`);
  return text;
};

/** True or false, which some providers write as a text. Throws ScimFault. */
export const readFlag = (value: unknown, name: string): boolean => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word !== 'true' && word !== 'false') throw unfit('invalidValue', `${name} must be true or false.`);
  return word === 'true';
};

/** Whether two pieces of plain data say the same, in whatever order their fields stand. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
};
