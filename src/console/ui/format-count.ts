/** "1,234". By hand: the first `toLocaleString` of a page costs more than drawing a table row. */
export const formatCount = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
