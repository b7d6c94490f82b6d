/** How many rotations can be asked for at a time: more is a campaign, and nobody reviews so many. */
export const BULK_MAX = 500;
